package sigillo.http2;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads header blocks: RFC 7541. Total: every block has an outcome. What comes out is counted while it comes, so that a few octets
 * that stand for many (a bomb) end there; the rest is read only for what it does to the table. One thread.
 */
final class HpackReader {
    private static final int INTEGER_MAX = 1 << 24;
    private static final int OCTETS_OF_INTEGER_MAX = 5;

    sealed interface Outcome {
        /** The caller's to wipe. */
        record Fields(List<Field> fields) implements Outcome {}

        /** More than {@link Http2Limits#FIELDS_MAX}, or octets; what follows on the connection can be read. */
        record TooMany() implements Outcome {}

        /** Nothing that follows can be read: RFC 9113 section 4.3. */
        record Wrong(String why) implements Outcome {}
    }

    private final HpackTable table;
    private int tableOctetsMax;
    private boolean isToShrink;
    private byte[] block = {};
    private int at;
    private final List<Field> fields = new ArrayList<>();
    private int count;
    private int octets;

    /** {@code tableOctetsMax}: of the dynamic table, as both sides reckon. */
    HpackReader(int tableOctetsMax) {
        this.tableOctetsMax = tableOctetsMax;
        this.table = new HpackTable(tableOctetsMax);
    }

    int tableOctets() { return table.octets(); }

    /**
     * The peer knows from now on that the table has no more than this: its next block says that it keeps to that (RFC 9113 section
     * 4.3.1). Nothing beyond can be named any more, so it is wiped now.
     */
    void bound(int octetsMax) {
        tableOctetsMax = octetsMax;
        if (table.octetsMax() <= octetsMax) return;
        isToShrink = true;
        table.resize(octetsMax);
    }

    /** The block stays the caller's. */
    Outcome read(byte[] octetsOfBlock) {
        block = octetsOfBlock;
        at = count = octets = 0;
        fields.clear();
        try {
            updateSizes();
            while (at < block.length) field();
            boolean isTooMuch = count > Http2Limits.FIELDS_MAX || octets > Http2Limits.FIELDS_OCTETS_MAX;
            return isTooMuch ? new Outcome.TooMany() : new Outcome.Fields(List.copyOf(fields));
        } catch (Wrong wrong) {
            fields.forEach(Field::wipe);
            return new Outcome.Wrong(wrong.getMessage());
        } finally {
            block = new byte[0];
            fields.clear();
        }
    }

    /** RFC 7541 section 4.2: only before the first field. */
    private void updateSizes() throws Wrong {
        boolean isTold = false;
        while (at < block.length && (block[at] & 0xE0) == 0x20) {
            int size = integer(5);
            if (size > tableOctetsMax) throw new Wrong("the table is to be larger than it may be");
            table.resize(size);
            isTold = true;
        }
        if (isToShrink && !isTold) throw new Wrong("the table was to become smaller");
        isToShrink = false;
    }

    /** RFC 7541 section 6. */
    private void field() throws Wrong {
        int first = block[at];
        if ((first & 0x80) != 0) indexed();
        else if ((first & 0x40) != 0) indexing();
        else if ((first & 0x20) != 0) throw new Wrong("a size of the table behind a field");
        else keep(literal(4));
    }

    private void indexed() throws Wrong {
        var field = named(integer(7));
        if (isCounted(field.octets())) fields.add(new Field(field.name(), field.value().clone()));
    }

    private void indexing() throws Wrong {
        var field = literal(6);
        table.add(new Field(field.name(), field.value().clone()));
        keep(field);
    }

    private void keep(Field field) {
        if (isCounted(field.octets())) fields.add(field);
        else field.wipe();
    }

    /** False from the first one that is too much; then none is kept. */
    private boolean isCounted(int more) {
        count++;
        octets += more;
        if (count <= Http2Limits.FIELDS_MAX && octets <= Http2Limits.FIELDS_OCTETS_MAX) return true;
        octets = Http2Limits.FIELDS_OCTETS_MAX + 1;
        fields.forEach(Field::wipe);
        fields.clear();
        return false;
    }

    private Field literal(int prefixBits) throws Wrong {
        int index = integer(prefixBits);
        var name = index == 0 ? string() : named(index).name();
        return new Field(name, string());
    }

    private Field named(int index) throws Wrong {
        var field = table.at(index);
        if (field == null) throw new Wrong("a field that the table does not have");
        return field;
    }

    /** RFC 7541 section 5.1. */
    private int integer(int prefixBits) throws Wrong {
        int max = (1 << prefixBits) - 1;
        int value = octet() & max;
        if (value < max) return value;
        for (int i = 0; i < OCTETS_OF_INTEGER_MAX; i++) {
            int octet = octet();
            long more = (long) (octet & 0x7F) << 7 * i;
            if (value + more > INTEGER_MAX) throw new Wrong("a number is too large");
            value += (int) more;
            if ((octet & 0x80) == 0) return value;
        }
        throw new Wrong("a number is too long");
    }

    /** RFC 7541 section 5.2. */
    private byte[] string() throws Wrong {
        if (at == block.length) throw new Wrong("the block ends within a field");
        boolean isEncoded = (block[at] & 0x80) != 0;
        int length = integer(7);
        if (length > block.length - at) throw new Wrong("the block ends within a string");
        var octets = isEncoded ? Huffman.decode(block, at, length) : Arrays.copyOfRange(block, at, at + length);
        if (octets == null) throw new Wrong("this is not of Huffman's code");
        at += length;
        return octets;
    }

    private int octet() throws Wrong {
        if (at == block.length) throw new Wrong("the block ends within a number");
        return block[at++] & 0xFF;
    }

    /** Wipes what the table has. */
    void close() { table.resize(0); }

    /** Leaves at the first error; never leaves this class. */
    private static final class Wrong extends Exception {
        private static final long serialVersionUID = 1;

        Wrong(String why) { super(why, null, false, false); }
    }
}
