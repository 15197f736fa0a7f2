package sigillo.main.kept;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.account.AccountId;
import sigillo.backup.BackupKey;
import sigillo.backup.Backups;
import sigillo.backup.RecoveryKey;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.base.Domain;
import sigillo.directory.NewAccount;
import sigillo.keyring.Level;
import sigillo.main.config.Config;
import sigillo.main.config.ConfigFile;
import sigillo.sealing.Randomness;
import sigillo.store.Batch;
import sigillo.store.PartitionName;
import sigillo.store.Store;
import sigillo.store.rocksdb.RocksStore;

/** One account of three that the disk has damaged: the backup is made, the others are proven, and it is named. */
@Tag("gate")
class DamagedProofTest {
    private static final String MARK = "a value that is found in its file";
    /** Fills the block with the heads of partitions, without which no store is opened. */
    private static final byte[] BEFORE = new byte[60_000];
    /** Fills a block, so that the neighbours' rows are whole. */
    private static final byte[] LONG = MARK.repeat(1_000).getBytes(StandardCharsets.US_ASCII);

    @TempDir Path folder;
    private final List<AccountId> accounts = new ArrayList<>();
    private final List<String> written = new ArrayList<>();

    @Test void whatCanBeReadIsProvenAndTheRestIsNamed() throws Exception {
        build();
        var whole = backedUp();
        assertEquals(Optional.empty(), whole.lacking());
        var proven = whole.proven();
        assertTrue(proven.isPresent(), whole.toString());
        damage(accounts.get(1));
        var lacking = backedUp();
        assertEquals(Optional.of(2L), lacking.backup());
        assertEquals(Optional.empty(), lacking.failed());
        assertEquals(proven, lacking.proven(), "the date of the last proof of everything");
        var told = lacking.lacking().orElseThrow();
        assertTrue(told.contains("account " + accounts.get(1)) && told.contains("all else is proven"), told);
        for (int other : new int[] {0, 2}) assertTrue(!told.contains(accounts.get(other).text()), told);
        assertTrue(written.getLast().contains(told), written.getLast());
    }

    private Backups.Line backedUp() throws IOException {
        try (var kept = Kept.open(config()); var backups = kept.backups(config())) {
            var outcome = backups.now(Optional.empty()).getFirst();
            assertTrue(outcome.done(), outcome.sentence());
            var alarm = Optional.ofNullable(kept.alarms().standing().get("backup/disk"));
            written.add(outcome.sentence() + alarm.orElse(""));
            var line = backups.lines().getFirst();
            assertEquals(line.lacking().isPresent(), alarm.isPresent(), "who looks at the status sees it: " + alarm);
            return line;
        }
    }

    private void build() throws IOException {
        Files.createDirectory(folder.resolve("target"));
        Files.writeString(folder.resolve("sigillo.toml"), """
            data = "data"
            hostname = "mail.home.example"
            [[backup.target]]
            name = "disk"
            path = "%s"
            """.formatted(folder.resolve("target")));
        try (var kept = Kept.open(config()); var recovery = RecoveryKey.random(Randomness.secure())) {
            Files.write(folder.resolve("data/keys").resolve(BackupKey.FILE), recovery.forServer().encode());
            kept.editor().addDomain(Domain.of("home.example"));
            for (var name : List.of("anna", "bob", "carla")) {
                var id = NewAccount.freshId();
                var enrolled = kept.credentials().enrol(id, Level.L1, "the owner's");
                kept.accounts().create(id);
                kept.editor().addAccount(new NewAccount(id, Address.of(name + "@home.example"), enrolled.password()));
                accounts.add(id);
            }
        }
    }

    private Config config() {
        var read = ConfigFile.read(folder.resolve("sigillo.toml"));
        if (read instanceof ConfigFile.Outcome.Right(var config, _)) return config;
        throw new AssertionError(read);
    }

    private void damage(AccountId account) throws IOException {
        var store = folder.resolve("data/store");
        try (var opened = RocksStore.open(store)) {
            fill(opened, account);
        }
        RocksStore.open(store).close(); // what was in the log is in files
        try (var files = Files.newDirectoryStream(store.resolve("rocksdb"), "*.sst")) {
            for (var file : files) if (flip(file)) return;
        }
        throw new AssertionError("it is in no file");
    }

    private static void fill(Store store, AccountId account) {
        var partition = store.partition(new PartitionName("a/" + account));
        partition.apply(new Batch(partition.revision(), UUID.randomUUID(), Batch.Lane.PROMPT,
            List.of(new Batch.Write.Put(Bytes.utf8("}"), BEFORE), new Batch.Write.Put(Bytes.utf8("~"), LONG))));
    }

    private static boolean flip(Path file) throws IOException {
        var octets = Files.readAllBytes(file);
        int at = new String(octets, StandardCharsets.ISO_8859_1).indexOf(MARK + MARK);
        if (at < 0) return false;
        octets[at + 5] ^= 1;
        Files.write(file, octets);
        return true;
    }
}
