package sigillo.store.rocksdb;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import sigillo.base.Bytes;
import sigillo.store.Checksum;
import sigillo.store.PartitionName;

/**
 * The layout, in two column families. Numbers are big-endian; each value is followed by the {@link Checksum} of key
 * and value. A partition's name ends with a zero octet, which no name contains, so no partition lies within another.
 *
 * <pre>
 * family   key                          value
 * default  0 "schema"                   the version of this layout, 4 octets
 * default  1 name                       the partition's head: revision 8, commit id 16
 * default  2 blob id                    the blob's length, 8
 * default  3 name 0 key                 a row of a partition
 * chunks   blob id, chunk number 4      octets of the blob, as {@link sigillo.store.Chunks} cuts them
 * </pre>
 */
final class Keys {
    private static final byte SYSTEM = 0;
    private static final byte HEAD = 1;
    private static final byte BLOB = 2;
    private static final byte ROW = 3;

    private Keys() {}

    static byte[] schema() { return tagged(SYSTEM, "schema".getBytes(StandardCharsets.US_ASCII)); }

    static byte[] head(PartitionName name) { return head(name.text()); }

    /** All heads whose names begin with {@code prefix} are in {@code [head(prefix), afterHeads(prefix))}. */
    static byte[] head(String prefix) { return tagged(HEAD, prefix.getBytes(StandardCharsets.US_ASCII)); }

    static byte[] afterHeads(String prefix) { return Bytes.wrap(head(prefix)).afterPrefix().unsafeArray(); }

    static PartitionName name(byte[] headKey) {
        return new PartitionName(new String(headKey, 1, headKey.length - 1, StandardCharsets.US_ASCII));
    }

    static byte[] blob(Bytes id) { return tagged(BLOB, id.unsafeArray()); }

    /** As {@link #afterHeads}. The tag keeps this total for an empty prefix or one of 0xFF. */
    static byte[] afterBlobs(Bytes prefix) { return Bytes.wrap(blob(prefix)).afterPrefix().unsafeArray(); }

    /** The least key after that of one blob. */
    static byte[] afterBlob(Bytes id) { return Arrays.copyOf(blob(id), id.length() + 2); }

    static Bytes blobId(byte[] blobKey) { return Bytes.wrap(Arrays.copyOfRange(blobKey, 1, blobKey.length)); }

    /** What every row of a partition begins with. */
    static byte[] rows(PartitionName name) {
        var text = name.text().getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(text.length + 2).put(ROW).put(text).put((byte) 0).array();
    }

    /** The end of a partition's rows. */
    static byte[] afterRows(PartitionName name) { return Bytes.wrap(rows(name)).afterPrefix().unsafeArray(); }

    /** All rows of partitions whose names begin so are in {@code [rowsOf(prefix), afterRowsOf(prefix))}. */
    static byte[] rowsOf(String prefix) { return tagged(ROW, prefix.getBytes(StandardCharsets.US_ASCII)); }

    static byte[] afterRowsOf(String prefix) { return Bytes.wrap(rowsOf(prefix)).afterPrefix().unsafeArray(); }

    static PartitionName nameOfRow(byte[] row) {
        int end = 1;
        while (row[end] != 0) end++;
        return new PartitionName(new String(row, 1, end - 1, StandardCharsets.US_ASCII));
    }

    static byte[] row(byte[] rows, Bytes key) {
        var row = Arrays.copyOf(rows, rows.length + key.length());
        System.arraycopy(key.unsafeArray(), 0, row, rows.length, key.length());
        return row;
    }

    static byte[] chunk(Bytes id, long number) {
        return ByteBuffer.allocate(id.length() + 4).put(id.unsafeArray()).putInt(Math.toIntExact(number)).array();
    }

    private static byte[] tagged(byte tag, byte[] rest) {
        return ByteBuffer.allocate(rest.length + 1).put(tag).put(rest).array();
    }
}
