package sigillo.message;

import sigillo.base.Octets;

/** Uuencode, as POSIX has it: what stands between the lines "begin" and "end". */
final class UuStream extends DecodingStream {
    /** A full line has 61 characters; what is longer is no line of data. */
    private static final int LINE_OCTETS_MAX = 120;

    private final byte[] line = new byte[LINE_OCTETS_MAX];
    private int length;
    private boolean tooLong;
    private boolean begun;
    private boolean ended;
    private int n;

    UuStream(Octets encoded) { super(encoded); }

    @Override int decode(byte[] piece, int count) {
        n = 0;
        for (int i = 0; i < count; i++) {
            if (piece[i] == '\n') endLine();
            else if (length < LINE_OCTETS_MAX) line[length++] = piece[i];
            else tooLong = true;
        }
        return n;
    }

    @Override int finish() {
        n = 0;
        endLine();
        return n;
    }

    private void endLine() {
        while (length > 0 && line[length - 1] == '\r') length--;
        if (!begun) begun = startsWith("begin ");
        else if (startsWith("end")) ended = true;
        else if (!ended && !tooLong && length > 0) data();
        length = 0;
        tooLong = false;
    }

    private void data() {
        int octets = line[0] - ' ' & 63;
        for (int i = 1; octets > 0 && i < length; i += 4) {
            int bits = digit(i) << 18 | digit(i + 1) << 12 | digit(i + 2) << 6 | digit(i + 3);
            for (int shift = 16; shift >= 0 && octets > 0; shift -= 8, octets--) decoded[n++] = (byte) (bits >> shift);
        }
    }

    /** Trailing spaces, which are zeros, may have been lost on the way. */
    private int digit(int at) { return at < length ? line[at] - ' ' & 63 : 0; }

    private boolean startsWith(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (i >= length || line[i] != word.charAt(i)) return false;
        }
        return true;
    }
}
