package sigillo.upgrade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sigillo.upgrade.Upgrade.Found;

/** Each step of an upgrade, as a start finds it after a stop: which version serves, and on what. */
class UpgradeTest {
    @TempDir Path folder;
    private Path data;
    private Path oldHome;
    private Path newHome;
    private Installation installation;
    private Upgrade upgrade;
    private Map<String, String> before;
    private final List<String> ended = new ArrayList<>();

    @BeforeEach void made() throws IOException {
        data = folder.resolve("data");
        Files.createDirectories(data.resolve("store/rocksdb"));
        Files.createDirectories(data.resolve("keys"));
        write("store/rocksdb/1.sst", "first table");
        write("store/rocksdb/2.blob", "first blobs");
        write("store/rocksdb/CURRENT", "MANIFEST-1");
        write("keys/slots.keys", "keys");
        installation = new Installation(Files.createDirectories(folder.resolve("root")).toRealPath());
        oldHome = home("1.0");
        newHome = home("1.1");
        installation.lead(oldHome);
        upgrade = upgrade();
        upgrade.create();
        before = content();
    }

    private Upgrade upgrade() {
        return new Upgrade(data, new Snapshot(Upgrade.snapshot(data), data.resolve("store/rocksdb"), Map.of("keys", data.resolve("keys"), "none", data.resolve("none"))), Instant::now, ended::add);
    }

    private Path home(String version) throws IOException { return Files.createDirectories(installation.home(Version.parse(version).orElseThrow())).toRealPath(); }

    private void write(String path, String content) throws IOException { Files.writeString(data.resolve(path), content); }

    private Map<String, String> content() throws IOException {
        var all = new TreeMap<String, String>();
        try (var files = Files.walk(data)) {
            for (var file : (Iterable<Path>) files.filter(Files::isRegularFile).filter(one -> !one.startsWith(Upgrade.folder(data)))::iterator)
                all.put(data.relativize(file).toString(), Files.readString(file));
        }
        return all;
    }

    private Progress begun() {
        return new Progress(Step.SNAPSHOT, Version.parse("1.0").orElseThrow(), Version.parse("1.1").orElseThrow(), oldHome, newHome, "id0", "2 accounts", "", Instant.EPOCH);
    }

    /** As RocksDB does: tables are linked, the rest is copied. */
    private void checkpoint(Path into) throws IOException {
        var tables = Files.createDirectories(into.resolve("rocksdb"));
        Files.createLink(tables.resolve("1.sst"), data.resolve("store/rocksdb/1.sst"));
        Files.createLink(tables.resolve("2.blob"), data.resolve("store/rocksdb/2.blob"));
        Files.copy(data.resolve("store/rocksdb/CURRENT"), tables.resolve("CURRENT"));
    }

    /** What a version does that migrates, and is faulty. */
    private void migrated() throws IOException {
        Files.delete(data.resolve("store/rocksdb/1.sst"));
        write("store/rocksdb/3.sst", "of another kind");
        write("store/rocksdb/CURRENT", "MANIFEST-9");
        write("keys/slots.keys", "more keys");
        write("keys/more.keys", "keys of the new version");
    }

    /** Up to a step that is on the disk; there everything ends. */
    private void stoppedAt(Step step) throws IOException {
        if (step == Step.SNAPSHOT) {
            assertThrows(IOException.class, () -> upgrade.begin(begun(), into -> {
                checkpoint(into);
                throw new IOException("the power is cut");
            }));
            return;
        }
        var progress = upgrade.begin(begun(), this::checkpoint);
        migrated();
        if (step == Step.TRIAL) return;
        if (step == Step.ROLLBACK) {
            Files.delete(Upgrade.snapshot(data).resolve("store/rocksdb/CURRENT")); // and cannot be ended
            Files.move(Upgrade.snapshot(data).resolve("store/rocksdb"), folder.resolve("aside"));
            assertThrows(IOException.class, () -> upgrade.rollBack(progress, "it was faulty"));
            Files.move(folder.resolve("aside"), Upgrade.snapshot(data).resolve("store/rocksdb"));
            Files.writeString(Upgrade.snapshot(data).resolve("store/rocksdb/CURRENT"), "MANIFEST-1");
            return;
        }
        upgrade.passed(progress);
        if (step == Step.PASSED) return;
        assertEquals(Found.SERVE_FIRST, upgrade.recover(newHome));
        if (step == Step.OPENING) return;
        upgrade.opened();
    }

    /** Who starts, what it does, which step is then on the disk, whether what is kept is as before, which version is current. */
    @ParameterizedTest
    @CsvSource({
        "SNAPSHOT, old, SERVE, FAILED, true, 1.0",
        "TRIAL, old, SERVE, FAILED, true, 1.0",
        "TRIAL, new, START_ANOTHER, FAILED, true, 1.0",
        "ROLLBACK, old, SERVE, FAILED, true, 1.0",
        "PASSED, old, SERVE, FAILED, true, 1.0",
        "PASSED, new, SERVE_FIRST, OPENING, false, 1.1",
        "OPENING, new, START_ANOTHER, FAILED, true, 1.0",
        "OPENING, old, SERVE, FAILED, true, 1.0",
        "DONE, new, SERVE, DONE, false, 1.1"})
    void whatAStartFinds(Step step, String who, Found found, Step then, boolean isAsBefore, String current) throws IOException {
        stoppedAt(step);
        upgrade = upgrade();
        assertEquals(found, upgrade.recover(who.equals("new") ? newHome : oldHome));
        assertEquals(then, upgrade.progress().orElseThrow().step());
        assertEquals(isAsBefore, before.equals(content()), () -> "what is kept");
        assertEquals(installation.root().resolve("versions").resolve(current), installation.currentHome());
        assertEquals(then.isUnderWay(), Files.exists(Upgrade.snapshot(data)), "the snapshot");
        if (then == Step.FAILED && step != Step.SNAPSHOT) assertEquals("id0", ended.getLast(), "what is left of the trial is ended before");
        if (then == Step.FAILED) assertFalse(upgrade.progress().orElseThrow().why().isEmpty(), "it says why");
        if (then == Step.FAILED) assertEquals(Found.START_ANOTHER, upgrade.recover(newHome), "the new one may come late");
        if (!then.isUnderWay()) assertEquals(Found.SERVE, upgrade.recover(then == Step.DONE ? newHome : oldHome), "and that is all");
    }

    /** Somebody has installed it all the same. */
    @Test void aVersionThatFailedOnceMayBeCurrentLater() throws IOException {
        stoppedAt(Step.TRIAL);
        upgrade.recover(oldHome);
        installation.lead(newHome);
        assertEquals(Found.SERVE, upgrade.recover(newHome));
    }

    /** After any number of files, also twice. */
    @ParameterizedTest @ValueSource(ints = {0, 1, 2, 3, 4})
    void aRollbackThatIsCutOffIsEnded(int files) throws IOException {
        stoppedAt(Step.ROLLBACK);
        var snapshot = Upgrade.snapshot(data);
        var some = List.of("store/rocksdb/1.sst", "store/rocksdb/2.blob", "store/rocksdb/CURRENT", "keys/slots.keys").subList(0, files);
        for (var path : some) Mirror.make(snapshot.resolve(path), data.resolve(path));
        write("store/rocksdb/.CURRENT.mirror", "half");
        assertEquals(Found.SERVE, upgrade().recover(oldHome));
        assertEquals(before, content());
    }

    /** What the old version does afterwards to its tables changes nothing of what was brought back. */
    @Test void tablesAreSharedAndTheRestIsNot() throws IOException {
        upgrade.begin(begun(), this::checkpoint);
        assertTrue(Files.isSameFile(data.resolve("store/rocksdb/1.sst"), Upgrade.snapshot(data).resolve("store/rocksdb/1.sst")));
        write("keys/slots.keys", "KEYS");
        assertEquals("keys", Files.readString(Upgrade.snapshot(data).resolve("keys/slots.keys")));
    }

    @Test void aSnapshotThatLacksTheStoreBringsNothingBack() throws IOException {
        var progress = upgrade.begin(begun(), this::checkpoint);
        migrated();
        Durable.delete(Upgrade.snapshot(data).resolve("store"));
        var now = content();
        assertThrows(IOException.class, () -> upgrade.rollBack(progress, "faulty"));
        assertThrows(IOException.class, () -> upgrade().recover(oldHome));
        assertEquals(now, content());
    }

    @Test void aStateThatIsDamagedIsNotGuessedAt() throws IOException {
        upgrade.begin(begun(), this::checkpoint);
        var state = Upgrade.folder(data).resolve("state");
        var whole = Files.readString(state);
        for (var broken : List.of(whole.replace("step TRIAL", "step ENDED"), whole.substring(0, whole.length() - 5), "", whole.replace("from 1.0", "from x"))) {
            Files.writeString(state, broken);
            assertThrows(IOException.class, () -> upgrade.recover(oldHome), broken);
        }
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(state)));
    }

    @Test void theHighestSerialNumberThatWasSeenIsKept() throws IOException {
        assertEquals(0, upgrade.seen("stable"));
        upgrade.see("stable", 7);
        upgrade.see("stable", 5);
        assertEquals(7, upgrade().seen("stable"));
        assertEquals(0, upgrade().seen("next"));
    }

    @Test void oneUpgradesAtATime() throws IOException {
        try (var _ = UpgradeLock.take(upgrade.folder()).orElseThrow()) {
            assertEquals(Optional.empty(), UpgradeLock.take(upgrade.folder()).map(_ -> "two"));
        }
        UpgradeLock.await(upgrade.folder()).close();
    }

    @Test void whatATrialSaysIsItsVerdict() {
        assertEquals(Optional.empty(), TrialProcess.verdict(0, List.of("self-test passed: id0"), "id0"));
        assertTrue(TrialProcess.verdict(0, List.of("self-test passed: other"), "id0").isPresent());
        assertTrue(TrialProcess.verdict(1, List.of("self-test passed: id0"), "id0").isPresent());
        assertEquals("no search", TrialProcess.verdict(1, List.of("self-test failed: no search", "more"), "id0").orElseThrow());
        assertTrue(TrialProcess.verdict(134, List.of("boom", ""), "id0").orElseThrow().contains("134") && TrialProcess.verdict(134, List.of("boom", ""), "id0").orElseThrow().contains("boom"));
        assertEquals("a b", Progress.plain("a\u001b\n\u202eb\n"));
        assertTrue(new String(begun().because("x".repeat(10_000)).encode(), StandardCharsets.UTF_8).length() < 2_000);
    }
}
