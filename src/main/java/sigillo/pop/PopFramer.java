package sigillo.pop;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Cuts a stream into lines. Only CRLF ends one (RFC 1939 section 3); a line that holds a CR or LF beside it is refused
 * whole, so that no command hides in an argument. Keeps at most one unfinished line. One thread.
 */
public final class PopFramer {

    public sealed interface Frame {
        /** All input is consumed and the line has not ended. */
        record More() implements Frame {}

        /** Without its CRLF. */
        record Line(String text) implements Frame {
            /** It may be a password. */
            @Override public String toString() { return "Line[" + text.length() + "]"; }
        }

        /** It ended, and is none that a session looks at. */
        record Bad(Fault fault) implements Frame {}

        /** More than {@link PopLineLimits#SKIPPED_MAX} and no end: nothing sensible can follow. */
        record Endless() implements Frame {}
    }

    public enum Fault {
        TOO_LONG("The line is too long"),
        BARE_LINE_END("Lines end with CRLF, and CR and LF stand nowhere else"),
        NOT_UTF8("The line is not UTF-8"),
        NUL("A line holds no NUL");

        private final String why;

        Fault(String why) { this.why = why; }

        /** For the client. */
        public String why() { return why; }
    }

    private static final Frame MORE = new Frame.More();
    private static final byte[] NONE = {};

    private byte[] unfinished = NONE;
    private int kept;
    private long length;
    private boolean isBare;
    private boolean isAfterCr;

    /** Consumes up to and including the next CRLF. {@code octetsMax} counts the CRLF. */
    public Frame next(ByteBuffer in, int octetsMax) {
        while (in.hasRemaining()) {
            byte octet = in.get();
            length++;
            if (octet == '\n' && isAfterCr) return ended(octetsMax);
            if (octet == '\n' || isAfterCr) isBare = true;
            isAfterCr = octet == '\r';
            keep(octet, octetsMax);
        }
        return length > PopLineLimits.SKIPPED_MAX ? new Frame.Endless() : MORE;
    }

    private void keep(byte octet, int octetsMax) {
        if (length >= octetsMax) {
            wipe();
            return;
        }
        if (kept == unfinished.length) {
            var larger = Arrays.copyOf(unfinished, Math.min(Math.max(2 * kept, 64), octetsMax));
            Arrays.fill(unfinished, (byte) 0);
            unfinished = larger;
        }
        unfinished[kept++] = octet;
    }

    private Frame ended(int octetsMax) {
        try {
            if (isBare) return new Frame.Bad(Fault.BARE_LINE_END);
            return length > octetsMax ? new Frame.Bad(Fault.TOO_LONG) : decoded();
        } finally {
            wipe();
            length = 0;
            isBare = false;
            isAfterCr = false;
        }
    }

    /** What was said may have been a password. */
    private void wipe() {
        Arrays.fill(unfinished, (byte) 0);
        unfinished = NONE;
        kept = 0;
    }

    private Frame decoded() {
        int end = kept - 1; // the CR
        for (int i = 0; i < end; i++) if (unfinished[i] == 0) return new Frame.Bad(Fault.NUL);
        try {
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(unfinished, 0, end));
            var line = text.toString();
            if (text.hasArray()) Arrays.fill(text.array(), '\0');
            return new Frame.Line(line);
        } catch (CharacterCodingException notUtf8) {
            return new Frame.Bad(Fault.NOT_UTF8);
        }
    }
}
