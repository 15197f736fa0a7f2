package sigillo.arc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.base.Octets;
import sigillo.corpora.Corpus;
import sigillo.corpora.Yaml;
import sigillo.dkim.BodyHashes;
import sigillo.dkim.SignedHeader;
import sigillo.dns.Lookup;
import sigillo.dns.Zone;
import sigillo.message.HeaderSection;
import sigillo.message.MessageLimits;

/** Chains of others, each with the keys of its own file. */
class ArcCorporaTest {
    /** Where RFC 8617 or RFC 8301 says otherwise, or leaves it open. */
    private static final Map<String, String> OTHER = Map.of(
        "cv_fail_i1_as_cv_fail", "the suite leaves it open; RFC 8617 section 5.2 step 2: a seal that says fail is a chain that failed",
        "ams_fields_h_empty", "RFC 6376 section 3.5: sig-h-tag has a name at least; what covers no field vouches for nobody");

    @TestFactory Stream<DynamicTest> valimail() {
        var all = new ArrayList<DynamicTest>();
        for (var document : Yaml.documents(Corpus.text(Corpus.folder("arc-valimail").resolve("arc-draft-validation-tests.yml")))) {
            var suite = map(document);
            var zone = new Zone();
            map(suite.get("txt-records")).forEach((name, record) -> zone.txt(name, (String) record));
            map(suite.get("tests")).forEach((name, test) -> all.add(DynamicTest.dynamicTest(name, () -> {
                var message = Corpus.crlf(((String) map(test).get("message")).getBytes(StandardCharsets.UTF_8));
                var cv = ((String) map(test).get("cv")).toLowerCase(Locale.ROOT);
                var outcome = verified(message, zone);
                if (OTHER.containsKey(name)) cv = "fail";
                assertEquals(cv.isBlank() ? "none" : cv, outcome.status().name().toLowerCase(Locale.ROOT), outcome::why);
            })));
        }
        assertEquals(121, all.size());
        return all.stream();
    }

    @Test void mailAuth() throws IOException {
        for (var name : List.of("001.txt", "002.txt")) {
            var text = Corpus.raw(Corpus.folder("arc-mail-auth").resolve(name)).replace("\r", "");
            int empty = text.indexOf("\n\n");
            var zone = new Zone();
            for (var line : text.substring(0, empty).split("\n")) zone.txt(line.split(" ", 2)[0], line.split(" ", 2)[1]);
            var message = text.substring(empty + 2);
            var outcome = verified(Corpus.crlf(message.getBytes(StandardCharsets.ISO_8859_1)), zone);
            assertEquals(ArcOutcome.Status.PASS, outcome.status(), outcome::why);
            var added = verified(Corpus.crlf(("Subject: another\n" + message).getBytes(StandardCharsets.ISO_8859_1)), zone);
            assertEquals(ArcOutcome.Status.FAIL, added.status(), "what most programs show was not sealed");
            assertTrue(outcome.links().getLast().results().contains("dkim=pass"));
        }
    }

    /** Gmail's key of those days is in the files of Stalwart's mails; the chains are Gmail's alone. */
    @TestFactory Stream<DynamicTest> mailauth() {
        var gmails = Corpus.raw(Corpus.folder("arc-mail-auth").resolve("001.txt")).lines().findFirst().orElseThrow();
        var names = Stream.of("arc-pass", "arc-pass2", "arc-fail", "arc-fail2", "arc-fail3", "authtest", "bimi", "message3", "zbimi");
        return names.map(name -> DynamicTest.dynamicTest(name, () -> {
            var message = Corpus.crlf(Corpus.octets(Corpus.folder("dkim-mailauth-mails").resolve(name + ".eml")));
            var outcome = verified(message, new Zone().txt(gmails.split(" ", 2)[0], gmails.split(" ", 2)[1]));
            var expected = name.contains("fail") ? ArcOutcome.Status.FAIL : ArcOutcome.Status.PASS;
            assertEquals(expected, outcome.status(), outcome::why);
        }));
    }

    /** RFC 6376 section 6.1.2: a key that cannot be fetched now says nothing against the chain; one that is wrong does. */
    @Test void keysThatCannotBeFetchedNow() throws IOException {
        var text = Corpus.raw(Corpus.folder("arc-mail-auth").resolve("001.txt")).replace("\r", "");
        int empty = text.indexOf("\n\n");
        var message = Corpus.crlf(text.substring(empty + 2).getBytes(StandardCharsets.ISO_8859_1));
        var header = HeaderSection.read(Octets.of(message), MessageLimits.DEFAULT).header();
        var names = ArcChain.of(header, new SignedHeader(header)).verification().keys().stream().map(ArcVerification.Key::name).distinct().toList();
        for (var silent : names) {
            var zone = new Zone().silent(silent);
            text.substring(0, empty).lines().filter(line -> !line.startsWith(silent + " ")).forEach(line -> zone.txt(line.split(" ", 2)[0], line.split(" ", 2)[1]));
            var outcome = verified(message, zone);
            assertEquals(ArcOutcome.Status.UNKNOWN, outcome.status(), silent);
            assertEquals(List.of(), outcome.links(), "nobody vouches");
        }
        assertEquals(ArcOutcome.Status.FAIL, verified(message, new Zone()).status(), "a key that is not there");
    }

    static ArcOutcome verified(byte[] message, Lookup dns) throws IOException {
        var octets = Octets.of(message);
        var section = HeaderSection.read(octets, MessageLimits.DEFAULT);
        var chain = ArcChain.of(section.header(), new SignedHeader(section.header()));
        return chain.verify(BodyHashes.of(octets.slice(section.bodyStart(), octets.length()), chain.wanted()), dns);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) { return (Map<String, Object>) value; }
}
