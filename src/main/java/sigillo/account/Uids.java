package sigillo.account;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.RandomAccess;

/** UIDs in four octets each: what is removed may be a million. */
final class Uids extends AbstractList<Long> implements RandomAccess {
    private int[] uids = new int[16]; // unsigned
    private int size;

    @Override public boolean add(Long uid) {
        if (size == uids.length) uids = Arrays.copyOf(uids, size + size / 4);
        uids[size++] = uid.intValue();
        return true;
    }

    @Override public Long get(int at) {
        if (at < 0 || at >= size) throw new IndexOutOfBoundsException(at);
        return uids[at] & 0xFFFF_FFFFL;
    }

    @Override public int size() { return size; }
}
