package sigillo.message;

import sigillo.base.Octets;

/**
 * Quoted-printable, RFC 2045 section 6.7. Spaces at the end of a line are dropped, as rule 3 demands; an equals sign
 * that begins nothing stays.
 */
final class QuotedPrintableStream extends DecodingStream {
    /** More spaces than this in a row are not a line's end. RFC 2045 section 6.7: lines have 76 octets. */
    private static final int SPACES_MAX = 1000;

    private enum State { TEXT, EQUALS, EQUALS_SPACES, EQUALS_CR, EQUALS_DIGIT }

    private final byte[] spaces = new byte[SPACES_MAX];
    private State state = State.TEXT;
    private int held; // spaces that may turn out to end a line
    private byte digit;
    private int n;

    QuotedPrintableStream(Octets encoded) { super(encoded); }

    @Override int decode(byte[] piece, int count) {
        n = 0;
        for (int i = 0; i < count; i++) {
            if (state == State.TEXT && held == 0 && piece[i] > '=') decoded[n++] = piece[i];
            else read(piece[i]);
        }
        return n;
    }

    @Override int finish() {
        n = 0;
        if (state == State.EQUALS_DIGIT) equalsSign(digit);
        emitSpaces();
        return n;
    }

    private void read(byte b) {
        switch (state) {
            case TEXT -> text(b);
            case EQUALS -> equals(b);
            case EQUALS_SPACES -> equalsSpaces(b);
            case EQUALS_CR -> { state = State.TEXT; if (b != '\n') text(b); }
            case EQUALS_DIGIT -> digit(b);
        }
    }

    private void text(byte b) {
        if (b == ' ' || b == '\t') {
            hold(b);
        } else {
            if (b == '\r' || b == '\n') held = 0;
            else emitSpaces();
            if (b == '=') state = State.EQUALS;
            else decoded[n++] = b;
        }
    }

    private void equals(byte b) {
        if (Ascii.hex(b) >= 0) { digit = b; state = State.EQUALS_DIGIT; }
        else equalsSpaces(b);
    }

    /** RFC 2045 section 6.7: an equals sign at a line's end joins the lines; spaces may have been added behind it. */
    private void equalsSpaces(byte b) {
        switch (b) {
            case '\r' -> { held = 0; state = State.EQUALS_CR; }
            case '\n' -> { held = 0; state = State.TEXT; }
            case ' ', '\t' -> {
                state = State.EQUALS_SPACES;
                if (held == SPACES_MAX) equalsSign(b);
                else hold(b);
            }
            default -> equalsSign(b);
        }
    }

    private void digit(byte b) {
        int low = Ascii.hex(b);
        if (low < 0) {
            state = State.TEXT;
            decoded[n++] = '=';
            decoded[n++] = digit;
            text(b);
        } else {
            state = State.TEXT;
            decoded[n++] = (byte) (Ascii.hex(digit) << 4 | low);
        }
    }

    /** The sign was no escape: it stays, then what stood behind it. */
    private void equalsSign(byte next) {
        state = State.TEXT;
        decoded[n++] = '=';
        emitSpaces();
        text(next);
    }

    private void hold(byte space) {
        if (held == SPACES_MAX) emitSpaces();
        spaces[held++] = space;
    }

    private void emitSpaces() {
        System.arraycopy(spaces, 0, decoded, n, held);
        n += held;
        held = 0;
    }
}
