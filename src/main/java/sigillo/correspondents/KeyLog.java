package sigillo.correspondents;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.base.Sha256;
import sigillo.store.Damaged;
import sigillo.store.RowIn;
import sigillo.store.RowOut;
import sigillo.store.Transactions;
import sigillo.store.Tx;

/**
 * All certificates that were ever published here, in order, as the leaves of a tree of hashes whose head is signed.
 * Browsers remember the head: a server that shows one person another certificate for an address than its owner sees
 * must put it into the log, where its owner's browser finds it, or show two logs that do not fit, both signed. Rows
 * beside those of {@link PublishedCertificates}, written in the same commit:
 *
 * <pre>
 * h               how many entries there are, and the hash of all
 * l/index8        an entry
 * n/level1index8  the hash of a whole subtree
 * e/hash32        the newest entry of an address
 * k               the key that signs, sealed
 * </pre>
 *
 * All but {@code n} and {@code k} bear this server's mark, and what {@code n} gives must be the hash of all in {@code
 * h}: nothing is signed that somebody else has written.
 */
public final class KeyLog {
    static final int VERSION = 1;
    static final Bytes SIZE = Bytes.utf8("h");

    private final Transactions transactions;
    private final MarkedRows marks;
    private final LogKey key;
    private final String origin;
    private final InstantSource clock;

    /** {@code origin}: the name of this server, which is signed with each head. */
    KeyLog(Transactions transactions, MarkedRows marks, LogKey key, String origin, InstantSource clock) {
        this.transactions = transactions;
        this.marks = marks;
        this.key = key;
        this.origin = origin;
        this.clock = clock;
    }

    /** {@code signature}: Ed25519 (RFC 8032) over {@link #text}, by {@code publicKey}, its 32 octets. */
    public record Head(String origin, long size, Bytes root, Bytes publicKey, Bytes signature) {
        public String text() { return text(origin, size, root); }

        static String text(String origin, long size, Bytes root) {
            return "sigillo key log head 1\n" + origin + "\n" + size + "\n" + HexFormat.of().formatHex(root.toArray())
                + "\n";
        }
    }

    /** {@code inclusion}: in the tree of {@code head}, as RFC 9162 has it. */
    public record Proven(Head head, LogEntry entry, List<Bytes> inclusion) {}

    /**
     * {@code consistency}: from the size that was asked, as RFC 9162 has it. {@code entries}: behind it, the first of
     * them.
     */
    public record Since(Head head, List<Bytes> consistency, List<LogEntry> entries) {}

    /** How an address is called in the log. */
    public static Bytes hash(Address address) { return LogEntry.hash(address); }

    // ---- reading: the head last that was written; entries never change ----

    public Head head() { return head(state(kept()).size); }

    private Function<Bytes, Optional<byte[]>> kept() { return marks.checking(transactions.partition()::get); }

    private Head head(long size) {
        var root = Bytes.wrap(tree(size).root());
        var state = state(kept());
        if (state.size == size && !state.root.equals(root)) throw marks.refused(SIZE, "was not written by this server");
        var text = Head.text(origin, size, root);
        return new Head(origin, size, root, key.publicKey(), key.sign(text));
    }

    private MerkleTree tree(long size) { return new MerkleTree(nodes(transactions.partition()::get), size); }

    /** The newest entry of an address; empty where it never had a certificate. */
    public Optional<Proven> of(Bytes addressHash) {
        long size = state(kept()).size;
        return latest(kept(), addressHash).filter(index -> index < size)
            .map(index -> new Proven(head(size), entry(index), proof(tree(size).inclusion(index))));
    }

    /**
     * {@code former}: how many the reader knows; empty where there are fewer: then this is another log, or an older
     * one.
     */
    public Optional<Since> since(long former) {
        long size = state(kept()).size;
        if (former < 0 || former > size) return Optional.empty();
        var entries = new ArrayList<LogEntry>();
        long end = Math.min(size, former + CorrespondentLimits.ENTRIES_AT_ONCE);
        for (long index = former; index < end; index++) entries.add(entry(index));
        var consistency = former == 0 ? List.<Bytes>of() : proof(tree(size).consistency(former));
        return Optional.of(new Since(head(size), consistency, entries));
    }

    private static List<Bytes> proof(List<byte[]> hashes) { return hashes.stream().map(Bytes::wrap).toList(); }

    private LogEntry entry(long index) {
        return kept().apply(entryRow(index)).map(value -> decoded(index, value))
            .orElseThrow(() -> new Damaged("entry " + index + " of the key log is gone", null));
    }

    // ---- writing, within a commit of whoever publishes ----

    /** {@code certificate}: empty when it is withdrawn. Nothing happens where the newest entry says the same. */
    void append(Tx tx, Bytes addressHash, Optional<Bytes> certificate) {
        var hash = certificate.map(octets -> Bytes.wrap(Sha256.of(octets.toArray())))
            .orElse(Bytes.wrap(new byte[LogEntry.HASH_OCTETS]));
        var rows = marks.checking(tx::get);
        var before = newest(rows, addressHash);
        boolean isSame = before.map(LogEntry::certificate).map(hash::equals).orElse(certificate.isEmpty());
        if (isSame) return;
        var state = state(rows);
        long size = state.size;
        var root = Bytes.wrap(new MerkleTree(nodes(tx::get), size).root());
        if (!root.equals(state.root)) throw marks.refused(SIZE, "was not written by this server");
        var entry = new LogEntry(size, clock.instant().truncatedTo(ChronoUnit.SECONDS), addressHash, hash);
        put(tx, entryRow(size), encoded(entry));
        new MerkleTree(nodes(tx::get), size)
            .append(entry.leaf(), (level, index, node) -> tx.put(nodeRow(level, index), node));
        put(tx, latestRow(addressHash), new RowOut(VERSION).number(size).done());
        put(tx, SIZE, encoded(size + 1, new MerkleTree(nodes(tx::get), size + 1).root()));
    }

    private void put(Tx tx, Bytes row, byte[] value) { tx.put(row, marks.marked(row, value)); }

    private static Optional<LogEntry> newest(Function<Bytes, Optional<byte[]>> rows, Bytes addressHash) {
        return latest(rows, addressHash).flatMap(index -> rows.apply(entryRow(index)).map(value ->
            decoded(index, value)));
    }

    /** Whether that is what it says last of an address. */
    boolean says(Address address, Bytes certificate) {
        var hash = Bytes.wrap(Sha256.of(certificate.toArray()));
        return newest(kept(), hash(address)).map(LogEntry::certificate).filter(hash::equals).isPresent();
    }

    /** Whether the last that it says of an address is that it has one. */
    boolean hasSome(Address address) {
        return newest(kept(), hash(address)).filter(one -> !one.isWithdrawn()).isPresent();
    }

    /** What is there from before a release that marks. May be done again. */
    static void adopt(Transactions transactions, MarkedRows marks) {
        var partition = transactions.partition();
        marks.adopt(transactions, List.of(Bytes.utf8("l/"), Bytes.utf8("e/")), one -> one.getValue());
        marks.adopt(transactions, List.of(SIZE), one -> {
            long size = new RowIn(one.getValue(), VERSION).number();
            return encoded(size, new MerkleTree(nodes(partition::get), size).root());
        });
    }

    // ---- rows ----

    /** {@code root}: the hash of all. */
    record State(long size, Bytes root) {}

    static State state(Function<Bytes, Optional<byte[]>> rows) {
        return rows.apply(SIZE).map(value -> {
            var in = new RowIn(value, VERSION);
            return new State(in.number(), Bytes.wrap(in.fixed(LogEntry.HASH_OCTETS)));
        }).orElseGet(() -> new State(0, Bytes.wrap(Sha256.of(new byte[0]))));
    }

    static byte[] encoded(long size, byte[] root) {
        return new RowOut(VERSION, 48).number(size).fixed(root).done();
    }

    private static Optional<Long> latest(Function<Bytes, Optional<byte[]>> rows, Bytes addressHash) {
        return rows.apply(latestRow(addressHash)).map(value -> new RowIn(value, VERSION).number());
    }

    static MerkleTree.Nodes nodes(Function<Bytes, Optional<byte[]>> rows) {
        return (level, index) -> rows.apply(nodeRow(level, index))
            .orElseThrow(() -> new Damaged("the key log lacks a hash of level " + level, null));
    }

    static byte[] encoded(LogEntry entry) {
        return new RowOut(VERSION, 80).number(entry.at().getEpochSecond()).fixed(entry.address().toArray())
            .fixed(entry.certificate().toArray()).done();
    }

    static LogEntry decoded(long index, byte[] value) {
        var in = new RowIn(value, VERSION);
        return new LogEntry(index, Instant.ofEpochSecond(in.number()), Bytes.wrap(in.fixed(LogEntry.HASH_OCTETS)),
            Bytes.wrap(in.fixed(LogEntry.HASH_OCTETS)));
    }

    static Bytes entryRow(long index) {
        return Bytes.wrap(ByteBuffer.allocate(10).put((byte) 'l').put((byte) '/').putLong(index).array());
    }

    private static Bytes nodeRow(int level, long index) {
        return Bytes.wrap(ByteBuffer.allocate(11).put((byte) 'n').put((byte) '/').put((byte) level).putLong(index)
            .array());
    }

    private static Bytes latestRow(Bytes addressHash) {
        return Bytes.wrap(ByteBuffer.allocate(2 + LogEntry.HASH_OCTETS).put((byte) 'e').put((byte) '/')
            .put(addressHash.toArray()).array());
    }
}
