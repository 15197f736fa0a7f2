package sigillo.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.base.LoggedAlarms;
import sigillo.peers.Program;

/** Several targets of one server: each in its turn, with a state and an alarm of its own. */
class BackupsTest {
    @TempDir Path folder;
    private final LoggedAlarms alarms = new LoggedAlarms();
    private House house;
    private Path data;

    @BeforeEach void house() throws IOException {
        house = new House(folder);
        data = Files.createDirectories(folder.resolve("data"));
        Files.createDirectory(data.resolve("keys"));
    }

    private void key() throws IOException { Files.write(data.resolve("keys").resolve(BackupKey.FILE),
        house.key.encode()); }

    private Backups backups(Duration every, Path... targets) {
        return backups(every, new StoreSource(house.store, house.large), targets);
    }

    private Backups backups(Duration every, Source source, Path... targets) {
        var settings = List.of(targets).stream()
            .map(target -> (TargetSettings) new TargetSettings.Folder(target.getFileName().toString(), target))
                .toList();
        return new Backups(new BackupSettings(every, new Retention(2, 0, 0, 0), true, settings), data,
            data.resolve("keys"), source, InstantSource.system(), alarms);
    }

    @Test void oneThatFailsDoesNotHurtTheOthers() throws Exception {
        key();
        var one = Files.createDirectory(folder.resolve("one"));
        var two = Files.createDirectory(folder.resolve("two"));
        try (var backups = backups(Duration.ofDays(1), one, folder.resolve("gone"), two)) {
            var outcomes = backups.now(Optional.empty());
            assertEquals(List.of(true, false, true), outcomes.stream().map(Backups.Outcome::done).toList());
            assertEquals(Set.of("backup/gone"), alarms.standing().keySet());
            assertTrue(alarms.standing().get("backup/gone").contains("is the disk there?"));
            assertTrue(backups.lines().get(0).proven().isPresent() && backups.lines().get(2).proven().isPresent());
            assertTrue(backups.lines().get(1).made().isEmpty() && backups.lines().get(1).failed().isPresent());
            Files.createDirectory(folder.resolve("gone"));
            assertTrue(backups.now(Optional.of("gone")).getFirst().done());
            assertEquals(Set.of(), alarms.standing().keySet());
            assertEquals(1, backups.list("gone").size());
            assertFalse(backups.has("other"));
        }
        // what is remembered outlives the process
        assertEquals(Optional.of(1L), backups(Duration.ofDays(1), one).lines().getFirst().backup());
        try (var scratch = Files.list(data.resolve("backup"))) {
            assertTrue(scratch.noneMatch(Files::isDirectory), "nothing is left beside the data");
        }
    }

    @Test void withoutAKeyThereIsAnAlarmThatSaysWhatToDo() {
        try (var backups = backups(Duration.ofDays(1), house.target)) {
            assertFalse(backups.now(Optional.empty()).getFirst().done());
            assertTrue(alarms.standing().get("backup/target").contains("sigillo backup key"));
        }
    }

    /** A source that fails as a program does, first of all; then it is as ever. */
    private Source failingOnce(Throwable fault) {
        var isFirst = new AtomicBoolean(true);
        return new Source() {
            private final Source source = new StoreSource(house.store, house.large);

            @Override public Box copy(Path folder, BackupKey key) throws IOException {
                if (!isFirst.getAndSet(false)) return source.copy(folder, key);
                if (fault instanceof Error error) throw error;
                throw (RuntimeException) fault;
            }

            @Override public Proof prove(Path original, Path restored, Box box, BackupKey key) throws IOException {
                return source.prove(original, restored, box, key);
            }
        };
    }

    @Test void aFaultOfTheProgramIsOneTargetsTroubleOnly() throws Exception {
        key();
        var one = Files.createDirectory(folder.resolve("one"));
        var two = Files.createDirectory(folder.resolve("two"));
        for (var fault : List.of(new StackOverflowError("too deep"), new IllegalStateException("x".repeat(5_000)))) {
            try (var backups = backups(Duration.ofDays(1), failingOnce(fault), one, two)) {
                var outcomes = backups.now(Optional.empty());
                assertEquals(List.of(false, true), outcomes.stream().map(Backups.Outcome::done).toList());
                assertTrue(outcomes.getFirst().sentence().startsWith("a fault in the server: java.lang."));
                assertTrue(outcomes.getFirst().sentence().length() < 300);
                assertEquals(Set.of("backup/one"), alarms.standing().keySet());
            }
        }
    }

    /** Of a target that is not due for a day, and of one that is none any more. */
    @Test void whatAKilledRunLeftIsClearedAtTheStart() throws Exception {
        key();
        try (var backups = backups(Duration.ofDays(1), house.target)) {
            backups.now(Optional.empty());
        }
        for (var name : List.of("target/copy", "former/back")) {
            var left = Files.createDirectories(data.resolve("backup").resolve(name));
            Files.write(left.resolve("000001.sst"), new byte[10]);
        }
        try (var backups = backups(Duration.ofDays(1), house.target)) {
            backups.start();
            Program.waitUntil("nothing is left", Duration.ofSeconds(10), () -> !Files.exists(data
                .resolve("backup/target")) && !Files.exists(data.resolve("backup/former")));
            assertEquals(Optional.of(1L), backups.lines().getFirst().backup(), "no other was made");
            assertTrue(Files.exists(data.resolve("backup/target.state")));
        }
    }

    @Test void aFaultInATurnIsAnAlarm() throws Exception {
        key();
        try (var backups = backups(Duration.ofDays(1), failingOnce(new StackOverflowError("too deep")),
            house.target)) {
            backups.start();
            Program.waitUntil("the alarm", Duration.ofSeconds(10), () -> alarms.standing()
                .containsKey("backup/target"));
            assertTrue(backups.lines().getFirst().failed().orElseThrow().contains("too deep"));
        }
    }

    @Test void theyAreMadeInTheirTurn() throws Exception {
        key();
        try (var backups = backups(Duration.ofDays(1), house.target)) {
            backups.start();
            Program.waitUntil("the first one", Duration.ofSeconds(30), () -> backups.lines().getFirst().proven()
                .isPresent());
        }
        try (var backups = backups(Duration.ofDays(1), house.target)) {
            backups.start();
            Program.pause(300);
            assertEquals(Optional.of(1L), backups.lines().getFirst().backup(), "it is not due yet");
        }
        try (var backups = backups(Duration.ofMillis(1), house.target)) {
            backups.start();
            Program.waitUntil("the next one", Duration.ofSeconds(30), () -> backups.lines().getFirst().backup()
                .equals(Optional.of(2L)));
        }
    }
}
