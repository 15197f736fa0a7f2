package sigillo.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import sigillo.base.Bytes;
import sigillo.base.Sha256;

/**
 * The backups of one target, as things with names:
 *
 * <pre>
 * sigillo-backup       that this is one, and for which recovery key
 * lock                 who is writing
 * restored             up to which backup one was restored, and from when its numbers went on, in seconds since 1970
 * manifests/NUMBER     a {@link Manifest}; ten digits
 * boxes/NUMBER         a {@link Box}
 * pieces/ID            a {@link Piece}; 32 hexadecimal digits
 * </pre>
 * A backup is written pieces first, then its box, then its manifest; it is taken away in the other order. So whatever
 * has stopped in the middle, each manifest that is there has all that it names.
 */
final class Repository {
    private static final String MARK = "sigillo-backup";
    private static final String FORMAT = "Sigillo backups, form 1, for recovery key ";
    private static final String LOCK = "lock";
    private static final String RESTORED = "restored";
    private static final String MANIFESTS = "manifests";
    private static final String BOXES = "boxes";
    private static final String PIECES = "pieces";
    private static final Pattern NUMBER_FORM = Pattern.compile("[0-9]{10}");
    private static final Pattern RESTORED_FORM = Pattern.compile("([0-9]{10})(?: ([0-9]{1,11}))?");

    private final Target target;
    private final BackupKey key;

    Repository(Target target, BackupKey key) {
        this.target = target;
        this.key = key;
    }

    BackupKey key() { return key; }

    @Override public String toString() { return target.toString(); }

    // ---- the whole ----

    /**
     * Whether there is one. Throws {@link IOException} when it is for another recovery key, or of a form that is not
     * known.
     */
    boolean exists() throws IOException {
        try {
            var mark = new String(target.get(MARK, BackupLimits.MARK_OCTETS_MAX), StandardCharsets.UTF_8).strip();
            if (mark.equals(FORMAT + key.fingerprint())) return true;
            throw new IOException(mark.startsWith(FORMAT) ? "the backups in " + target
                + " are for another recovery key (" + Clean.line(mark.substring(FORMAT.length()))
                + "): use an empty place for this one" : "what is in " + target
                    + " was made by a program that this one does not know");
        } catch (NoSuchFileException none) {
            return false;
        }
    }

    /** Before the first backup. */
    void make() throws IOException {
        target.put(MARK, (FORMAT + key.fingerprint() + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /**
     * {@code who}: of the same one a lock is left over from a run that was broken off. Throws when another has it. One
     * that is cut off, as a full disk leaves it, says nobody's name: when a minute has not made it whole its writer is
     * gone.
     */
    void lock(String who, Stopping stopping) throws IOException {
        if (target.create(LOCK, octets(who))) return;
        var holder = holder();
        if (holder.equals(Optional.of(who))) return;
        boolean isCutOff = holder.isEmpty() || who.startsWith(holder.get());
        if (isCutOff && !stopping.within(BackupLimits.LOCK_WRITTEN_WITHIN) && holder().equals(holder)) {
            takeOver(who, stopping);
            return;
        }
        throw new IOException("another server writes to " + target + " (" + Clean.line(holder.orElse(""))
            + "): if it is gone for good, remove the file " + LOCK + " there");
    }

    /** Two who do it at once both wait until the other has written: the last one has it. */
    private void takeOver(String who, Stopping stopping) throws IOException {
        target.put(LOCK, octets(who));
        stopping.within(BackupLimits.LOCK_WRITTEN_WITHIN);
        var holder = holder();
        if (!holder.equals(Optional.of(who))) throw new IOException("another server has begun to write to " + target
            + " (" + Clean.line(holder.orElse("")) + ")");
    }

    private static byte[] octets(String who) { return who.getBytes(StandardCharsets.UTF_8); }

    /** Empty when there is none, or none any more. */
    private Optional<String> holder() throws IOException {
        try {
            return Optional.of(new String(target.get(LOCK, BackupLimits.MARK_OCTETS_MAX), StandardCharsets.UTF_8)
                .strip());
        } catch (NoSuchFileException justGone) {
            return Optional.empty();
        }
    }

    void unlock() throws IOException { target.delete(LOCK); }

    // ---- restorations ----

    /**
     * All backups up to {@code number} are older than a restoration: 0 when there was none; all, when the note cannot be
     * read. {@code at}: from when its numbers went on; empty in notes of before 2026-11-29.
     */
    record Noted(long number, Optional<Instant> at) {}

    Noted restored() throws IOException {
        try {
            var text = new String(target.get(RESTORED, BackupLimits.MARK_OCTETS_MAX), StandardCharsets.UTF_8).strip();
            var parts = RESTORED_FORM.matcher(text);
            var unread = new Noted(Long.MAX_VALUE, Optional.empty());
            if (!parts.matches()) return unread;
            var at = Optional.ofNullable(parts.group(2)).map(seconds -> Instant.ofEpochSecond(Long.parseLong(seconds)));
            if (at.isPresent() && at.get().isAfter(BackupLimits.RESTORED_AT_MAX)) return unread;
            return new Noted(Long.parseLong(parts.group(1)), at);
        } catch (NoSuchFileException none) {
            return new Noted(0, Optional.empty());
        }
    }

    void putRestored(Noted noted) throws IOException {
        target.put(RESTORED, octets("%010d %d\n".formatted(noted.number(), noted.at().orElseThrow().getEpochSecond())));
    }

    // ---- manifests ----

    /** Ascending. */
    TreeSet<Long> numbers() throws IOException { return numbers(MANIFESTS); }

    private TreeSet<Long> numbers(String folder) throws IOException {
        var numbers = new TreeSet<Long>();
        target.list(folder, BackupLimits.BACKUPS_MAX, (name, _) -> {
            if (NUMBER_FORM.matcher(name).matches()) numbers.add(Long.parseLong(name));
        });
        return numbers;
    }

    /** Throws {@link Damaged}, also when it is not there. */
    Manifest manifest(long number) throws IOException { return Manifest.of(opened(number), number); }

    private byte[] opened(long number) throws IOException {
        try {
            return Manifest.opened(key, number,
                target.get(name(MANIFESTS, number), BackupLimits.STORED_MANIFEST_OCTETS_MAX));
        } catch (NoSuchFileException missing) {
            throw new Damaged("the manifest of backup " + number + " is missing");
        }
    }

    /** From now on it is a backup. */
    void put(Manifest manifest, byte[] sealed) throws IOException { target.put(name(MANIFESTS, manifest.number()),
        sealed); }

    /** From now on it is none. */
    void deleteManifest(long number) throws IOException { target.delete(name(MANIFESTS, number)); }

    // ---- boxes ----

    TreeSet<Long> boxes() throws IOException { return numbers(BOXES); }

    void putBox(long number, byte[] sealed) throws IOException { target.put(name(BOXES, number), sealed); }

    void deleteBox(long number) throws IOException { target.delete(name(BOXES, number)); }

    /** The one that belongs to it; {@link Damaged} otherwise. */
    byte[] box(Manifest manifest) throws IOException {
        byte[] stored;
        try {
            stored = target.get(name(BOXES, manifest.number()), 2 * BackupLimits.BOX_OCTETS_MAX);
        } catch (NoSuchFileException missing) {
            throw new Damaged("the box with the keys of backup " + manifest.number() + " is missing");
        }
        if (Bytes.wrap(Sha256.of(stored)).equals(manifest.box())) return stored;
        throw new Damaged("the box with the keys of backup " + manifest.number()
            + " is damaged: it is not the one that was made with it");
    }

    private static String name(String folder, long number) { return folder + "/" + "%010d".formatted(number); }

    // ---- pieces ----

    /** Those that are there; to be closed. */
    PieceSet pieces() throws IOException {
        var ids = new PieceSet(BackupLimits.PIECES_MAX);
        try {
            eachPiece(ids::add);
            return ids;
        } catch (IOException | RuntimeException | Error e) {
            ids.close();
            throw e;
        }
    }

    interface PieceVisitor {
        void visit(Bytes id) throws IOException;
    }

    void eachPiece(PieceVisitor visitor) throws IOException {
        try {
            target.list(PIECES, BackupLimits.PIECES_LISTED_MAX, (name, length) -> {
                if (length > 0 && Piece.NAME_FORM.matcher(name).matches()) visit(visitor, name);
            });
        } catch (UncheckedIOException tooMany) {
            throw tooMany.getCause();
        }
    }

    private static void visit(PieceVisitor visitor, String name) {
        try {
            visitor.visit(Bytes.wrap(HexFormat.of().parseHex(name)));
        } catch (IOException tooMany) {
            throw new UncheckedIOException(tooMany);
        }
    }

    void put(Piece piece, byte[] sealed) throws IOException { target.put(PIECES + "/" + piece.name(), sealed); }

    void deletePiece(Bytes id) throws IOException { target.delete(PIECES + "/" + id); }

    /** Its content; {@link Damaged} when it is missing or another. */
    byte[] get(Piece piece) throws IOException {
        try {
            return piece.open(key, target.get(PIECES + "/" + piece.name(), BackupLimits.STORED_PIECE_OCTETS_MAX));
        } catch (NoSuchFileException missing) {
            throw new Damaged("piece " + piece.name() + " is missing");
        }
    }
}
