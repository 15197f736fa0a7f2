package sigillo.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.base.Octets;

/** Ranges and conditions: RFC 9110 sections 13 and 14, over ten octets. */
class RepresentationTest {
    private static final Representation TEN = new Representation("text/plain", Octets.of("0123456789".getBytes(StandardCharsets.US_ASCII)), "\"t\"");

    /** {@code fields}: name=value, with a bar between two. {@code range}: what the reply says of it. */
    record Case(String fields, int status, String body, String range) {}

    private static final Case[] CASES = {
        new Case("", 200, "0123456789", null),
        new Case("range=bytes=0-0", 206, "0", "bytes 0-0/10"), new Case("range=bytes=3-5", 206, "345", "bytes 3-5/10"),
        new Case("range=bytes=3-", 206, "3456789", "bytes 3-9/10"), new Case("range=bytes=-3", 206, "789", "bytes 7-9/10"),
        new Case("range=bytes=-30", 206, "0123456789", "bytes 0-9/10"), new Case("range=bytes=5-100", 206, "56789", "bytes 5-9/10"),
        new Case("range=BYTES= 1-1 ", 206, "1", "bytes 1-1/10"),
        new Case("range=bytes=2-99999999999999999999999999", 206, "23456789", "bytes 2-9/10"),
        new Case("range=bytes=10-", 416, "", "bytes */10"), new Case("range=bytes=-0", 416, "", "bytes */10"),
        new Case("range=bytes=99999999999999999999-", 416, "", "bytes */10"),
        new Case("range=bytes=0-1,3-4", 200, "0123456789", null), new Case("range=bytes=5-4", 200, "0123456789", null), new Case("range=bytes=-", 200, "0123456789", null),
        new Case("range=lines=1-2", 200, "0123456789", null), new Case("range=bytes=a-2", 200, "0123456789", null),
        new Case("range=bytes=1-1|if-range=\"t\"", 206, "1", "bytes 1-1/10"), new Case("range=bytes=1-1|if-range=\"u\"", 200, "0123456789", null),
        new Case("range=bytes=1-1|if-range=W/\"t\"", 200, "0123456789", null),
        new Case("range=bytes=1-1|if-range=Sat, 29 Oct 1994 19:43:31 GMT", 200, "0123456789", null),
        new Case("if-none-match=\"t\"", 304, "", null), new Case("if-none-match=\"a\", W/\"t\"", 304, "", null), new Case("if-none-match=*", 304, "", null),
        new Case("if-none-match=\"u\"", 200, "0123456789", null), new Case("range=bytes=1-1|if-none-match=\"t\"", 304, "", null)};

    private static Asked asked(Asked.Method method, String fields) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (var field : fields.split("\\|")) if (!field.isEmpty()) headers.put(field.substring(0, field.indexOf('=')), field.substring(field.indexOf('=') + 1));
        return new Asked(method, "/x", Fields.NONE, headers, new byte[0], InetAddress.getLoopbackAddress(), () -> { });
    }

    private static String text(Reply reply) throws IOException { return new String(reply.body().bytes(0, 100, 100), StandardCharsets.US_ASCII); }

    @TestFactory Stream<DynamicTest> asIsAsked() {
        return Arrays.stream(CASES).map(one -> DynamicTest.dynamicTest("[" + one.fields + "]", () -> {
            var reply = TEN.answer(asked(Asked.Method.GET, one.fields));
            assertEquals(one.status, reply.status());
            assertEquals(one.body, text(reply));
            assertEquals(one.range, reply.headers().get("Content-Range"));
            assertEquals("\"t\"", reply.headers().get("ETag"));
            assertEquals("bytes", reply.headers().get("Accept-Ranges"));
        }));
    }

    /** RFC 9110 section 14.2: of another method it is ignored. */
    @Test void headHasNoRange() { assertEquals(200, TEN.answer(asked(Asked.Method.HEAD, "range=bytes=1-1")).status()); }

    @Test void nothingHasNoRange() {
        var none = new Representation("text/plain", Octets.of(new byte[0]), "\"t\"");
        assertEquals("bytes */0", none.answer(asked(Asked.Method.GET, "range=bytes=0-")).headers().get("Content-Range"));
        assertEquals(416, none.answer(asked(Asked.Method.GET, "range=bytes=-1")).status());
    }

    /** Whatever is asked, there is an answer, and no octet beyond what there is. */
    @Test void isTotal() throws IOException {
        var random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            var field = new StringBuilder("bytes=3-5");
            for (int n = random.nextInt(5); n-- > 0; ) field.setCharAt(random.nextInt(field.length()), "0123456789-=,b \t\0".charAt(random.nextInt(17)));
            var reply = TEN.answer(asked(Asked.Method.GET, "range=" + field));
            assertNotNull(reply);
            assertTrue(reply.status() == 416 || "0123456789".contains(text(reply)), field.toString());
        }
    }
}
