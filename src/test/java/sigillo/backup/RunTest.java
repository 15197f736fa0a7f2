package sigillo.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.sealing.Randomness;

/** Backups into a real folder: what is brought over, what comes back, and what a stop at any step leaves. */
class RunTest {
    @TempDir Path folder;
    private House house;

    @BeforeEach void house() throws IOException { house = new House(folder); }

    @Test void onlyWhatIsNewIsBroughtOver() throws Exception {
        var first = house.backUp();
        assertTrue(first.brought() > BackupLimits.PIECE_OCTETS);
        assertEquals(1, first.proof().orElseThrow().rows());
        house.mail();
        var second = house.backUp();
        assertTrue(second.brought() < 20_000, "brought " + second.brought());
        assertEquals(2, second.proof().orElseThrow().rows());
        var third = house.backUp();
        assertEquals(0, third.brought());
    }

    @Test void whatIsKnownUnderAnotherNameIsNotBroughtAgain() throws Exception {
        house.backUp();
        Files.copy(house.large, house.large.resolveSibling("again"));
        Files.move(house.large.resolveSibling("again"), house.large,
            java.nio.file.StandardCopyOption.REPLACE_EXISTING); // another inode
        assertEquals(0, house.backUp().brought());
    }

    @Test void eachBackupComesBackAsItWas() throws Exception {
        var then = Census.of(house.store, House.SEED);
        house.backUp();
        house.mail();
        house.backUp();
        assertEquals(then, house.restored(Optional.of(1L), folder.resolve("back1")));
        assertEquals(Census.of(house.store, House.SEED), house.restored(Optional.empty(), folder.resolve("back2")));
        assertEquals(-1, Files.mismatch(house.large, folder.resolve("back2/tables/000001.sst")));
    }

    @Test void theKeysOpenByTheRecoveryKeyOnly() throws Exception {
        house.backUp();
        try (var reader = BackupReader.open(house.settings(), house.recovery.forServer(),
            Optional.of(house.recovery))) {
            var restored = reader.restore(Optional.empty(), folder.resolve("back"));
            assertEquals("the key of this moment", new String(restored.box().get(StoreSource.KEY).orElseThrow(),
                StandardCharsets.US_ASCII));
        }
        var box = Files.readAllBytes(house.target.resolve("boxes/0000000001"));
        var other = RecoveryKey.random(Randomness.secure());
        assertThrows(Damaged.class, () -> Box.open(other, 1, box));
        assertThrows(Damaged.class, () -> Box.open(house.recovery, 2, box));
        var refused = assertThrows(IOException.class,
            () -> BackupReader.open(house.settings(), other.forServer(), Optional.of(other)));
        assertTrue(refused.getMessage().contains("for another recovery key (" + house.key.fingerprint() + ")"),
            refused.getMessage());
    }

    /** Nothing of what is backed up, no name and no key, is found in what lies at the target. */
    @Test void nothingIsReadableAtTheTarget() throws Exception {
        house.backUp();
        try (var all = Files.walk(house.target)) {
            for (var file : all.filter(Files::isRegularFile).toList()) {
                var text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                for (var word : List.of("the key of this moment", "row0", "one.key", "000001.sst", "memory")) {
                    assertFalse(text.contains(word), word + " in " + file);
                    assertFalse(file.toString().contains(word));
                }
            }
        }
    }

    /**
     * Whichever step of a run is its last one, done or not: what there was stays whole, and the next run is as if
     * nothing were.
     */
    @Tag("gate") @Test void aRunThatStopsAnywhereHarmsNothing() throws Exception {
        house.retention = new Retention(2, 0, 0, 0);
        house.backUp();
        int stopped = 0;
        for (boolean isDone : new boolean[] {false, true}) {
            for (int step = 0; ; step++) {
                house.mail();
                var left = new AtomicInteger(step);
                boolean ended = run(breaking(left, isDone));
                assertEquals(List.of(), house.verify().findings(), "after step " + step);
                if (ended && left.get() >= 0) break;
                stopped++;
                if (step % 3 != 0) continue; // several may stop one after the other
                var whole = house.backUp();
                assertTrue(whole.proof().isPresent());
                assertEquals(List.of(), house.verify().findings());
                assertEquals(Census.of(house.store, House.SEED), house.restored(Optional.empty(),
                    folder.resolve("back" + isDone + step)));
            }
        }
        assertTrue(stopped > 30, stopped + " steps were the last");
        house.backUp();
        assertEquals(2, house.verify().backups().size());
        assertEquals(house.verify().pieces(), house.pieces().size(), "nothing is left over");
        // the last step is the lock's
        house.wrong.removeIf(sentence -> sentence.matches("the lock of .* stays until the next backup of this server: "
            + "the connection is lost"));
        assertEquals(List.of(), house.wrong);
    }

    private boolean run(TargetSettings to) {
        try {
            house.backUp(to, "server 1");
            return true;
        } catch (IOException lost) {
            assertTrue(lost.getMessage().contains("the connection is lost"), lost.getMessage());
            return false;
        }
    }

    private TargetSettings breaking(AtomicInteger left, boolean isDone) {
        return opened(target -> new BreakingTarget(target, left, isDone));
    }

    private TargetSettings opened(UnaryOperator<Target> as) {
        return new TargetSettings() {
            @Override public String name() { return "disk"; }

            @Override public String place() { return house.target.toString(); }

            @Override public Target open() throws IOException { return as.apply(new FolderTarget(house.target)); }
        };
    }

    /** What fails when the lock is given back hides neither why a run failed nor that a backup is made. */
    @Test void aLockThatStaysIsNotTheStory() throws Exception {
        var made = house.backUp(opened(target -> new FailingTarget(target, "delete lock")), "server 1");
        assertTrue(made.proof().isPresent());
        assertTrue(house.wrong.getFirst().contains("stays until the next backup of this server: delete lock fails"),
            house.wrong.toString());
        house.mail();
        var lost = assertThrows(IOException.class, () -> house.backUp(
            opened(target -> new FailingTarget(target, "put manifests/0000000002", "delete lock")), "server 1"));
        assertEquals("put manifests/0000000002 fails", lost.getMessage());
        assertEquals("delete lock fails", lost.getSuppressed()[0].getMessage());
        assertTrue(house.backUp().proof().isPresent());
        assertFalse(Files.exists(house.target.resolve("lock")));
    }

    @Test void whatIsCutOffInTheMiddleOfAPieceIsNone() throws Exception {
        Files.createDirectory(house.target.resolve("pieces"));
        Files.write(house.target.resolve("pieces/.0b1f5a3e.part"), new byte[1_000]);
        assertTrue(house.backUp().proof().isPresent());
    }

    @Test void twoServersDoNotWriteAtOnce() throws Exception {
        house.backUp();
        Files.writeString(house.target.resolve("lock"), "server 2");
        var refused = assertThrows(IOException.class, house::backUp);
        assertTrue(refused.getMessage().contains("another server writes to"), refused.getMessage());
        Files.writeString(house.target.resolve("lock"), "server 1"); // our own, of a run that was killed
        house.backUp();
        assertFalse(Files.exists(house.target.resolve("lock")));
    }

    /** As a disk that was full left it: nobody's, or ours. */
    @Test void aLockThatIsCutOffIsTakenOver() throws Exception {
        house.backUp();
        for (var left : List.of("", "serv")) {
            Files.writeString(house.target.resolve("lock"), left);
            assertTrue(house.backUp().proof().isPresent());
            assertFalse(Files.exists(house.target.resolve("lock")));
        }
        Files.writeString(house.target.resolve("lock"), "another s"); // cut off, but not ours
        assertThrows(IOException.class, house::backUp);
    }

    /** One that is being written meanwhile is somebody's. */
    @Test void aLockThatBecomesWholeIsNotTakenOver() throws Exception {
        house.backUp();
        var lock = Files.createFile(house.target.resolve("lock"));
        var repository = new Repository(new FolderTarget(house.target), house.key);
        var refused = assertThrows(IOException.class, () -> repository.lock("server 1", written(lock, 1)));
        assertTrue(refused.getMessage().contains("another server writes to"), refused.getMessage());
        Files.write(lock, new byte[0]);
        refused = assertThrows(IOException.class, () -> repository.lock("server 1", written(lock, 2)));
        assertTrue(refused.getMessage().contains("another server has begun to write to"), refused.getMessage());
        assertEquals("server 2", Files.readString(lock));
    }

    /** Another server writes it in the wait of that number. */
    private static Stopping written(Path lock, int wait) {
        var waits = new AtomicInteger();
        return _ -> {
            try {
                if (waits.incrementAndGet() == wait) Files.writeString(lock, "server 2");
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            return false;
        };
    }

    /** Whoever looks sees nothing or all of it. */
    @Test void whatIsMadeOnceIsThereWholeAtOnce() throws Exception {
        var target = new FolderTarget(house.target);
        var octets = new byte[8 << 20];
        for (int i = 0; i < 5; i++) {
            var making = Thread.ofPlatform().start(() -> assertTrue(made(target, octets)));
            while (making.isAlive()) {
                var lock = house.target.resolve("lock").toFile();
                long seen = lock.length(); // 0 when it is not there
                assertTrue(seen == 0 && !lock.exists() || lock.length() == octets.length, "seen " + seen);
            }
            making.join();
            assertFalse(target.create("lock", new byte[1]));
            target.delete("lock");
        }
        try (var left = Files.list(house.target)) {
            assertEquals(0, left.count());
        }
    }

    private static boolean made(Target target, byte[] octets) {
        try {
            return target.create("lock", octets);
        } catch (IOException e) {
            return false;
        }
    }

    @Test void aDiskThatIsNotThereIsNotWrittenTo() throws Exception {
        house.backUp();
        var away = Files.move(house.target, folder.resolve("away"));
        assertTrue(assertThrows(IOException.class, house::backUp).getMessage().contains("is the disk there?"));
        Files.createDirectory(house.target); // the place where it is mounted
        assertTrue(assertThrows(IOException.class, house::backUp).getMessage().contains("is the right disk there?"));
        Files.delete(house.target);
        Files.move(away, house.target);
        assertEquals(2, house.backUp().number());
    }

    @Test void anOlderStateOfTheTargetIsNoticed() throws Exception {
        house.backUp();
        house.backUp();
        Files.delete(house.target.resolve("manifests/0000000002"));
        house.backUp();
        assertEquals(1, house.wrong.size());
        assertTrue(house.wrong.getFirst().contains("backup 2 in"), house.wrong.getFirst());
        assertEquals(List.of(1L, 3L), house.verify().backups());
    }

    @Test void whatIsDamagedIsBroughtAnew() throws Exception {
        house.backUp();
        var random = new Random(5);
        for (var piece : house.pieces()) flip(piece, random);
        var failed = assertThrows(Damaged.class, house::backUp);
        assertTrue(failed.getMessage().startsWith("the proof failed: backup 2 in "), failed.getMessage());
        assertTrue(house.backUp().proof().isPresent());
        assertEquals(List.of(), house.verify().findings());
    }

    /** It is found out before hours were spent on it. */
    @Test void aStoreThatIsTooLargeIsRefusedBeforeAnythingIsBroughtOver() throws Exception {
        try (var file = new java.io.RandomAccessFile(house.large.toFile(), "rw")) {
            file.setLength(300L << 30); // a hole
        }
        var refused = assertThrows(IOException.class, house::backUp);
        assertTrue(refused.getMessage().matches("the store has 3221\\d+ octets, and the list of its pieces would have "
            + "49\\d+ instead of 4194304: nothing was brought over"), refused.getMessage());
        assertFalse(Files.exists(house.target.resolve("pieces")));
    }

    /** Not the first of them only: what is told has a bound, and says how much it leaves out. */
    @Test void muchThatIsDamagedIsCounted() throws Exception {
        house.backUp();
        for (int i = 0; i < 150; i++) Files.createFile(house.target.resolve("manifests/" + (1_000_000_002L + i)));
        for (var piece : house.pieces()) flip(piece, new Random(2));
        var found = house.verify();
        assertEquals(101, found.findings().size());
        assertEquals("and " + (50 + house.pieces().size()) + " more", found.findings().getLast());
        assertThrows(Damaged.class, house::backUp);
        assertEquals(150, house.wrong.size());
        assertEquals(List.of(1L, 2L), house.verify().backups());
    }

    @Test void aFolderWithoutEndIsNotListenedTo() throws Exception {
        var target = new FolderTarget(house.target);
        Files.createDirectory(house.target.resolve("pieces"));
        for (int i = 0; i < 10; i++) {
            Files.createFile(house.target.resolve("pieces/." + i + ".part"));
            Files.createDirectory(house.target.resolve("pieces/folder" + i));
            Files.createFile(house.target.resolve("pieces/" + i));
        }
        var listed = new AtomicInteger();
        target.list("pieces", 30, (_, _) -> listed.incrementAndGet());
        assertEquals(20, listed.get());
        var refused = assertThrows(IOException.class, () -> target.list("pieces", 29, (_, _) -> { }));
        assertTrue(refused.getMessage().contains("has more than 29 things in pieces"), refused.getMessage());
    }

    /** What numbers go on from depends on whether there may have been another life after this backup. */
    @Test void aBackupThatWasRestoredBeforeIsKnown() throws Exception {
        house.backUp();
        house.backUp();
        assertFalse(isAgain(2), "the newest, for the first time");
        assertTrue(isAgain(1), "there is a newer one");
        try (var reader = BackupReader.open(opened(target -> new FailingTarget(target, "put restored")), house.key,
            Optional.of(house.recovery))) {
            assertFalse(reader.noteRestored(house.now));
        }
        assertFalse(isAgain(2), "none was noted");
        try (var reader = house.reader()) {
            assertTrue(reader.noteRestored(house.now.plusSeconds(60)));
        }
        assertTrue(isAgain(2));
        var noted = Optional.of(house.now.plusSeconds(60));
        assertEquals(noted, before());
        house.backUp();
        assertFalse(isAgain(3), "one of the server that came back");
        assertTrue(isAgain(2));
        assertEquals(noted, before());
        for (var note : List.of("what is that?", "0000000002 99999999999", "0000000002 -1")) {
            Files.writeString(house.target.resolve("restored"), note);
            assertTrue(isAgain(3));
            assertEquals(Optional.empty(), before(), "no number goes on from what is not believed");
        }
        Files.writeString(house.target.resolve("restored"), "0000000002\n"); // of an earlier release
        assertFalse(isAgain(3));
        assertTrue(isAgain(2));
    }

    private boolean isAgain(long number) throws IOException {
        try (var reader = house.reader()) {
            var restored = reader.restore(Optional.of(number), folder.resolve("again" + System.nanoTime()));
            restored.box().close();
            assertEquals(house.now, restored.latest());
            return restored.again();
        }
    }

    private Optional<Instant> before() throws IOException {
        try (var reader = house.reader()) {
            var restored = reader.restore(Optional.empty(), folder.resolve("before" + System.nanoTime()));
            restored.box().close();
            return restored.before();
        }
    }

    static void flip(Path file, Random random) throws IOException {
        var octets = Files.readAllBytes(file);
        octets[random.nextInt(octets.length)] ^= (byte) (1 << random.nextInt(8));
        Files.write(file, octets);
    }
}
