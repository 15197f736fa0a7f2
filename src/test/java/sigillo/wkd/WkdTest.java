package sigillo.wkd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.corpora.Corpus;
import tools.jackson.databind.json.JsonMapper;

/** Where certificates of addresses are: draft-koch-openpgp-webkey-service, section 3.1. */
class WkdTest {
    private static final String JOES = "iy9q119eutrkn8s1mk4r39qejnbu3n5q";

    @Test void theExampleOfTheDraft() {
        assertEquals(JOES, LocalPartHash.of("Joe.Doe"));
        assertEquals(new WkdLocation("openpgpkey.example.org", "/.well-known/openpgpkey/example.org/hu/" + JOES
            + "?l=Joe.Doe"),
            WkdLocation.advanced(Address.of("Joe.Doe@Example.ORG")));
        assertEquals(new WkdLocation("example.org", "/.well-known/openpgpkey/hu/" + JOES + "?l=Joe.Doe"),
            WkdLocation.direct(Address.of("Joe.Doe@Example.ORG")));
    }

    @TestFactory Stream<DynamicTest> corpus() throws Exception {
        var cases = JsonMapper.builder().build().readTree(Files.readAllBytes(Corpus.folder("wkd").resolve("wkd.json")));
        return cases.valueStream().map(one -> DynamicTest.dynamicTest(one.get("name").asString(), () -> {
            var address = Address.of(one.get("address").asString());
            assertEquals(one.get("hash").asString(), LocalPartHash.of(address.localPart()));
            var advanced = WkdLocation.advanced(address);
            assertEquals(one.get("advanced").asString(), "https://" + advanced.host() + advanced.path());
            var direct = WkdLocation.direct(address);
            assertEquals(one.get("direct").asString(), "https://" + direct.host() + direct.path());
            var asked = new WkdLocation.Asked(address.domain(), Optional.of(one.get("hash").asString()));
            assertEquals(Optional.of(asked),
                WkdLocation.asked("mail.elsewhere.example", advanced.path().replaceFirst("\\?.*", "")),
                "what is asked is served");
            assertEquals(Optional.of(asked), WkdLocation.asked(direct.host(), direct.path().replaceFirst("\\?.*", "")));
        }));
    }

    @Test void theSmallLettersAreAsciis() {
        assertEquals(LocalPartHash.of("anna"), LocalPartHash.of("ANNA"));
        assertFalse(LocalPartHash.of("\u00dcb").equals(LocalPartHash.of("\u00fcb")), "others are as they are written");
    }

    @Test void whatIsAsked() {
        var ours = Domain.of("home.example");
        var root = "/.well-known/openpgpkey/";
        assertEquals(Optional.of(new WkdLocation.Asked(ours, Optional.empty())),
            WkdLocation.asked("home.example", root + "policy"));
        assertEquals(Optional.of(new WkdLocation.Asked(ours, Optional.empty())),
            WkdLocation.asked("x", root + "HOME.example/policy"));
        for (var nothing : new String[] {"", "hu/", "hu/" + JOES + "/", "hu/" + JOES.toUpperCase(), "hu/" + JOES.substring(1), "home.example", "home.example/",
            "home.example/hu", "home.example/hu/", "home.example/hu/../policy", "home.example/submission-address",
            "../hu/" + JOES, "//hu/" + JOES, "hu/" + JOES + "0"})
            assertEquals(Optional.empty(), WkdLocation.asked("home.example", root + nothing), nothing);
        assertEquals(Optional.empty(), WkdLocation.asked("home.example", "/.well-known/other/policy"));
    }

    @Test void anythingIsAnswered() {
        var random = new Random(5);
        var signs = "/.hu policyhome.example?%\u0000\u00e8" + JOES;
        for (int i = 0; i < 20_000; i++) {
            var text = new StringBuilder("/.well-known/openpgpkey/");
            for (int n = random.nextInt(40); n > 0; n--) text.append(signs.charAt(random.nextInt(signs.length())));
            assertNotNull(WkdLocation.asked("home.example", text.toString()));
            assertTrue(LocalPartHash.isOne(LocalPartHash.of(text.toString())));
        }
    }
}
