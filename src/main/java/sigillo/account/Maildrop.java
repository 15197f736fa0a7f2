package sigillo.account;

import java.util.Arrays;

/**
 * The messages of a mailbox as one POP session counts them: number n has the n-th UID. Eight octets a message, and read
 * without opening any. Not changed once it is made.
 */
public final class Maildrop {
    private int[] uids;
    private int[] sizes;
    private int count;
    private long octets;

    Maildrop(int expected) {
        uids = new int[expected];
        sizes = new int[expected];
    }

    void add(long uid, long size) {
        if (count == uids.length) {
            int more = Math.max(16, count + count / 8);
            uids = Arrays.copyOf(uids, more);
            sizes = Arrays.copyOf(sizes, more);
        }
        uids[count] = (int) uid;
        sizes[count++] = (int) Math.min(size, 0xFFFF_FFFFL);
        octets += size;
    }

    public int count() { return count; }

    /** Of all together, as {@link #size}. */
    public long octets() { return octets; }

    /** {@code number} counts from 1. */
    public long uid(int number) { return uids[number - 1] & 0xFFFF_FFFFL; }

    /** In octets, each line with CRLF. */
    public long size(int number) { return sizes[number - 1] & 0xFFFF_FFFFL; }
}
