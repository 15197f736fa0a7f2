package sigillo.imapd;

import java.util.Arrays;
import java.util.List;

/**
 * The messages of a mailbox as one client counts them: number n has the n-th UID of an ascending list. Four octets a
 * message. Changed only between commands, so that numbers keep their meaning.
 */
final class View {
    private int[] uids; // unsigned
    private int size;

    /** Takes the array, which is sorted. */
    View(int[] uids) {
        this.uids = uids;
        this.size = uids.length;
    }

    int size() { return size; }

    boolean isEmpty() { return size == 0; }

    /** {@code number} counts from 1. */
    long uid(int number) { return uids[number - 1] & 0xFFFF_FFFFL; }

    /** 0 when there are no messages. */
    long highestUid() { return size == 0 ? 0 : uid(size); }

    /** 0 when no message has this UID. */
    int number(long uid) {
        int at = firstFrom(uid);
        return at <= size && uid(at) == uid ? at : 0;
    }

    /** The number of the first message whose UID is not below this one, one more than there are if none is. */
    int firstFrom(long uid) {
        int low = 1;
        int high = size + 1;
        while (low < high) {
            int middle = low + high >>> 1;
            if (uid(middle) < uid) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    /** Among unsigned UIDs, ascending; negative when it is not there. */
    static int place(int[] uids, long uid) {
        int low = 0;
        int high = uids.length - 1;
        while (low <= high) {
            int middle = low + high >>> 1;
            long there = uids[middle] & 0xFFFF_FFFFL;
            if (there == uid) return middle;
            if (there < uid) low = middle + 1;
            else high = middle - 1;
        }
        return -1;
    }

    /** {@code uid} is above all. */
    void add(long uid) {
        if (uid <= highestUid()) throw new IllegalArgumentException(uid + " is not above " + highestUid());
        if (size == uids.length) uids = Arrays.copyOf(uids, Math.max(16, size + size / 8));
        uids[size++] = (int) uid;
    }

    /** {@code more} ascending, none of them there. */
    void merge(List<Long> more) {
        if (more.isEmpty()) return;
        var merged = new int[size + more.size()];
        int at = 0;
        int kept = 0;
        for (long uid : more) {
            while (at < size && uid(at + 1) < uid) merged[kept++] = uids[at++];
            merged[kept++] = (int) uid;
        }
        System.arraycopy(uids, at, merged, kept, size - at);
        size += more.size();
        uids = merged;
    }

    /** {@code numbers} ascending, each once. */
    void remove(int[] numbers) {
        if (numbers.length == 0) return;
        int kept = numbers[0] - 1;
        int gone = 0;
        for (int number = numbers[0]; number <= size; number++) {
            if (gone < numbers.length && numbers[gone] == number) gone++;
            else uids[kept++] = uids[number - 1];
        }
        size = kept;
    }
}
