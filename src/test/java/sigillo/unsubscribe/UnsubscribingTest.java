package sigillo.unsubscribe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sigillo.unsubscribe.Mails.FROM;
import static sigillo.unsubscribe.Mails.LIST;
import static sigillo.unsubscribe.Mails.POST;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import sigillo.account.AccountId;
import sigillo.base.Domain;
import sigillo.https.HttpsClient;
import sigillo.https.HttpsSettings;
import sigillo.https.WebAddress;
import sigillo.reporting.TlsServer;
import sigillo.unsubscribe.Unsubscribing.Outcome;

/** RFC 8058: when a list may be left by one click, and what is then said to whom. */
class UnsubscribingTest {
    private static final Domain HERE = Domain.of("mx.home.example");
    private static final AccountId ANNA = new AccountId("anna");

    @TempDir Path folder;
    private Instant now = Instant.parse("2026-11-30T12:00:00Z");

    // ---- when ----

    private record Case(String what, String text, boolean isOffered) {}

    @TestFactory Stream<DynamicTest> onlyWhereASignatureCoversIt() throws Exception {
        var good = FROM + LIST + POST;
        var signature = Mails.signature(good);
        var uncovered = Mails.signature(FROM);
        var alike = signature.replace("news.example", "NEWS.example");
        return Stream.of(new Case("both fields are signed", Mails.mail(good), true),
            new Case("spaces in the field", Mails.mail(FROM + LIST + "List-Unsubscribe-Post:  List-Unsubscribe=One-Click \r\n"), true),
            new Case("no List-Unsubscribe-Post", Mails.mail(FROM + LIST), false),
            new Case("another word", Mails.mail(FROM + LIST + "List-Unsubscribe-Post: List-Unsubscribe=Two\r\n"), false),
            new Case("no address of HTTPS", Mails.mail(FROM + "List-Unsubscribe: <mailto:leave@news.example>, <http://news.example/>\r\n" + POST), false),
            new Case("an address of a machine", Mails.mail(FROM + "List-Unsubscribe: <https://10.0.0.1/>\r\n" + POST), false),
            new Case("another port", Mails.mail(FROM + "List-Unsubscribe: <https://news.example:8443/>\r\n" + POST), false),
            new Case("the signature does not cover them", Mails.results("mx.home.example", "pass", uncovered) + uncovered + good, false),
            new Case("the signature is wrong", Mails.results("mx.home.example", "fail", signature) + signature + good, false),
            new Case("nobody has looked", signature + good, false),
            new Case("another server has looked", Mails.results("mx.other.example", "pass", signature) + signature + good, false),
            new Case("another server stands above ours", Mails.results("mx.other.example", "pass", signature) + Mails.results("mx.home.example", "pass", signature) + signature + good, false),
            new Case("a field was added", Mails.mail(good).replace(FROM, "List-Unsubscribe: <https://evil.example/>\r\n" + FROM), false),
            new Case("two fields", Mails.mail(FROM + LIST + LIST + POST), false),
            new Case("a signature that looks like the good one", Mails.results("mx.home.example", "pass", signature) + alike + signature + good, false),
            new Case("of another signature", Mails.results("mx.home.example", "pass", signature).replaceFirst("header.b=\"....", "header.b=\"????") + signature + good, false))
            .map(one -> DynamicTest.dynamicTest(one.what, () -> assertEquals(one.isOffered, OneClick.in(Mails.header(one.text), HERE).isPresent(), one.text)));
    }

    @Test void theAddressIsThatOfHttps() throws Exception {
        assertEquals(Optional.of(new WebAddress("news.example", "/leave?who=12&x=y")), OneClick.in(Mails.header(Mails.mail(FROM + LIST + POST)), HERE));
    }

    // ---- how ----

    @Test void theListIsAskedOnceAndLearnsNothingOfTheReader() throws Exception {
        var heard = Collections.synchronizedList(new ArrayList<String>());
        try (var list = TlsServer.of(folder, "news.example", exchange -> {
            heard.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII)
                + " " + exchange.getRequestHeaders().getFirst("Content-Type"));
            exchange.getRequestHeaders().keySet().stream().map(String::toLowerCase).filter(name -> List.of("cookie", "referer", "accept-language", "from").contains(name)).forEach(heard::add);
            var path = exchange.getRequestURI().getPath();
            if (path.equals("/moved")) exchange.getResponseHeaders().add("Location", "https://news.example/elsewhere");
            return path.equals("/moved") ? 302 : path.equals("/no") ? 404 : 202;
        })) {
            var dns = Mails.dns(Map.of("news.example", "127.0.0.1", "private.example", "10.0.0.1"));
            var unsubscribing = new Unsubscribing(HERE, new HttpsClient(new HttpsSettings(list.port(), true), dns, list.trust()), () -> now);
            assertEquals(Outcome.DONE, unsubscribing.leave(ANNA, new WebAddress("news.example", "/leave?who=12")));
            assertEquals(List.of("POST /leave?who=12 List-Unsubscribe=One-Click application/x-www-form-urlencoded"), List.copyOf(heard));
            assertEquals(Outcome.REFUSED, unsubscribing.leave(ANNA, new WebAddress("news.example", "/no")));
            assertEquals(Outcome.REFUSED, unsubscribing.leave(ANNA, new WebAddress("news.example", "/moved")));
            assertEquals(3, heard.size(), "nothing is followed: " + heard);
            assertEquals(Outcome.NOT_REACHED, unsubscribing.leave(ANNA, new WebAddress("private.example", "/leave")));
            assertEquals(Outcome.NOT_REACHED, unsubscribing.leave(ANNA, new WebAddress("nowhere.example", "/leave")));
            var outside = new Unsubscribing(HERE, new HttpsClient(new HttpsSettings(list.port(), false), dns, list.trust()), () -> now);
            assertEquals(Outcome.NOT_REACHED, outside.leave(ANNA, new WebAddress("news.example", "/leave")), "this machine is no public address");
            assertEquals(3, heard.size());
        }
    }

    @Test void nobodyLeavesWithoutEnd() throws Exception {
        var unsubscribing = new Unsubscribing(HERE, new HttpsClient(new HttpsSettings(443, false), Mails.dns(Map.of()), null), () -> now);
        var list = new WebAddress("nowhere.example", "/");
        for (int i = 0; i < UnsubscribeLimits.IN_WINDOW_MAX; i++) assertEquals(Outcome.NOT_REACHED, unsubscribing.leave(ANNA, list));
        assertEquals(Outcome.SLOWED, unsubscribing.leave(ANNA, list));
        assertEquals(Outcome.NOT_REACHED, unsubscribing.leave(new AccountId("bob"), list), "others are not held up");
        now = now.plus(UnsubscribeLimits.WINDOW).plus(Duration.ofSeconds(1));
        assertTrue(unsubscribing.leave(ANNA, list) == Outcome.NOT_REACHED);
    }
}
