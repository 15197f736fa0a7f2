package sigillo.main.kept;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import sigillo.account.Accounts;
import sigillo.backup.BackupKey;
import sigillo.backup.Backups;
import sigillo.backup.Box;
import sigillo.backup.Census;
import sigillo.backup.Source;
import sigillo.base.Alarms;
import sigillo.base.Bytes;
import sigillo.directory.Directory;
import sigillo.directory.DirectoryEditor;
import sigillo.keyring.FloorFile;
import sigillo.keyring.Keyring;
import sigillo.keyring.SlotKeys;
import sigillo.login.Credentials;
import sigillo.login.Passwords;
import sigillo.login.Vouching;
import sigillo.main.cluster.ClusterMirror;
import sigillo.main.config.Config;
import sigillo.main.folder.RestoredConfig;
import sigillo.main.folder.ServerKeys;
import sigillo.queue.QueueSeal;
import sigillo.sealing.Randomness;
import sigillo.shred.Use;
import sigillo.signing.Signing;
import sigillo.store.Store;
import sigillo.store.rocksdb.RocksStore;

/**
 * What a server backs up: the store and, of the same moment, the keys without which nobody reads it. A key that is
 * destroyed once nothing is under it ({@code slots.keys}, {@code queue.keys}) is not destroyed between the two; {@code
 * epochs}, which says the least that the store may say, is taken before. All keys go in clear, as the running server
 * has them, wherever they are kept and whatever they are under: the box is sealed to the recovery key, and that alone
 * is to bring everything back.
 */
final class KeptSource implements Source {
    private static final String KEYS = "keys/";
    private static final String EPOCHS = "epochs";
    /** Certificates with their chains are some kilobytes. */
    private static final int FILE_OCTETS_MAX = 256 << 10;

    private static final int SEED_OCTETS = 16;

    private final Kept kept;
    private final Config config;

    KeptSource(Kept kept, Config config) {
        this.kept = kept;
        this.config = config;
    }

    @Override public Box copy(Path folder, BackupKey key) throws IOException {
        synchronized (this) { // targets have threads of their own
            new Probe(key).ensure(kept);
        }
        var box = new Box();
        box.put(KEYS + EPOCHS, Files.readAllBytes(kept.folder().keys().resolve(EPOCHS)));
        try (var _ = kept.slotKeys().shredder().pause(); var _ = kept.queueSeal().shredder().pause()) {
            checkpoint(folder);
            kept.slotKeys().shredder().changedElsewhere(); // whatever another server has made meanwhile
            kept.queueSeal().shredder().changedElsewhere();
            box.put(KEYS + SlotKeys.FILE, kept.slotKeys().shredder().copy());
            box.put(KEYS + QueueSeal.FILE, kept.queueSeal().shredder().copy());
        }
        kept.keys().files().forEach((name, octets) -> box.put(KEYS + name, octets));
        box.put(KEYS + BackupKey.FILE, key.encode());
        configuration(box);
        return box;
    }

    /** What lies on other machines is brought here first, by one target's run at a time. */
    private void checkpoint(Path folder) throws IOException {
        if (config.store() instanceof Config.Store.Here) {
            kept.store().checkpoint(folder);
            return;
        }
        var mirror = kept.folder().root().resolve(Backups.STATE_FOLDER).resolve(Backups.MIRROR);
        synchronized (this) {
            new ClusterMirror(mirror, kept.store(), Thread.currentThread()::isInterrupted).checkpoint(folder);
        }
    }

    private void configuration(Box box) throws IOException {
        if (Files.exists(config.file())) box.put(RestoredConfig.NAME, Files.readAllBytes(config.file()));
        try (var files = Files.newDirectoryStream(kept.folder().tls(), Files::isRegularFile)) {
            for (var file : files) small(box, "tls/" + file.getFileName(), file);
        }
        config.tls().certificate().ifPresent(file -> small(box, RestoredConfig.CERTIFICATE, file));
        config.tls().key().ifPresent(file -> small(box, RestoredConfig.CERTIFICATE_KEY, file));
    }

    /** A certificate that cannot be read is not worth a backup that is not made. */
    private static void small(Box box, String name, Path file) {
        try {
            if (Files.size(file) <= FILE_OCTETS_MAX) box.put(name, Files.readAllBytes(file));
        } catch (IOException | IllegalArgumentException left) {
            System.getLogger("sigillo.backup").log(System.Logger.Level.WARNING,
                file + " is not in the backup: " + left);
        }
    }

    // ---- the proof ----

    @Override public Proof prove(Path original, Path restored, Box box, BackupKey key) throws IOException {
        var seed = Bytes.wrap(Randomness.secure().octets(SEED_OCTETS)); // other messages in each proof
        Census away;
        try (var store = RocksStore.open(original)) {
            away = Census.of(store, seed);
        }
        try (var store = RocksStore.open(restored)) {
            away.requireSame(Census.of(store, seed));
            keys(box, store);
            opens(box, store, key, away.unreadable().partitions().keySet());
        }
        return new Proof(away.partitions().size(), away.rows(), away.hashes().size(), away.blobs(), lacking(away));
    }

    /** What is unreadable of accounts, by their names. Throws {@link IOException} where it is not an account's. */
    private static List<String> lacking(Census away) throws IOException {
        var lacking = new TreeMap<String, String>();
        for (var one : away.unreadable().partitions().entrySet()) {
            if (!one.getKey().matches("[ak]/.+")) throw new IOException(one.getKey() + " cannot be read: " + one.getValue());
            lacking.putIfAbsent(one.getKey().substring(2), one.getValue());
        }
        for (var one : away.unreadable().blobs().entrySet()) {
            var id = new String(one.getKey().unsafeArray(), StandardCharsets.ISO_8859_1).split("/", 3); // a/ACCOUNT/...
            if (id.length < 3 || !id[0].equals("a")) throw new IOException("a message cannot be read: " + one.getValue());
            lacking.putIfAbsent(id[1], "a message of it: " + one.getValue());
        }
        return lacking.entrySet().stream().map(one -> "account " + one.getKey() + ", which cannot be read here ("
            + one.getValue() + ")").toList();
    }

    /** What came back is what this server has, and has the key of everything that is under one. */
    private void keys(Box box, Store store) throws IOException {
        for (var own : kept.keys().files().entrySet()) {
            boolean isSame = box.get(KEYS + own.getKey()).filter(back -> Arrays.equals(back, own.getValue()))
                .isPresent();
            Arrays.fill(own.getValue(), (byte) 0);
            if (!isSame) throw new IOException(own.getKey() + " came back as another");
        }
        try (var queue = QueueSeal.of(file(box, QueueSeal.FILE), Randomness.secure(), kept.alarms())) {
            long lacking = queue.lacking(store);
            if (lacking > 0) throw new IOException(QueueSeal.FILE + " came back without the keys of " + lacking
                + " messages that wait");
        }
    }

    /** {@code unreadable}: partitions. */
    private void opens(Box box, Store store, BackupKey key, Set<String> unreadable) throws IOException {
        var complaints = new Complaints();
        var clock = InstantSource.system();
        var settings = new Settings(config);
        var floors = FloorFile.of(file(box, EPOCHS));
        var keys = ServerKeys.of(name -> box.get(KEYS + name).map(byte[]::clone));
        try (var slotKeys = SlotKeys.of(file(box, SlotKeys.FILE), Randomness.secure(), complaints);
             var keyring = new Keyring(store, keys.seals(), slotKeys, floors,
                 Randomness.secure(), clock, complaints, settings.keyring());
             var passwords = new Passwords(keys.peppers(), new Vouching(keys.peppers(), floors, complaints))) {
            long lacking = slotKeys.lacking(store, account -> !unreadable.contains("k/" + account.text()));
            if (lacking > 0) throw new IOException(SlotKeys.FILE + " came back without the keys of " + lacking
                + " ways into accounts");
            var directory = new Directory(store, settings.directory());
            var credentials = new Credentials(store, directory, new DirectoryEditor(directory, clock), keyring,
                passwords, Randomness.secure());
            long unopened = Signing.unopened(new Signing.Place(store, keys.seals().opens(),
                slotKeys.shredder().keys(Use.SIGNING)));
            if (unopened > 0) throw new IOException(unopened + " keys that mail is signed with do not open");
            new Probe(key).read(directory, credentials, new Accounts(store, keyring, keys.threads(), clock));
        } finally {
            keys.close();
        }
        if (!complaints.heard.isEmpty()) throw new IOException(complaints.heard.getFirst());
    }

    private static byte[] file(Box box, String name) throws IOException {
        return box.get(KEYS + name).orElseThrow(() -> new IOException(name + " did not come back"));
    }

    /** What would be alarms of a server that runs. */
    private static final class Complaints implements Alarms {
        private final List<String> heard = new ArrayList<>();

        @Override public synchronized void raise(String key, String sentence) { heard.add(sentence); }

        @Override public void clear(String key) {}
    }
}
