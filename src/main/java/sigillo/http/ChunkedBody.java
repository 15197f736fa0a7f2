package sigillo.http;

import io.helidon.common.buffers.DataReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A body that comes in chunks: RFC 9112 section 7.1. Extensions and trailers are read over. No more is kept than a form
 * or a call needs, whatever is announced, and what is wrong is seen with its first octet: nobody waits for the rest.
 */
final class ChunkedBody {
    /** An {@code int} holds what they say. */
    private static final int SIZE_DIGITS_MAX = 7;

    private final DataReader in;
    private final byte[] gathered = new byte[HttpLimits.SMALL_BODY_OCTETS];
    private int count;
    private int lines;

    private ChunkedBody(DataReader in) { this.in = in; }

    /** From the first chunk's size on. */
    static BodyRead read(DataReader in) {
        var body = new ChunkedBody(in);
        try {
            return new BodyRead.Whole(body.read());
        } catch (Malformed wrong) {
            return new BodyRead.Refused(wrong.status);
        } catch (DataReader.IncorrectNewLineException wrong) {
            return new BodyRead.Refused(400);
        } finally {
            Arrays.fill(body.gathered, (byte) 0);
        }
    }

    private byte[] read() throws Malformed {
        for (int size = size(line()); size > 0; size = size(line())) chunk(size);
        while (!line().isEmpty()) { } // RFC 9112 section 7.1.2: trailers that nobody knows are ignored
        return Arrays.copyOf(gathered, count);
    }

    private void chunk(int size) throws Malformed {
        if (size > HttpLimits.BODY_OCTETS_MAX) throw new Malformed(413);
        if (count + size > gathered.length) throw new Malformed(411); // longer ones are to say how long they are
        var octets = in.readBytes(size);
        System.arraycopy(octets, 0, gathered, count, size);
        Arrays.fill(octets, (byte) 0);
        count += size;
        if (in.read() != '\r' || in.read() != '\n') throw new Malformed(400);
    }

    /** Of a line {@code chunk-size [ chunk-ext ]}; blanks before an extension are old programs': section 7.1.1. */
    private static int size(String line) throws Malformed {
        int end = line.indexOf(';');
        var digits = end < 0 ? line : line.substring(0, end).stripTrailing();
        if (!digits.matches("[0-9A-Fa-f]+")) throw new Malformed(400);
        var significant = digits.replaceFirst("^0+(?=.)", "");
        if (significant.length() > SIZE_DIGITS_MAX) throw new Malformed(413);
        return Integer.parseInt(significant, 16);
    }

    private String line() throws Malformed {
        int left = HttpLimits.CHUNK_LINES_OCTETS_MAX - lines;
        int end = in.findNewLine(left);
        if (end >= left) throw new Malformed(400);
        var line = end == 0 ? "" : new String(in.readBytes(end), StandardCharsets.ISO_8859_1);
        in.skip(2); // the line's end
        lines += end + 2;
        return line;
    }

    /** Leaves at the first error; never leaves this class. */
    private static final class Malformed extends Exception {
        private static final long serialVersionUID = 1;
        final int status;

        Malformed(int status) {
            super(null, null, false, false);
            this.status = status;
        }
    }
}
