package sigillo.imapd;

import java.util.List;

/** What a search has found and is kept up to date: UIDs, ascending, four octets each. */
final class FoundUids {
    private int[] uids; // unsigned
    private int size;

    /** Takes the array, which is sorted. */
    FoundUids(int[] uids) {
        this.uids = uids;
        this.size = uids.length;
    }

    int size() { return size; }

    private long uid(int number) { return uids[number - 1] & 0xFFFF_FFFFL; }

    /** Its place from 1 on; 0 when it is not there. */
    int number(long uid) { return place(uids, size, uid) + 1; }

    /** Among unsigned UIDs, ascending; -1 when it is not there. */
    static int place(int[] uids, long uid) { return place(uids, uids.length, uid); }

    private static int place(int[] uids, int size, long uid) {
        int low = 0;
        int high = size - 1;
        while (low <= high) {
            int middle = low + high >>> 1;
            long there = uids[middle] & 0xFFFF_FFFFL;
            if (there == uid) return middle;
            if (there < uid) low = middle + 1;
            else high = middle - 1;
        }
        return -1;
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
