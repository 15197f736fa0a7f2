package sigillo.imapd;

import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import sigillo.base.Octets;
import sigillo.message.HeaderScan;

/**
 * The fields of a header that are named, or all others, and an empty line behind them: RFC 9051 section 6.4.5.1. They
 * stay where they are. Who wrote the message says how many there are, so no more than {@value #PLACES_MAX} places are known
 * at a time, some 2 KiB; the header is read again from where those end, and from its beginning for who reads backwards.
 */
final class NamedFields implements Octets {
    /** Fields beside each other have one place. Mail has fewer of those that programs ask for. */
    private static final int PLACES_MAX = 100;
    private static final byte[] EMPTY_LINE = {'\r', '\n'};

    private final Octets header;
    private final Set<String> names;
    private final boolean isNamed;
    private final long fieldsLength;
    private Places places;

    /** {@code names} in lower case; {@code isNamed}: those are told, else all others. */
    NamedFields(Octets header, Set<String> names, boolean isNamed) throws IOException {
        this.header = header;
        this.names = names;
        this.isNamed = isNamed;
        var first = new Places(0, 0);
        var length = new long[1];
        HeaderScan.fields(header, (name, start, end) -> {
            if (!isTold(name)) return true;
            first.add(start, end);
            length[0] += end - start;
            return true;
        });
        this.places = first;
        this.fieldsLength = length[0];
    }

    private boolean isTold(String name) { return names.contains(name) == isNamed; }

    @Override public long length() { return fieldsLength + EMPTY_LINE.length; }

    @Override public synchronized int read(long position, byte[] into, int offset, int count) throws IOException {
        if (position < 0 || position >= length() || count <= 0) return 0;
        if (position < fieldsLength) return readFields(position, into, offset, count);
        int from = (int) (position - fieldsLength);
        int n = Math.min(count, EMPTY_LINE.length - from);
        System.arraycopy(EMPTY_LINE, from, into, offset, n);
        return n;
    }

    /** As much as the places have that are known then: one of them may be four octets. */
    private int readFields(long position, byte[] into, int offset, int count) throws IOException {
        if (position < places.at) places = from(0, 0);
        while (position >= places.end()) places = from(places.end(), places.scanned);
        int done = 0;
        for (int place = places.find(position); place < places.count && done < count; place++) {
            long skipped = position + done - places.offsets[place];
            int wanted = (int) Math.min(count - done, places.end(place) - position - done);
            int n = header.read(places.starts[place] + skipped, into, offset + done, wanted);
            if (n <= 0) throw new IOException("header ends within a field, at " + (places.starts[place] + skipped));
            done += n;
            if (n < wanted) break;
        }
        return done;
    }

    /** The places from {@code at} on; {@code scanned}: in the header, behind the last place before them. */
    private Places from(long at, long scanned) throws IOException {
        var next = new Places(at, scanned);
        HeaderScan.fields(header.slice(scanned, header.length()), (name, start, end) ->
            !isTold(name) || next.add(scanned + start, scanned + end));
        if (next.count == 0) throw new IOException("header ends at " + scanned);
        return next;
    }

    /** Some places in the header, ascending. */
    private static final class Places {
        private final long at; // of all that is told, where the first of these begins
        private long scanned;  // in the header: behind the last of them
        private int count;
        private long[] starts = new long[8];  // in the header
        private long[] offsets = new long[8]; // of all that is told
        private long end;

        Places(long at, long scanned) {
            this.at = at;
            this.scanned = scanned;
            this.end = at;
        }

        /** False when there is no room for one more. */
        boolean add(long start, long end) {
            boolean goesOn = count > 0 && scanned == start;
            if (!goesOn && count == PLACES_MAX) return false;
            if (!goesOn) begin(start);
            this.end += end - start;
            scanned = end;
            return true;
        }

        private void begin(long start) {
            if (count == starts.length) {
                starts = Arrays.copyOf(starts, 2 * count);
                offsets = Arrays.copyOf(offsets, 2 * count);
            }
            starts[count] = start;
            offsets[count++] = end;
        }

        long end() { return end; }

        long end(int place) { return place + 1 < count ? offsets[place + 1] : end; }

        int find(long position) {
            int found = Arrays.binarySearch(offsets, 0, count, position);
            return found >= 0 ? found : -found - 2;
        }
    }
}
