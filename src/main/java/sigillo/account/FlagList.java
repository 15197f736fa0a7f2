package sigillo.account;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * Which messages a mailbox has, and which of IMAP's flags each, as of one revision: for who tells all of them. A bit for each flag that
 * some of {@value UidPiece#SPAN} UIDs in a row have. It does not change; any thread.
 */
public final class FlagList {
    /** No message has the UID. */
    public static final int GONE = -1;
    /** Bits of {@link #of}: in the order of {@link Marks#SYSTEM}. */
    public static final int SEEN = 1;
    public static final int ANSWERED = 2;
    public static final int FLAGGED = 4;
    public static final int DRAFT = 8;
    public static final int DELETED = 16;
    /** It has keywords beside these; which, its {@link Entry} says. */
    public static final int OTHERS = 32;
    /** How many values {@link #of} has, but for {@link #GONE}. */
    public static final int VALUES = 64;

    private static final int KINDS = Integer.numberOfTrailingZeros(VALUES);
    private static final int WORDS = UidPiece.SPAN / Long.SIZE;

    private final UidList uids;
    private final Map<Integer, long[][]> pieces; // by the UIDs' upper bits; of each flag, null where none has it

    private FlagList(UidList uids, Map<Integer, long[][]> pieces) {
        this.uids = uids;
        this.pieces = pieces;
    }

    UidList uids() { return uids; }

    /** The flags of a message, or {@link #GONE}. */
    public int of(long uid) {
        if (!uids.has(uid)) return GONE;
        var piece = pieces.get(UidList.high(uid));
        if (piece == null) return 0;
        int low = UidList.low(uid);
        int bits = 0;
        for (int kind = 0; kind < KINDS; kind++) {
            if (piece[kind] != null) bits |= (int) (piece[kind][low >> 6] >>> low & 1) << kind;
        }
        return bits;
    }

    /** About how many octets it takes beside its UIDs. */
    long octets() {
        long octets = 64;
        for (var piece : pieces.values()) {
            octets += 128;
            for (var flag : piece) octets += flag == null ? 0 : 16 + Long.BYTES * WORDS;
        }
        return octets;
    }

    /** As it is with these entries, and with no others than of these UIDs. */
    FlagList with(UidList now, List<Entry> changed) {
        if (now == uids && changed.isEmpty()) return this;
        var making = new Making();
        making.pieces.putAll(pieces);
        making.pieces.keySet().removeIf(high -> !now.hasAny(high));
        for (var entry : changed) making.set(entry.uid(), bits(entry));
        return new FlagList(now, making.pieces);
    }

    private static int bits(Entry entry) {
        int system = Marks.systemBits(entry.keywords());
        boolean hasOthers = entry.keywords().size() > Integer.bitCount(system);
        return system | (entry.deleted() ? DELETED : 0) | (hasOthers ? OTHERS : 0);
    }

    private static int bits(EntryRow row) {
        return row.marks().system() & SEEN + ANSWERED + FLAGGED + DRAFT | (row.deleted() ? DELETED : 0) | (row.marks().others().isEmpty() ? 0 : OTHERS);
    }

    /** Reads a mailbox whole. */
    static FlagList read(Reads reads, MailboxId mailbox) {
        var uids = new UidList();
        var making = new Making();
        reads.each(Keys.entries(mailbox), (key, row) -> {
            long uid = Keys.last4(key);
            uids.add(uid);
            making.set(uid, bits(EntryRow.decode(row)));
            return true;
        });
        return new FlagList(uids.freeze(), making.pieces);
    }

    /** Changes only what is its own. */
    private static final class Making {
        final Map<Integer, long[][]> pieces = new HashMap<>();
        private final HashSet<Integer> own = new HashSet<>();

        void set(long uid, int bits) {
            int high = UidList.high(uid);
            var piece = pieces.get(high);
            if (piece == null && bits == 0) return;
            if (own.add(high)) pieces.put(high, piece = copy(piece));
            int low = UidList.low(uid);
            for (int kind = 0; kind < KINDS; kind++) {
                boolean has = (bits >> kind & 1) != 0;
                if (piece[kind] == null && has) piece[kind] = new long[WORDS];
                if (piece[kind] == null) continue;
                if (has) piece[kind][low >> 6] |= 1L << low;
                else piece[kind][low >> 6] &= ~(1L << low);
            }
        }

        private static long[][] copy(long[][] piece) {
            var copy = new long[KINDS][];
            for (int kind = 0; piece != null && kind < KINDS; kind++) copy[kind] = piece[kind] == null ? null : piece[kind].clone();
            return copy;
        }
    }
}
