package sigillo.scanners;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.scanners.Scanned.Advice;

/** What clamd, spamd and Rspamd say, true and lied. */
class ScannersTest {
    record Case(String said, Scanned want) {}

    private static final List<Case> CLAMD = List.of(
        new Case("stream: OK\0", new Scanned.Clean()),
        new Case("stream: Eicar-Test-Signature FOUND\0", new Scanned.Infected("Eicar-Test-Signature")),
        new Case("stream: Sigillo.Test.UNOFFICIAL(aa15bcf478d165efd2065190eb473bcb:544) FOUND\0", new Scanned.Infected("Sigillo.Test.UNOFFICIAL")),
        new Case("stream: \u001b[31m\r\n FOUND\0", new Scanned.Infected("?[31m??")),
        new Case("stream: " + "x".repeat(300) + " FOUND\0", new Scanned.Infected("x".repeat(100))),
        new Case("INSTREAM size limit exceeded. ERROR\0", new Scanned.Passed("it is larger than StreamMaxLength of clamd")),
        new Case("INSTREAM: Can't write to temporary file. ERROR\0", new Scanned.Failed("it said \"INSTREAM: Can't write to temporary file. ERROR\"")),
        new Case("stream: OK", new Scanned.Failed("it ended without an answer")),
        new Case("", new Scanned.Failed("it ended without an answer")),
        new Case("stream:  FOUND\0", new Scanned.Failed("it said \"stream:  FOUND\"")),
        new Case("HTTP/1.1 400 Bad Request\r\n\0", new Scanned.Failed("it said \"HTTP/1.1 400 Bad Request??\"")));

    private static final List<Case> SPAMD = List.of(
        new Case("SPAMD/1.1 0 EX_OK\r\nContent-length: 12\r\nSpam: True ; 1000.0 / 5.0\r\n\r\nGTUBE,MISSED", rated(1000, 5, Advice.SPAM, "GTUBE", "MISSED")),
        new Case("SPAMD/1.1 0 EX_OK\r\nContent-length: 2\r\nSpam: False ; -1.9 / 5.0\r\n\r\n\r\n", rated(-1.9, 5, Advice.TAKE)),
        new Case("SPAMD/1.1 0 EX_OK\nspam: no ; 0/5\n\n", rated(0, 5, Advice.TAKE)),
        new Case("SPAMD/1.1 0 EX_OK\r\nSpam: True ; 10000000.0 / 5.0\r\n\r\n", new Scanned.Failed("its answer does not say what it makes of it")),
        new Case("SPAMD/1.1 0 EX_OK\r\nSpam: True ; NaN / 5.0\r\n\r\n", new Scanned.Failed("its answer does not say what it makes of it")),
        new Case("SPAMD/1.0 74 EX_IOERR\r\n\r\n", new Scanned.Failed("it said \"74 EX_IOERR\"")),
        new Case("SPAMD/1.1 0 EX_OK\r\nSpam: Tru", new Scanned.Failed("its answer breaks off")),
        new Case("", new Scanned.Failed("it ended without an answer")),
        new Case("220 mail.example ESMTP\r\n", new Scanned.Failed("it does not speak as spamd does")));

    private static final List<Case> RSPAMD = List.of(
        new Case(http("{\"score\":7.5,\"required_score\":15.0,\"action\":\"add header\",\"symbols\":{\"A\":{\"score\":1},\"B\":{\"score\":5.5},\"C\":{\"score\":-2}}}"),
            rated(7.5, 15, Advice.SPAM, "B", "A")),
        new Case(http("{\"score\":99,\"required_score\":15,\"action\":\"reject\"}"), rated(99, 15, Advice.REFUSE)),
        new Case(http("{\"score\":1,\"required_score\":15,\"action\":\"soft reject\"}"), rated(1, 15, Advice.DEFER)),
        new Case(http("{\"score\":1e308,\"required_score\":-1e999,\"action\":7}"), rated(100_000, 0, Advice.TAKE)),
        new Case(http("{\"is_skipped\":true,\"score\":0}"), new Scanned.Passed("the rules of Rspamd leave it out")),
        // Rspamd 3.4 calls a message skipped that GTUBE decides
        new Case(http("{\"is_skipped\":true,\"score\":15.0,\"required_score\":15.0,\"action\":\"reject\"}"), rated(15, 15, Advice.REFUSE)),
        new Case(http("{\"score\":\"many\"}"), new Scanned.Failed("its answer has no score")),
        new Case(http("[".repeat(1_000)), new Scanned.Failed("its JSON is broken")),
        new Case("HTTP/1.1 403 Forbidden\r\nContent-Length: 26\r\n\r\n{\"error\":\"Unauthorized.\"}\n", new Scanned.Failed("it said 403, \"Unauthorized.\"")),
        new Case("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{}", new Scanned.Failed("its answer breaks off")),
        new Case("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n{}", new Scanned.Failed("its answer has no length")),
        new Case("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"sco\r\n6;x=y\r\nre\":3}\r\n0\r\n\r\n", rated(3, 0, Advice.TAKE)),
        new Case("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffff\r\n{", new Scanned.Failed("its answer breaks off")),
        new Case("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n{", new Scanned.Failed("a chunk of its answer has no size")),
        new Case("HTTP/1.1 200 OK\r\n\r\n{\"score\":3}", rated(3, 0, Advice.TAKE)),
        new Case("SSH-2.0-OpenSSH\r\n\r\n", new Scanned.Failed("it does not speak HTTP")));

    @TestFactory Stream<DynamicTest> clamd() { return cases(CLAMD, Clamd::parse); }

    @TestFactory Stream<DynamicTest> spamd() { return cases(SPAMD, Spamd::parse); }

    @TestFactory Stream<DynamicTest> rspamd() { return cases(RSPAMD, octets -> Rspamd.parse(HttpAnswer.of(octets, true))); }

    private interface Parse { Scanned of(byte[] octets); }

    private static Stream<DynamicTest> cases(List<Case> cases, Parse parse) {
        return cases.stream().map(c -> DynamicTest.dynamicTest(shown(c.said), () -> assertEquals(c.want, parse.of(latin(c.said)))));
    }

    /** The end of an answer is seen as it comes, octet by octet, and never before. */
    @TestFactory Stream<DynamicTest> theEndOfHttpIsSeen() {
        return RSPAMD.stream().filter(c -> c.want instanceof Scanned.Rated && !c.said.contains("OK\r\n\r\n"))
            .map(c -> DynamicTest.dynamicTest(shown(c.said), () -> {
                var end = new HttpEnd();
                var octets = latin(c.said);
                for (int count = 0; count < octets.length; count++) assertFalse(end.isWhole(octets, count), "at " + count);
                assertTrue(end.isWhole(octets, octets.length));
            }));
    }

    /** Nothing that a sender says of himself becomes a field of the question. */
    @Test void questionsHoldWhatIsToldAndNoMore() {
        var about = new Rspamd.About("192.0.2.1", "mail\r\nUser: root", "a\r\nPass: all@x.example", List.of("b@home.example"), "abc");
        assertEquals("POST /checkv2 HTTP/1.1\r\nHost: rspamd\r\nConnection: close\r\nContent-Length: 5\r\nIP: 192.0.2.1\r\nHelo: mail??User: root\r\n"
            + "From: <a??Pass: all@x.example>\r\nRcpt: <b@home.example>\r\nQueue-Id: abc\r\n\r\n", new String(Rspamd.check(about, 5), StandardCharsets.UTF_8));
    }

    @TestFactory Stream<DynamicTest> isTotal() {
        return Stream.of(1L, 2L, 3L).map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
            var random = new Random(seed);
            var all = Stream.of(CLAMD, SPAMD, RSPAMD).flatMap(List::stream).map(Case::said).toList();
            for (int i = 0; i < 5_000; i++) {
                var octets = latin(all.get(random.nextInt(all.size())));
                for (int n = random.nextInt(5); n > 0 && octets.length > 0; n--) octets[random.nextInt(octets.length)] = (byte) "\0 5;/:\r\n{}\"".charAt(random.nextInt(11));
                octets = Arrays.copyOf(octets, random.nextInt(octets.length + 1));
                for (var parsed : parsed(octets)) assertNotNull(parsed);
                new HttpEnd().isWhole(octets, octets.length);
            }
        }));
    }

    static List<Scanned> parsed(byte[] octets) {
        return List.of(Clamd.parse(octets), Spamd.parse(octets), Rspamd.parse(HttpAnswer.of(octets, true)), Rspamd.parse(HttpAnswer.of(octets, false)));
    }

    static List<byte[]> samples() { return Stream.of(CLAMD, SPAMD, RSPAMD).flatMap(List::stream).map(c -> latin(c.said)).toList(); }

    private static Scanned.Rated rated(double points, double threshold, Advice advice, String... signs) {
        return new Scanned.Rated(points, threshold, advice, List.of(signs));
    }

    private static String http(String json) { return "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: " + json.length() + "\r\n\r\n" + json; }

    private static byte[] latin(String text) { return text.getBytes(StandardCharsets.ISO_8859_1); }

    private static String shown(String said) {
        var clean = said.replaceAll("[^ -~]+", " ");
        return "\"" + clean.substring(0, Math.min(90, clean.length())) + "\"";
    }
}
