package sigillo.scanners;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sigillo.Fuzz;

@Tag("long")
class FuzzTest {
    private static final List<byte[]> PIECES = Stream.of("\0", " FOUND\0", "\r\n\r\n", "SPAMD/1.1 0 EX_OK\r\n", "Spam: True ; 5 / 5", "HTTP/1.1 200 OK\r\n",
        "Content-Length: 3\r\n", "Transfer-Encoding: chunked\r\n", "{\"score\":1", "\"symbols\":{", "1e999", "[", "}").map(Fuzz::octets).toList();

    @Test void whatTheySay() { assertTrue(Fuzz.run("scanners", ScannersTest.samples(), PIECES, FuzzTest::kind) > 0); }

    private static String kind(byte[] octets, Random random) {
        var kinds = new StringBuilder();
        for (var one : ScannersTest.parsed(octets)) kinds.append(one.getClass().getSimpleName()).append(one instanceof Scanned.Failed(var why) ? why.length() : 0);
        return kinds.append(new HttpEnd().isWhole(octets, octets.length)).toString();
    }
}
