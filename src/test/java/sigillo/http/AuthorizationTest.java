package sigillo.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What is taken out of header fields, however it comes in pieces. */
class AuthorizationTest {
    /** {@code left}: what others read. */
    record Case(String name, String head, String value, String left) {}

    private static final Case[] CASES = {
        new Case("one", "GET / HTTP/1.1\r\nAuthorization: Basic abc\r\nHost: x\r\n\r\n", " Basic abc", "GET / HTTP/1.1\r\nAuthorization:xxxxxxxxxx\r\nHost: x\r\n\r\n"),
        new Case("small, and the last", "GET / HTTP/1.1\nhost: x\nauthorization:Bearer t\n\n", "Bearer t", "GET / HTTP/1.1\nhost: x\nauthorization:xxxxxxxx\n\n"),
        new Case("none", "GET /authorization: HTTP/1.1\r\nX-Authorization: y\r\nProxy: authorization: z\r\n\r\n", "",
            "GET /authorization: HTTP/1.1\r\nX-Authorization: y\r\nProxy: authorization: z\r\n\r\n"),
        new Case("two are nobody's", "GET / HTTP/1.1\r\nAuthorization: a\r\nAUTHORIZATION: b\r\n\r\n", "", "GET / HTTP/1.1\r\nAuthorization:xx\r\nAUTHORIZATION:xx\r\n\r\n"),
        new Case("a body is left alone", "POST / HTTP/1.1\r\nAuthorization: a\r\n\r\nauthorization: b\r\n\r\nauthorization: c\r\n", " a",
            "POST / HTTP/1.1\r\nAuthorization:xx\r\n\r\nauthorization: b\r\n\r\nauthorization: c\r\n"),
        new Case("another name that begins alike", "GET / HTTP/1.1\r\nAuthorization-Info: a\r\nAuthorizatio: b\r\n\r\n", "", "GET / HTTP/1.1\r\nAuthorization-Info: a\r\nAuthorizatio: b\r\n\r\n")};

    /** Whole, octet by octet, and in pieces of any length. */
    @TestFactory Stream<DynamicTest> isTakenOut() {
        return Arrays.stream(CASES).map(one -> DynamicTest.dynamicTest(one.name, () -> {
            var random = new Random(1);
            for (int most = 1; most <= one.head.length(); most++) {
                var all = one.head.getBytes(StandardCharsets.US_ASCII);
                var authorization = new Authorization();
                for (int at = 0; at < all.length; ) {
                    int n = Math.min(all.length - at, 1 + random.nextInt(most));
                    var piece = Arrays.copyOfRange(all, at, at + n);
                    authorization.take(piece);
                    System.arraycopy(piece, 0, all, at, n);
                    at += n;
                }
                assertEquals(one.left, new String(all, StandardCharsets.US_ASCII));
                assertEquals(one.value, new String(authorization.value(), StandardCharsets.US_ASCII));
                assertEquals(one.left.contains(":x"), authorization.isTaken());
            }
        }));
    }

    @Test void theNextRequestBeginsAnew() {
        var authorization = new Authorization();
        authorization.take("GET / HTTP/1.1\r\nAuthorization: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        authorization.clear();
        assertArrayEquals(new byte[0], authorization.value());
        var next = "GET / HTTP/1.1\r\nAuthorization: b\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        authorization.take(next);
        assertEquals(" b", new String(authorization.value(), StandardCharsets.US_ASCII));
    }

    /** RFC 9110 section 11.4. */
    @Test void credentialsAreASchemeAndTheRest() {
        record Said(String field, String scheme, String rest) {}
        for (var one : new Said[] {new Said(" Basic  YTpi \t", "Basic", "YTpi"), new Said("bearer t", "bearer", "t"), new Said("", "", ""), new Said("Negotiate", "Negotiate", ""),
                new Said("x".repeat(41) + " y", "", "y")}) {
            var credentials = Credentials.of(one.field.getBytes(StandardCharsets.US_ASCII));
            assertEquals(one.scheme + "|" + one.rest, credentials.scheme() + "|" + new String(credentials.rest(), StandardCharsets.US_ASCII));
            credentials.close();
            assertArrayEquals(new byte[one.rest.length()], credentials.rest());
        }
    }
}
