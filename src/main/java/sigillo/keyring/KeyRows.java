package sigillo.keyring;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import sigillo.account.AccountId;
import sigillo.base.Bytes;
import sigillo.sealing.Epoch;
import sigillo.sealing.Slot;
import sigillo.sealing.SlotList;
import sigillo.shred.Wrapped;
import sigillo.store.Partition;
import sigillo.store.PartitionName;
import sigillo.store.RowIn;
import sigillo.store.RowOut;
import sigillo.store.Store;
import sigillo.store.StoreException;

/**
 * The layout of the partition that has an account's keys; nothing else knows it.
 *
 * <pre>
 * key          row          what
 * h            HeadRow      the epoch in force, the next number of a segment
 * d epoch4 n8  DeferredRow  work that waits until the account is open
 * e epoch4     Epoch        the key that delivery uses
 * g segment8   SegmentRow   the key of a segment
 * l            SlotList     which slots there are, with this server's mark
 * o slot8      Slot         who could open: of a former password or recovery code, for mail of its time
 * s slot8      Slot         who may open
 * t slot8      Wrapped      the key of a slot, under one outside of the store: SlotKeys
 * w            RewrapRow    how far segments were wrapped by who has opened them, with this server's mark
 * </pre>
 */
final class KeyRows {
    static final String PREFIX = "k/";
    static final Bytes HEAD = Bytes.utf8("h");
    static final Bytes DEFERRED = Bytes.utf8("d");
    static final Bytes REWRAP = Bytes.utf8("w");
    static final Bytes SLOT_LIST = Bytes.utf8("l");
    static final Bytes SLOTS = Bytes.utf8("s");
    static final Bytes SLOT_KEYS = Bytes.utf8("t");
    static final Bytes FORMER = Bytes.utf8("o");
    static final Bytes SEGMENTS = Bytes.utf8("g");
    private static final int VERSION = 1;
    /** Of a list of slots whose account wraps what comes; a server from before refuses it, and does not keep plain. */
    private static final int WRAPPING_VERSION = 2;
    /** Of a list with a key for text records. */
    private static final int TEXTS_VERSION = 3;
    private static final int HASH_OCTETS = 32;

    private KeyRows() {}

    static PartitionName partition(AccountId account) { return new PartitionName(PREFIX + account.text()); }

    /** Whose keys a partition has; empty for one that is of another kind. */
    static Optional<AccountId> account(PartitionName partition) {
        var text = partition.text();
        return text.startsWith(PREFIX) ? AccountId.of(text.substring(PREFIX.length())) : Optional.empty();
    }

    /** Those that have keys; what has another name is none of ours. */
    static Set<AccountId> accounts(Store store) {
        return store.partitions(PREFIX).stream().map(name -> AccountId.of(name.text().substring(PREFIX.length())))
            .flatMap(Optional::stream).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    static Bytes epoch(int number) { return Bytes.wrap(ByteBuffer.allocate(5).put((byte) 'e').putInt(number).array()); }

    static Bytes segment(long number) {
        return Bytes.wrap(ByteBuffer.allocate(9).put((byte) 'g').putLong(number).array());
    }

    static long segment(Bytes key) { return ByteBuffer.wrap(key.unsafeArray()).getLong(1); }

    static Bytes slot(long id) { return Bytes.wrap(ByteBuffer.allocate(9).put((byte) 's').putLong(id).array()); }

    static Bytes former(long id) { return Bytes.wrap(ByteBuffer.allocate(9).put((byte) 'o').putLong(id).array()); }

    static Bytes slotKey(long id) { return Bytes.wrap(ByteBuffer.allocate(9).put((byte) 't').putLong(id).array()); }

    static boolean isSegment(Bytes key) { return key.length() == 9 && key.startsWith(SEGMENTS); }

    static boolean isSlotKey(Bytes key) { return key.length() == 9 && key.startsWith(SLOT_KEYS); }

    static boolean isSlot(Bytes key) { return key.length() == 9 && key.startsWith(SLOTS); }

    static long slotOf(Bytes key) { return ByteBuffer.wrap(key.unsafeArray()).getLong(1); }

    /** Throws {@link Tampered} for what is none. */
    static Wrapped slotKey(byte[] row) {
        return decoded(SLOT_KEYS, row, octets -> Wrapped.decode(new RowIn(octets, VERSION).fixed(Wrapped.OCTETS)));
    }

    static byte[] encode(Wrapped slotKey) { return new RowOut(VERSION).fixed(slotKey.encode()).done(); }

    static Optional<HeadRow> head(Function<Bytes, Optional<byte[]>> rows) {
        return rows.apply(HEAD).map(row -> decoded(HEAD, row, HeadRow::decode));
    }

    /** Throws {@link Tampered} for what is none. */
    static Optional<RewrapRow> rewrapped(Function<Bytes, Optional<byte[]>> rows) {
        return rows.apply(REWRAP).flatMap(row -> decoded(REWRAP, row, RewrapRow::decode));
    }

    static Optional<SegmentRow> segment(Function<Bytes, Optional<byte[]>> rows, long number) {
        var key = segment(number);
        return rows.apply(key).map(row -> segment(key, row));
    }

    /** Throws {@link Tampered} for what is none. */
    static SegmentRow segment(Bytes key, byte[] row) { return decoded(key, row, SegmentRow::decode); }

    /** Empty for what is none. */
    static Optional<SegmentRow> whole(Bytes key, byte[] row) {
        try {
            return isSegment(key) ? Optional.of(segment(key, row)) : Optional.empty();
        } catch (Tampered none) {
            return Optional.empty();
        }
    }

    /** What cannot be a row that we wrote is no mere fault of a disk, which has checksums: somebody has written it. */
    private static <T> T decoded(Bytes key, byte[] row, Function<byte[], T> decoding) {
        try {
            return decoding.apply(row);
        } catch (StoreException | IllegalArgumentException broken) {
            throw new Tampered("a row of keys, " + (char) key.at(0) + ", is none: " + broken.getMessage());
        }
    }

    // ---- slots ----

    /** As they lie there: whoever gives them something asks {@link SlotRows}. */
    static List<Slot> slots(Rows rows, long account) { return slots(rows, account, SLOTS); }

    private static List<Slot> slots(Rows rows, long account, Bytes prefix) {
        var slots = new ArrayList<Slot>();
        rows.range(prefix, prefix.afterPrefix(), false,
            (key, row) -> key.length() != 9 || slots.add(slot(account, key, row)));
        return slots;
    }

    /** Those that are slots; of what is none {@code broken} is told. */
    static List<Slot> wholeSlots(Rows rows, long account, Consumer<Tampered> broken) {
        return wholeSlots(rows, account, SLOTS, broken);
    }

    /** The same of who could open; one that is none keeps nobody from the others. */
    static List<Slot> formerSlots(Rows rows, long account, Consumer<Tampered> broken) {
        return wholeSlots(rows, account, FORMER, broken);
    }

    private static List<Slot> wholeSlots(Rows rows, long account, Bytes prefix, Consumer<Tampered> broken) {
        var slots = new ArrayList<Slot>();
        rows.range(prefix, prefix.afterPrefix(), false, (key, row) -> {
            try {
                if (key.length() == 9) slots.add(slot(account, key, row));
            } catch (Tampered none) {
                broken.accept(none);
            }
            return true;
        });
        return slots;
    }

    /** A {@link Partition} and a {@link sigillo.store.Tx} alike. */
    interface Rows {
        void range(Bytes from, Bytes to, boolean reverse, Partition.Visitor visitor);
    }

    static Optional<Slot> slot(long account, long id, Function<Bytes, Optional<byte[]>> rows) {
        return rows.apply(slot(id)).map(row -> slot(account, slot(id), row));
    }

    /** Throws {@link Tampered} for what is none. */
    static Slot slot(long account, Bytes key, byte[] row) {
        return decoded(key, row, octets -> decodedSlot(account, key, octets));
    }

    private static Slot decodedSlot(long account, Bytes key, byte[] row) {
        var in = new RowIn(row, VERSION);
        var kind = Slot.Kind.of(in.octet());
        var publicKey = Bytes.wrap(in.sized());
        var seed = Bytes.wrap(in.sized());
        var roots = new ArrayList<Slot.Root>();
        for (int left = in.count(); left > 0; left--) roots.add(new Slot.Root(in.integer(), Bytes.wrap(in.sized())));
        return new Slot(account, ByteBuffer.wrap(key.unsafeArray()).getLong(1), kind, publicKey, seed, roots);
    }

    static byte[] encode(Slot slot) {
        var out = new RowOut(VERSION).octet(slot.kind().number()).sized(slot.publicKey().unsafeArray())
            .sized(slot.wrappedSeed().unsafeArray()).number(slot.roots().size());
        for (var root : slot.roots()) out.number(root.epoch()).sized(root.sealed().unsafeArray());
        return out.done();
    }

    /** Throws {@link Tampered} for what is none. */
    static SlotList slotList(long account, byte[] row) {
        return decoded(SLOT_LIST, row, octets -> {
            int version = octets.length > 0 && octets[0] > VERSION && octets[0] <= TEXTS_VERSION ? octets[0] : VERSION;
            var in = new RowIn(octets, version);
            int revision = in.integer();
            var entries = new TreeMap<Long, SlotList.Entry>();
            for (int left = in.count(); left > 0; left--) entries.put(in.word(), entry(in));
            var mark = Bytes.wrap(in.sized());
            var wrapsTo = version >= WRAPPING_VERSION ? Bytes.wrap(in.sized()) : Bytes.EMPTY;
            var textsTo = version >= TEXTS_VERSION ? Bytes.wrap(in.sized()) : Bytes.EMPTY;
            return new SlotList(account, revision, wrapsTo, textsTo, entries, mark);
        });
    }

    private static SlotList.Entry entry(RowIn in) {
        return new SlotList.Entry(Slot.Kind.of(in.octet()), in.flag(), Bytes.wrap(in.fixed(HASH_OCTETS)));
    }

    static byte[] encode(SlotList list) {
        var out = new RowOut(version(list)).number(list.revision()).number(list.slots().size());
        list.slots().forEach((number, entry) ->
            out.word(number).octet(entry.kind().number()).flag(entry.waits())
                .fixed(entry.hash().unsafeArray()));
        out.sized(list.mark().unsafeArray());
        if (list.wraps() || list.hasTexts()) out.sized(list.wrapsTo().unsafeArray());
        if (list.hasTexts()) out.sized(list.textsTo().unsafeArray());
        return out.done();
    }

    private static int version(SlotList list) {
        if (list.hasTexts()) return TEXTS_VERSION;
        return list.wraps() ? WRAPPING_VERSION : VERSION;
    }

    // ---- work that waits ----

    static Bytes deferred(int epoch, long number) {
        return Bytes.wrap(ByteBuffer.allocate(13).put((byte) 'd').putInt(epoch).putLong(number).array());
    }

    static boolean isDeferred(Bytes key) { return key.length() == 13 && key.startsWith(DEFERRED); }

    static int deferredEpoch(Bytes key) { return ByteBuffer.wrap(key.unsafeArray()).getInt(1); }

    static long deferredNumber(Bytes key) { return ByteBuffer.wrap(key.unsafeArray()).getLong(5); }

    /** Empty for what is none: nobody is kept by it from doing the others. */
    static Optional<DeferredRow> deferred(Bytes key, byte[] row) {
        try {
            return Optional.of(decoded(key, row, DeferredRow::decode));
        } catch (Tampered none) {
            return Optional.empty();
        }
    }

    // ---- epochs ----

    static Optional<Epoch> epoch(Function<Bytes, Optional<byte[]>> rows, long account, int number) {
        var key = epoch(number);
        return rows.apply(key).map(row -> decoded(key, row, octets -> {
            var in = new RowIn(octets, VERSION);
            return new Epoch(account, number, Bytes.wrap(in.sized()), Bytes.wrap(in.sized()), Bytes.wrap(in.sized()));
        }));
    }

    static byte[] encode(Epoch epoch) {
        return new RowOut(VERSION).sized(epoch.publicKey().unsafeArray()).sized(epoch.wrappedSeed().unsafeArray())
            .sized(epoch.mark().unsafeArray()).done();
    }
}
