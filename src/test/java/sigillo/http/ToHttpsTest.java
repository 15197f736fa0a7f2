package sigillo.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import sigillo.http.Asked.Method;

/** What port 80 answers an authority of certificates, and all others. RFC 8555 section 8.3. */
class ToHttpsTest {
    private static final String TOKEN = "evaGxfADs6pSRb2LAv9IZf17Dt3juxGJ";
    private static final ToHttps HERE = new ToHttps(443, token -> Optional.of(token + ".thumb").filter(_ -> token.equals(TOKEN)));

    private record Case(Method method, String path, int status, String body) {}

    private static final List<Case> CASES = List.of(
        new Case(Method.GET, "/.well-known/acme-challenge/" + TOKEN, 200, TOKEN + ".thumb"),
        new Case(Method.HEAD, "/.well-known/acme-challenge/" + TOKEN, 200, TOKEN + ".thumb"),
        new Case(Method.POST, "/.well-known/acme-challenge/" + TOKEN, 403, "Only https:// is served here.\n"),
        new Case(Method.GET, "/.well-known/acme-challenge/" + TOKEN.toLowerCase(java.util.Locale.ROOT), 404, "There is no such proof.\n"),
        new Case(Method.GET, "/.well-known/acme-challenge/", 404, "There is no such proof.\n"),
        new Case(Method.GET, "/.well-known/acme-challenge/short", 404, "There is no such proof.\n"),
        new Case(Method.GET, "/.well-known/acme-challenge/" + "x".repeat(129), 404, "There is no such proof.\n"),
        new Case(Method.GET, "/.well-known/acme-challenge/../../" + TOKEN, 404, "There is no such proof.\n"),
        new Case(Method.GET, "/.well-known/acme-challenge/" + TOKEN + "\r\nX: y", 404, "There is no such proof.\n"),
        new Case(Method.GET, "/.well-known/mta-sts.txt", 301, ""),
        new Case(Method.GET, "/", 301, ""));

    @TestFactory Stream<DynamicTest> answers() {
        return CASES.stream().map(one -> DynamicTest.dynamicTest(one.method + " " + one.path.strip(), () -> {
            var reply = HERE.answer(new Asked(one.method, one.path, Fields.parse(""), Map.of("host", "mail.home.example"), new byte[0], InetAddress.getLoopbackAddress(), () -> {}));
            assertEquals(one.status, reply.status());
            assertEquals(one.body, new String(reply.body().bytes(0, 10_000, 10_000), StandardCharsets.US_ASCII));
        }));
    }
}
