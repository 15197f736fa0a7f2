package sigillo.http2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.peers.Program;

/** What others have written against HTTP/2 speaks with ours: curl, nghttp and h2load (Debian: curl, nghttp2-client). */
@Tag("gate")
class RealClientsTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir static Path folder;
    private static Http2House house;

    @BeforeAll static void start() throws Exception { house = new Http2House(folder); }

    @AfterAll static void stop() { house.close(); }

    private static String run(String... command) {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/" + command[0])), command[0] + " is not installed");
        return Program.run(LIMIT, command).orFail().printed();
    }

    @Test void curl() throws Exception {
        var how = "%{http_version} %{http_code}";
        assertEquals("2 200", run("curl", "-sk", "--http2", "-o", folder.resolve("said").toString(), "-u", "a:b", "-w", how, house.url("/said?q=x")));
        assertTrue(Files.readString(folder.resolve("said")).contains("Basic YTpi"));
        assertEquals("1.1 200", run("curl", "-sk", "--http1.1", "-o", "/dev/null", "-w", how, house.url("/said")), "as before, for who does not ask for it");
        var file = folder.resolve("file");
        try (OutputStream out = Files.newOutputStream(file)) {
            new Http2House.Counted(5_000_000).writeTo(out);
        }
        assertEquals("received 5000000", run("curl", "-sk", "--http2", "-H", "Expect: 100-continue", "--data-binary", "@" + file, house.url("/upload")));
        assertEquals("2 200", run("curl", "-sk", "--http2", "-o", folder.resolve("big").toString(), "-w", how, house.url("/big")));
        var octets = Files.readAllBytes(folder.resolve("big"));
        var want = new byte[(int) Http2House.BIG_OCTETS];
        new Http2House.Counted(want.length).read(0, want, 0, want.length);
        assertTrue(Arrays.equals(want, octets));
    }

    @Test void nghttp() {
        var told = run("nghttp", "-nv", house.url("/said"), house.url("/big"), house.url("/nothing"));
        assertTrue(told.contains("The negotiated protocol: h2"), told);
        assertTrue(told.contains(":status: 200") && told.contains(":status: 204"), told);
        assertTrue(!told.contains("RST_STREAM"), told);
        var tooMuch = run("nghttp", "-nv", "--continuation", "-H", "x: y", house.url("/said")); // 21 KiB of fields
        // before it has heard that no table is kept, the rest of the connection could not be read
        assertTrue(tooMuch.contains(":status: 431") || tooMuch.contains("ENHANCE_YOUR_CALM"), tooMuch);
        var slow = run("nghttp", "-nv", "-w", "10", "-W", "10", house.url("/big"));
        assertTrue(slow.contains(":status: 200") && !slow.contains("recv GOAWAY"), "windows of 1,023 octets");
    }

    @Test void h2load() {
        var told = run("h2load", "-n", "2000", "-c", "4", "-m", "16", house.url("/said"));
        assertTrue(told.contains("2000 succeeded, 0 failed, 0 errored, 0 timeout"), told);
        assertTrue(run("h2load", "-n", "20", "-c", "2", "-m", "10", house.url("/big")).contains("20 succeeded, 0 failed"));
    }
}
