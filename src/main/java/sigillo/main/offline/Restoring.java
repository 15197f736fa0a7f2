package sigillo.main.offline;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import sigillo.account.Restoration;
import sigillo.backup.BackupReader;
import sigillo.backup.Box;
import sigillo.base.OneByOne;
import sigillo.main.command.Failure;
import sigillo.main.folder.DataFolder;
import sigillo.main.folder.RestoredConfig;
import sigillo.main.kept.Kept;
import sigillo.main.kept.Settings;
import sigillo.protectedmail.ProtectedMessages;
import sigillo.queue.MailQueue;
import sigillo.queue.Selection;
import sigillo.store.Damaged;
import sigillo.store.Partition;
import sigillo.store.PartitionName;
import sigillo.store.StoreException;

/**
 * Brings a backup into an empty data directory. All is made ready in a folder within it, and only then put in its
 * place, the store last: what is broken off leaves no data directory that a server would take for whole, and is done
 * again.
 */
final class Restoring {
    private static final String UNREADY = ".restoring";
    private static final String STORE = "store";
    /** In the order in which they get into their place. */
    private static final List<String> NAMES = List.of("keys", "tls", RestoredConfig.NAME,
        RestoredConfig.NAME + ".original", STORE);
    /** Clocks of two machines differ. */
    private static final Duration SKEW_MAX = Duration.ofHours(1);

    private final Path data;

    Restoring(Path data) { this.data = data; }

    /** Throws {@link Failure}. What an earlier try has left may be there, and the folder of a target too. */
    void requireEmpty() {
        boolean isOfAnEarlierTry = Files.exists(data.resolve(UNREADY)) && !Files.exists(data.resolve(STORE));
        for (var name : NAMES) {
            if (!isOfAnEarlierTry && Files.exists(data.resolve(name))) throw new Failure(data.resolve(name)
                + " is there: a backup is restored into an empty data directory");
        }
    }

    /** What is to be said about it. Throws {@link IOException} with what is wrong; then there is nothing. */
    List<String> run(BackupReader reader, Optional<Long> number) throws IOException {
        var unready = data.resolve(UNREADY);
        if (Files.exists(unready)) for (var name : NAMES) remove(data.resolve(name));
        remove(unready);
        Files.createDirectories(unready,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        var restored = reader.restore(number, unready.resolve(STORE));
        try (var box = restored.box()) {
            for (var name : box.names()) write(unready.resolve(name), box.get(name).orElseThrow());
            var config = config(box);
            var settled = settle(unready, config, restored, reader::noteRestored);
            config.write(unready);
            move(unready);
            return sentences(restored, config, settled);
        } catch (IOException | RuntimeException e) {
            remove(unready);
            throw e;
        }
    }

    private static void write(Path file, byte[] content) throws IOException {
        Files.createDirectories(file.getParent(),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        DataFolder.write(file, content);
    }

    private RestoredConfig config(Box box) {
        var names = new ArrayList<String>();
        box.names().forEach(names::add);
        return RestoredConfig.of(box.get(RestoredConfig.NAME)
            .map(octets -> new String(octets, StandardCharsets.UTF_8)), data, names);
    }

    /**
     * {@code held}: how many recipients of what waits. {@code links}: how many protected messages. {@code damaged}: sentences about what was not raised. {@code again}:
     * whether UIDVALIDITY is new.
     */
    private record Settled(long held, long links, List<String> damaged, boolean again) {}

    /** Keeps for the next restoration from when the numbers of this one go on. False where that cannot be kept. */
    interface Note {
        boolean put(Instant at) throws IOException;
    }

    /** No number that was given out since is given out again, but of what is damaged; what waits is held. */
    private static Settled settle(Path unready, RestoredConfig settings,
            BackupReader.Restored restored, Note note) throws IOException {
        var config = settings.at(unready);
        try (var kept = Kept.open(config)) {
            var damaged = new ArrayList<String>();
            var restoration = restoration(restored, kept.clock().instant(), note);
            tried(damaged, () -> kept.accounts().raise(restoration));
            var others = kept.store().partitions("").stream().filter(name -> !name.text().startsWith("a/")).toList();
            tried(damaged, () -> OneByOne.each(others, PartitionName::text, name -> raise(kept.store().partition(name),
                restoration)));
            var queue = new MailQueue(kept.store(), Offline::nowhere, new Settings(config).queue(), kept.clock(),
                kept.traces(), kept.alarms(), kept.queueSeal());
            return new Settled(held(queue, damaged), links(kept, damaged), damaged, restoration.again());
        }
    }

    private static long links(Kept kept, List<String> damaged) {
        try {
            return ProtectedMessages.hold(kept.store(), kept.clock().instant());
        } catch (StoreException row) {
            damaged.add("damaged, and links to protected messages may open although they were revoked: "
                + row.getMessage());
            return 0;
        }
    }

    private static long held(MailQueue queue, List<String> damaged) {
        try {
            return queue.desk().hold(new Selection.All());
        } catch (Damaged row) {
            damaged.add("damaged, and mail that waits may be sent although it was sent before: " + row.getMessage());
            return 0;
        }
    }

    /** What is damaged in the backup keeps the rest from nobody. */
    private static void tried(List<String> damaged, Runnable raising) {
        try {
            raising.run();
        } catch (OneByOne.Failed some) {
            damaged.add("damaged, and not fit for mail programs that saw it since: " + some.getMessage());
        }
    }

    private static void raise(Partition partition, Restoration restoration) {
        partition.raise(restoration.after(partition.revision()));
    }

    /**
     * Numbers go by the clock: one that is behind would give out old ones. Noted before any number is raised: what stops
     * in between leaves a note too much, which costs mail programs a fetching.
     */
    static Restoration restoration(BackupReader.Restored restored, Instant now, Note note) throws IOException {
        var latest = restored.latest();
        if (now.isBefore(latest.minus(SKEW_MAX))) throw behind(now, "a backup is of " + latest);
        var restoration = Restoration.of(now, restored.at(), latest, restored.before(), restored.again());
        if (note.put(restoration.at())) return restoration;
        if (!now.isAfter(latest)) throw behind(now, "a backup is of " + latest + ", and that it is restored cannot be noted at its place");
        return restoration.asAgain();
    }

    private static IOException behind(Instant now, String what) {
        return new IOException("the clock of this machine says " + now + ", and " + what
            + ": set it first, since numbers are given out by it");
    }

    /** The store last. */
    private void move(Path unready) throws IOException {
        for (var name : NAMES) {
            if (Files.exists(unready.resolve(name))) Files.move(unready.resolve(name), data.resolve(name),
                StandardCopyOption.ATOMIC_MOVE);
        }
        remove(unready);
    }

    private static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) return;
        try (var all = Files.walk(folder)) {
            for (var path : (Iterable<Path>) all.sorted(Comparator.reverseOrder())::iterator) Files.delete(path);
        }
    }

    private List<String> sentences(BackupReader.Restored restored, RestoredConfig config, Settled settled) {
        var all = new ArrayList<String>();
        all.add("backup " + restored.number() + " of " + restored.at() + " is restored into " + data);
        all.add("what was changed since then is as it was: passwords, app passwords and tokens that were revoked, accounts that were removed, count again");
        all.addAll(settled.damaged);
        if (settled.again) all.add("mail programs fetch their mailboxes anew (UIDVALIDITY is new): there is a newer "
            + "backup, this one was restored before, or that it is cannot be noted at its place");
        if (settled.held > 0) all.add(settled.held + " recipients of mail in the queue are held, since the mail may have been sent meanwhile: sigillo queue list, then queue release or queue drop");
        if (settled.links > 0) all.add("protected messages: " + settled.links
            + ", whose links open nothing until their senders say so (in the webmail, in Sent), since they may"
            + " have been revoked or opened meanwhile");
        if (!config.changed().isEmpty()) all.add("in the configuration these are as this folder needs them: "
            + String.join(", ", config.changed()) + "; as it was: " + RestoredConfig.NAME + ".original");
        if (config.changed().contains("store.kind")) all.add("it came from a cluster and lies in files now: sigillo store migrate moves it into one");
        all.add("start it: sigillo serve --config " + data.resolve(RestoredConfig.NAME));
        return all;
    }
}
