package sigillo.smime;

import java.io.IOException;

/**
 * How deep the values of ASN.1 lie in each other, counted as their octets come: X.690 section 8.1. What reads them calls
 * itself once a level, so a signature of nothing but beginnings would use up the stack. One thread.
 */
final class Nesting {
    private static final int CONSTRUCTED = 0x20;
    private static final int NUMBER = 0x1F;
    private static final int MORE = 0x80;
    /** Of a length; longer ones are of no message. */
    private static final int LENGTH_OCTETS_MAX = 5;

    private enum State { TAG, LONG_TAG, LENGTH, LONG_LENGTH, CONTENT }

    private final long[] ends = new long[SmimeLimits.NESTING_MAX]; // where each ends that is open
    private State state = State.TAG;
    private int depth;
    private int tag;
    private int lengthLeft;
    private long length;
    private long at;

    /** Throws {@link IOException} where they lie too deep, or have no length that could be. */
    void take(byte[] octets, int from, int count) throws IOException {
        for (int i = from; i < from + count; ) {
            int passed = state == State.CONTENT ? (int) Math.min(from + count - i, length) : 1;
            if (state == State.CONTENT) content(passed);
            else octet(octets[i] & 0xFF);
            i += passed;
        }
    }

    /** Of one that has no others in it. */
    private void content(int octets) {
        at += octets;
        length -= octets;
        if (length == 0) ended();
    }

    private void octet(int octet) throws IOException {
        at++;
        switch (state) {
            case TAG -> {
                tag = octet;
                state = (octet & NUMBER) == NUMBER ? State.LONG_TAG : State.LENGTH;
            }
            case LONG_TAG -> state = (octet & MORE) == 0 ? State.LENGTH : State.LONG_TAG;
            case LENGTH -> length(octet);
            case LONG_LENGTH -> {
                length = length << Byte.SIZE | octet;
                if (--lengthLeft == 0) begun(length);
            }
            case CONTENT -> throw new IllegalStateException("content is passed over");
        }
    }

    private void length(int octet) throws IOException {
        lengthLeft = octet & ~MORE;
        length = 0;
        if (octet < MORE) begun(octet);
        else if (lengthLeft == 0) open(Long.MAX_VALUE);
        else if (lengthLeft <= LENGTH_OCTETS_MAX) state = State.LONG_LENGTH;
        else throw new IOException("a value of a signature that is longer than anything");
    }

    private void begun(long octets) throws IOException {
        boolean isEnd = tag == 0 && octets == 0; // of one that did not say its length
        if (isEnd && depth > 0 && ends[depth - 1] == Long.MAX_VALUE) depth--;
        if ((tag & CONSTRUCTED) != 0) {
            open(at + octets);
            return;
        }
        length = octets;
        state = State.CONTENT;
        if (octets == 0) ended();
    }

    private void open(long end) throws IOException {
        if (depth == ends.length) throw new IOException("values of a signature lie in each other deeper than is read");
        ends[depth++] = end;
        ended();
    }

    private void ended() {
        state = State.TAG;
        while (depth > 0 && ends[depth - 1] <= at) depth--;
    }
}
