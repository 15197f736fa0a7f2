package sigillo.smtp;

import java.io.IOException;

/**
 * Writes a message as it goes after DATA: dots at the start of lines doubled (RFC 5321 section 4.5.2), and every line
 * end made a CRLF, since a bare CR or LF may look like an end of data to another server (RFC 5321 section 2.3.8). At
 * the end {@code CRLF . CRLF}. The mirror of {@link DataReader}. One thread.
 */
public final class DataEncoder {
    private static final byte[] CRLF = {'\r', '\n'};
    private static final byte[] DOT = {'.'};
    private static final byte[] END = {'.', '\r', '\n'};

    private final OctetSink sink;
    private boolean lineStart = true;
    private boolean afterCr;

    public DataEncoder(OctetSink sink) { this.sink = sink; }

    public void write(byte[] octets, int offset, int count) throws IOException {
        int run = offset;
        int end = offset + count;
        for (int i = offset; i < end; i++) {
            byte octet = octets[i];
            if (octet == '\n' || octet == '\r') {
                pass(octets, run, i);
                run = i + 1;
                boolean isSecondHalf = octet == '\n' && afterCr;
                if (!isSecondHalf) sink.accept(CRLF, 0, 2);
                afterCr = octet == '\r';
                lineStart = true;
            } else {
                if (lineStart && octet == '.') sink.accept(DOT, 0, 1);
                lineStart = false;
                afterCr = false;
            }
        }
        pass(octets, run, end);
    }

    public void end() throws IOException {
        if (!lineStart) sink.accept(CRLF, 0, 2);
        sink.accept(END, 0, 3);
    }

    private void pass(byte[] octets, int from, int to) throws IOException {
        if (to > from) sink.accept(octets, from, to - from);
    }
}
