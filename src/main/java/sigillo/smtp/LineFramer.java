package sigillo.smtp;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Cuts a stream into command lines. Only CRLF ends a line (RFC 5321 section 2.3.8): a bare CR or LF is part of it, and
 * the whole line is then refused, so that no command can hide in an argument. Keeps at most one unfinished line. One
 * thread.
 */
public final class LineFramer {

    public sealed interface Frame {
        /** All input is consumed and the line has not ended. */
        record More() implements Frame {}

        /** A line without its CRLF. */
        record Line(String text) implements Frame {}

        /** The line ended; it was longer than allowed. */
        record TooLong() implements Frame {}

        /** The line ended; it held a CR or LF that ends no line. */
        record BareLineEnd() implements Frame {}

        /** The line ended; it is not UTF-8 (RFC 6531 section 3.3). */
        record NotUtf8() implements Frame {}

        /** More than {@link SmtpLimits#SKIPPED_OCTETS_MAX} and no end of the line: nothing sensible can follow. */
        record Endless() implements Frame {}
    }

    private static final Frame MORE = new Frame.More();
    private static final byte CR = '\r';
    private static final byte LF = '\n';
    private static final byte[] NONE = {};

    private byte[] unfinished = NONE;
    private int count;
    private long length;
    private boolean bare;
    private boolean afterCr;

    /** Consumes up to and including the next CRLF. {@code octetsMax} counts the CRLF. */
    public Frame next(ByteBuffer in, int octetsMax) {
        int start = in.position();
        while (in.hasRemaining()) {
            byte octet = in.get();
            if (octet == LF && afterCr) return ended(in, start, octetsMax);
            if (octet == LF || afterCr) bare = true;
            afterCr = octet == CR;
        }
        keep(in, start, octetsMax);
        return length > SmtpLimits.SKIPPED_OCTETS_MAX ? new Frame.Endless() : MORE;
    }

    private void keep(ByteBuffer in, int start, int octetsMax) {
        int more = in.position() - start;
        length += more;
        if (length > octetsMax) {
            unfinished = NONE;
            count = 0;
            return;
        }
        if (count + more > unfinished.length)
            unfinished = Arrays.copyOf(unfinished, Math.min(octetsMax, Math.max(count + more, unfinished.length * 2)));
        in.get(start, unfinished, count, more);
        count += more;
    }

    private Frame ended(ByteBuffer in, int start, int octetsMax) {
        boolean tooLong = length + (in.position() - start) > octetsMax;
        boolean wasBare = bare;
        var line = NONE;
        int end = 0;
        if (!tooLong && !wasBare) {
            keep(in, start, octetsMax);
            line = unfinished;
            end = count - 2;
        }
        forget();
        if (wasBare) return new Frame.BareLineEnd();
        return tooLong ? new Frame.TooLong() : decoded(line, end);
    }

    private void forget() {
        unfinished = NONE;
        count = 0;
        length = 0;
        bare = false;
        afterCr = false;
    }

    private static Frame decoded(byte[] line, int end) {
        if (isAscii(line, end)) return new Frame.Line(new String(line, 0, end, StandardCharsets.US_ASCII));
        try {
            return new Frame.Line(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line, 0, end)).toString());
        } catch (CharacterCodingException notUtf8) {
            return new Frame.NotUtf8();
        }
    }

    private static boolean isAscii(byte[] line, int end) {
        for (int i = 0; i < end; i++) if (line[i] < 0) return false;
        return true;
    }
}
