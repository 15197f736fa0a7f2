package sigillo.backup;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.peers.Program;
import sigillo.peers.SshdPeer;

/** Backups over sftp, into a folder that Debian's sshd serves. */
@Tag("gate")
class SftpTargetTest {
    @TempDir Path folder;
    private SshdPeer sshd;
    private House house;

    @BeforeEach void start() throws Exception {
        assumeTrue(SshdPeer.isInstalled(), "openssh-server is not installed");
        sshd = SshdPeer.start(folder);
        house = new House(folder);
        house.to = settings("client", sshd.fingerprint("host"), house.target.toString());
    }

    @AfterEach void stop() {
        if (sshd != null) sshd.close();
    }

    private TargetSettings.Sftp settings(String key, String hostKey, String path) {
        return new TargetSettings.Sftp("nas", sshd.user(), "127.0.0.1", sshd.port(), path, hostKey,
            Optional.of(sshd.key(key)), Optional.empty());
    }

    @Test void backupsGoAndComeBack() throws Exception {
        var first = house.backUp();
        assertTrue(first.proof().isPresent() && first.brought() > BackupLimits.PIECE_OCTETS);
        house.mail();
        house.retention = new Retention(1, 0, 0, 0);
        var second = house.backUp();
        assertTrue(second.brought() < 20_000 && second.proof().isPresent());
        var third = house.backUp();
        assertEquals(1, third.removed());
        assertEquals(List.of(), house.verify().findings());
        assertEquals(Census.of(house.store, House.SEED), house.restored(Optional.empty(), folder.resolve("back")));
        var piece = house.pieces().getFirst();
        RunTest.flip(piece, new Random(1));
        assertTrue(house.verify().findings().getFirst().contains("piece " + piece.getFileName() + " is damaged"));
        assertFalse(Files.exists(house.target.resolve("lock")));
        try (var all = Files.walk(house.target)) {
            assertTrue(all.noneMatch(file -> file.toString().endsWith(".part")));
        }
    }

    @Test void thingsArePutWholeAndMadeOnce() throws Exception {
        try (var target = house.to.open()) {
            var octets = new byte[300_000];
            new Random(3).nextBytes(octets);
            target.put("pieces/a", octets);
            target.put("pieces/a", new byte[] {1, 2, 3});
            assertArrayEquals(new byte[] {1, 2, 3}, target.get("pieces/a", 3));
            target.put("pieces/b", octets);
            assertArrayEquals(octets, target.get("pieces/b", 300_000));
            assertThrows(Damaged.class, () -> target.get("pieces/b", 299_999));
            assertThrows(NoSuchFileException.class, () -> target.get("pieces/none", 10));
            assertTrue(target.create("lock", new byte[1]));
            assertFalse(target.create("lock", new byte[2]));
            assertEquals(1, target.get("lock", 10).length);
            target.delete("pieces/a");
            target.delete("pieces/a");
            var listed = new TreeMap<String, Long>();
            target.list("pieces", 10_000, listed::put);
            assertEquals("{b=300000}", listed.toString());
            target.list("pieces", 1, listed::put);
            target.put("pieces/c", octets);
            assertTrue(assertThrows(IOException.class, () -> target.list("pieces", 1, (_, _) -> { })).getMessage()
                .contains("has more than 1 things in pieces"));
            target.list("nowhere", 10, (_, _) -> { throw new AssertionError(); });
        }
    }

    /** Who answers in its place gets nothing, and is named. */
    @Test void anotherMachineIsNotWrittenTo() throws Exception {
        var refused = assertThrows(IOException.class,
            () -> settings("client", sshd.fingerprint("client"), house.target.toString()).open());
        assertTrue(refused.getMessage().contains("has the host key " + sshd.fingerprint("host") + " and not "
            + sshd.fingerprint("client")), refused.getMessage());
        var stranger = assertThrows(IOException.class,
            () -> settings("stranger", sshd.fingerprint("host"), house.target.toString()).open());
        assertTrue(stranger.getMessage().startsWith("sftp://" + sshd.user() + "@127.0.0.1:"), stranger.getMessage());
        var nowhere = assertThrows(IOException.class,
            () -> settings("client", sshd.fingerprint("host"), folder + "/none").open());
        assertTrue(nowhere.getMessage().contains("there is no folder " + folder + "/none"), nowhere.getMessage());
        var noKey = assertThrows(IOException.class,
            () -> settings("config", sshd.fingerprint("host"), house.target.toString()).open());
        assertTrue(noKey.getMessage().contains("private key"), noKey.getMessage());
        try (var files = Files.list(house.target)) {
            assertEquals(0, files.count());
        }
    }

    /** The server goes away while pieces are under way; the next run goes on where this one was. */
    @Test void aLostConnectionIsGoneOnFrom() throws Exception {
        house.backUp();
        for (int i = 0; i < 3; i++) house.mail();
        var octets = Files.readAllBytes(house.large);
        Files.delete(house.large);
        for (int i = 0; i < octets.length; i += 1000) octets[i]++;
        Files.write(house.large, octets);
        long before = house.pieces().size();
        var killer = Thread.ofPlatform().start(() -> {
            Program.waitUntil("a piece is under way", Duration.ofSeconds(30), () -> isMore(before));
            sshd.kill();
        });
        try {
            house.backUp();
        } catch (IOException lost) {
            assertFalse(lost.getMessage().isEmpty());
        }
        killer.join();
        sshd.again();
        assertEquals(List.of(), house.verify().findings());
        var next = house.backUp();
        assertTrue(next.proof().isPresent());
        assertEquals(Census.of(house.store, House.SEED), house.restored(Optional.empty(), folder.resolve("back")));
    }

    private boolean isMore(long before) {
        try (var all = Files.list(house.target.resolve("pieces"))) {
            return all.count() > before;
        } catch (IOException e) {
            return false;
        }
    }
}
