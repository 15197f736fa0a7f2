package sigillo.backup;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.peers.Ports;
import sigillo.peers.Program;

/** Backups into a bucket of s3rver (its fork that checks signatures of version 4). */
@Tag("gate")
class S3TargetTest {
    private static final Path SERVER = Path.of("target/peers/s3/node_modules/@20minutes/s3rver").toAbsolutePath();
    /** Its listings have a cipher in them that today's OpenSSL calls old. */
    private static final String OLD_CIPHERS = "--openssl-legacy-provider";
    private static final String START = """
        const [server, port, directory] = process.argv.slice(1), S3rver = require(server)
        new S3rver({address: '127.0.0.1', port: +port, directory, silent: true, configureBuckets: [{name: 'backups'}]}).run()
        """;
    @TempDir Path folder;
    private final int port = Ports.free();
    private Program server;
    private House house;

    @BeforeEach void start() throws Exception {
        assumeTrue(Files.exists(SERVER), "s3rver is not installed (npm)");
        again();
        house = new House(folder);
        house.to = settings("S3RVER", "mail/of/home/");
    }

    private void again() {
        server = Program.start(folder.resolve("s3.log"), Map.of(), List.of("node", OLD_CIPHERS, "-e", START,
            SERVER.toString(), "" + port, folder.resolve("s3").toString()));
        Program.waitUntil("s3rver listens:\n" + server.printed(), Duration.ofSeconds(30), () -> isListening()
            || !server.isRunning());
        assertTrue(server.isRunning(), server.printed());
    }

    private boolean isListening() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    @AfterEach void stop() {
        if (server != null) server.close();
    }

    private TargetSettings.S3 settings(String secret, String prefix) {
        return new TargetSettings.S3("s3", "http://127.0.0.1:" + port, "backups", prefix, "us-east-1", "S3RVER",
            secret);
    }

    @Test void backupsGoAndComeBack() throws Exception {
        var first = house.backUp();
        assertTrue(first.proof().isPresent() && first.brought() > BackupLimits.PIECE_OCTETS);
        house.mail();
        house.retention = new Retention(1, 0, 0, 0);
        var second = house.backUp();
        assertTrue(second.brought() < 20_000 && second.proof().isPresent());
        assertEquals(1, house.backUp().removed());
        var verified = house.verify();
        assertEquals(List.of(), verified.findings());
        assertEquals(Census.of(house.store, House.SEED), house.restored(Optional.empty(), folder.resolve("back")));
        // nothing is left over, and what is damaged is named
        var pieces = new TreeMap<String, Long>();
        try (var target = house.to.open()) {
            target.list("pieces", 10_000, pieces::put);
            assertEquals(verified.pieces(), pieces.size());
            target.put("pieces/" + pieces.firstKey(), new byte[1_000]);
            target.delete("pieces/" + pieces.lastKey());
        }
        var findings = house.verify().findings().toString();
        assertTrue(findings.contains("piece " + pieces.firstKey() + " is damaged")
            && findings.contains("piece " + pieces.lastKey() + " is missing"), findings);
    }

    @Test void thingsArePutAndListedPageByPage() throws Exception {
        try (var target = settings("S3RVER", "").open()) {
            for (int i = 0; i < 1_005; i++) target.put("pieces/n" + i, new byte[i % 7 + 1]);
            target.put("pieces-of-others", new byte[1]);
            var listed = new TreeMap<String, Long>();
            target.list("pieces", 10_000, listed::put);
            assertEquals(1_005, listed.size());
            assertEquals(7L, listed.get("n6"));
            target.put("boxes/a b+c~é", new byte[] {1, 2, 3});
            assertArrayEquals(new byte[] {1, 2, 3}, target.get("boxes/a b+c~é", 3));
            assertThrows(Damaged.class, () -> target.get("boxes/a b+c~é", 2));
            assertThrows(NoSuchFileException.class, () -> target.get("boxes/none", 10));
            assertTrue(target.create("lock", new byte[1]));
            assertFalse(target.create("lock", new byte[2]));
            target.delete("lock");
            target.delete("lock");
            assertTrue(target.create("lock", new byte[2]));
        }
    }

    @Test void whoIsNotLetInIsTold() throws Exception {
        house.to = settings("another secret", "");
        var refused = assertThrows(IOException.class, house::backUp);
        assertTrue(refused.getMessage().contains("status 403, SignatureDoesNotMatch"), refused.getMessage());
        house.to = new TargetSettings.S3("s3", "http://127.0.0.1:" + port, "nowhere", "", "us-east-1", "S3RVER",
            "S3RVER");
        assertTrue(assertThrows(IOException.class, house::backUp).getMessage().contains("NoSuchBucket"));
        assertFalse(house.to.toString().contains("S3RVER"));
    }

    @Test void aServerThatIsAwayForAMomentIsWaitedFor() throws Exception {
        house.backUp();
        server.kill();
        var starting = Thread.ofPlatform().start(() -> {
            Program.pause(1_500);
            again();
        });
        house.mail();
        assertTrue(house.backUp().proof().isPresent());
        starting.join();
        assertEquals(Optional.empty(), house.state.failed().map(TargetState.Failure::why));
    }
}
