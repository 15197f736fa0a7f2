package sigillo.message;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import sigillo.base.Glance;
import sigillo.message.MetaRecord.Field;

/**
 * Fields of the envelopes of up to 256 messages together, so that a search opens one record in place of each message's
 * own (decision 0061). It says nothing that the {@link MetaRecord}s do not say, and may lack any. One thread.
 *
 * <p>Version 1: the octet 1; of each message its place (1), which fields it has (1), of each of them its length (2) and
 * its octets as the message has them. One whose fields are too long is there without any.
 */
public final class FieldSheet {
    public static final int PLACES_LOG = 8;
    public static final int PLACES = 1 << PLACES_LOG;
    /** Of one message; so a sheet has 129 KiB at most. */
    static final int ENTRY_OCTETS_MAX = 512;
    private static final byte VERSION = 1;
    private static final int TOO_LONG = 0x80;
    private static final int HEAD_OCTETS = 2;
    private static final int LENGTH_OCTETS = 2;
    /** In the order of their bits and octets, which is that of what is kept. */
    private static final List<Field> FIELDS =
        List.of(Field.SUBJECT, Field.FROM, Field.TO, Field.CC, Field.BCC, Field.MESSAGE_ID);
    private static final int[] ORDER = new int[MetaRecord.FIELDS];

    static {
        Arrays.fill(ORDER, -1);
        for (int i = 0; i < FIELDS.size(); i++) ORDER[FIELDS.get(i).ordinal()] = i;
    }

    private final byte[] octets;
    private final int[] entries = new int[PLACES]; // where each begins, 0 for none
    private final int[] ends = new int[PLACES];

    private FieldSheet(byte[] octets) { this.octets = octets; }

    /** Whether sheets have it. */
    public static boolean has(Field field) { return ORDER[field.ordinal()] >= 0; }

    /** Is good as long as {@code sheet}. Empty for what this version did not write; total. */
    public static Optional<FieldSheet> decode(Glance sheet) {
        var read = new FieldSheet(sheet.octets());
        return read.isRead(sheet.from(), sheet.to()) ? Optional.of(read) : Optional.empty();
    }

    private boolean isRead(int from, int to) {
        if (from >= to || octets[from] != VERSION) return false;
        for (int at = from + 1; at < to; ) {
            int place = octets[at] & 0xFF;
            int end = end(at, to);
            if (end < 0 || entries[place] != 0) return false;
            entries[place] = at;
            ends[place] = end;
            at = end;
        }
        return true;
    }

    /** Of the entry that begins there; -1 for one that is none. */
    private int end(int from, int to) {
        if (to - from < HEAD_OCTETS) return -1;
        int fields = octets[from + 1] & 0xFF;
        if (fields == TOO_LONG) return from + HEAD_OCTETS;
        if (fields >> FIELDS.size() != 0) return -1;
        int at = from + HEAD_OCTETS;
        for (int left = Integer.bitCount(fields); left > 0; left--) {
            if (to - at < LENGTH_OCTETS || to - at - LENGTH_OCTETS < length(at)) return -1;
            at += LENGTH_OCTETS + length(at);
        }
        return at;
    }

    private int length(int at) { return (octets[at] & 0xFF) << 8 | octets[at + 1] & 0xFF; }

    /** Whether it has the message at {@code place}, 0 to 255, be it without its fields. */
    public boolean has(int place) { return entries[place] != 0; }

    /** Whether it has the fields of the message there. */
    public boolean isWhole(int place) { return has(place) && (octets[entries[place] + 1] & 0xFF) != TOO_LONG; }

    /**
     * Of a message that is whole: the field as the message has it, empty where it has none; there as long as this is.
     */
    public Optional<Glance> octets(int place, Field field) {
        int order = ORDER[field.ordinal()];
        int fields = octets[entries[place] + 1];
        if ((fields >> order & 1) == 0) return Optional.empty();
        int at = entries[place] + HEAD_OCTETS;
        for (int before = Integer.bitCount(fields & (1 << order) - 1); before > 0; before--) at += LENGTH_OCTETS + length(at);
        return Optional.of(new Glance(octets, at + LENGTH_OCTETS, at + LENGTH_OCTETS + length(at)));
    }

    /** Tells nothing of what it holds. */
    @Override public String toString() { return "a FieldSheet"; }

    /** A sheet that is to be. One thread. */
    public static final class Draft {
        private final byte[][] entries = new byte[PLACES][];

        /** A message at a place where there is none yet. */
        public void add(int place, MetaRecord record) { entries[place] = entry(place, record); }

        /** What this has not. */
        public void addAll(FieldSheet other) {
            for (int place = 0; place < PLACES; place++) {
                if (entries[place] != null || !other.has(place)) continue;
                entries[place] = Arrays.copyOfRange(other.octets, other.entries[place], other.ends[place]);
            }
        }

        public boolean has(int place) { return entries[place] != null; }

        /** Of which there are entries. */
        public BitSet places() {
            var places = new BitSet(PLACES);
            for (int place = 0; place < PLACES; place++) places.set(place, has(place));
            return places;
        }

        /** What {@link FieldSheet#decode} takes. */
        public byte[] encode() {
            var out = new ByteArrayOutputStream(PLACES * ENTRY_OCTETS_MAX / 4);
            out.write(VERSION);
            for (var entry : entries) if (entry != null) out.writeBytes(entry);
            return out.toByteArray();
        }

        private static byte[] entry(int place, MetaRecord record) {
            int fields = 0;
            var out = new ByteArrayOutputStream(ENTRY_OCTETS_MAX / 4);
            for (int i = 0; i < FIELDS.size(); i++) {
                var field = record.octets(FIELDS.get(i));
                if (field.isEmpty()) continue;
                int length = field.get().length();
                if (out.size() + LENGTH_OCTETS + length > ENTRY_OCTETS_MAX) return new byte[] {(byte) place,
                    (byte) TOO_LONG};
                fields |= 1 << i;
                out.write(length >> 8);
                out.write(length);
                out.write(field.get().octets(), field.get().from(), length);
            }
            var entry = new byte[HEAD_OCTETS + out.size()];
            entry[0] = (byte) place;
            entry[1] = (byte) fields;
            System.arraycopy(out.toByteArray(), 0, entry, HEAD_OCTETS, out.size());
            return entry;
        }
    }
}
