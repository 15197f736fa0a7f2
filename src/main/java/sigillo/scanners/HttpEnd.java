package sigillo.scanners;

import java.util.Arrays;

/** Sees when an answer of HTTP has come whole, and looks at each octet once. One thread, one answer. */
public final class HttpEnd {
    private static final byte[] LAST_CHUNK = {'\r', '\n', '0', '\r', '\n', '\r', '\n'};

    private int looked;
    private long end = -1;
    private boolean isChunked;
    private boolean isHeadWhole;

    /** Of the octets that came until now, the first {@code count}; those of before are still there. */
    public boolean isWhole(byte[] octets, int count) {
        if (!isHeadWhole) lookForHead(octets, count);
        if (!isHeadWhole) return false;
        return isChunked ? endsWith(octets, count, LAST_CHUNK) : end >= 0 && count >= end;
    }

    private void lookForHead(byte[] octets, int count) {
        for (int i = Math.max(3, looked); i < count && !isHeadWhole; i++) {
            isHeadWhole = octets[i] == '\n' && octets[i - 1] == '\r' && octets[i - 2] == '\n' && octets[i - 3] == '\r';
            if (isHeadWhole) read(Words.latin(Arrays.copyOf(octets, i - 3)).split("\r\n"), i + 1);
        }
        looked = count;
    }

    /** What is no answer ends at once: nobody waits for more of it. */
    private void read(String[] head, int bodyStart) {
        isChunked = HttpAnswer.field(head, "transfer-encoding").isPresent();
        var length = HttpAnswer.field(head, "content-length");
        if (length.isPresent()) end = length.get().matches("\\d{1,9}") ? bodyStart + Long.parseLong(length.get()) : 0;
        if (!HttpAnswer.STATUS.matcher(head[0]).matches()) end = 0;
    }

    private static boolean endsWith(byte[] octets, int count, byte[] end) {
        return count >= end.length && Arrays.equals(octets, count - end.length, count, end, 0, end.length);
    }
}
