package sigillo.smtp;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Reads what follows DATA, however the network cuts it. Only {@code CRLF . CRLF} ends it (RFC 5321 section 4.1.1.4),
 * and the dots that the client added are taken away (RFC 5321 section 4.5.2). A CR or LF that is not part of a CRLF
 * makes {@link #hasBareLineEnd} true: such a message must be refused at its end, because another server might see an
 * end of data where we see none, and what follows would be a message that nobody sent. Nothing is stored here: a line
 * of any length costs nothing. One thread.
 */
public final class DataReader {
    private enum At { LINE_START, TEXT, CR, DOT, DOT_CR }

    private static final byte CR = '\r';
    private static final byte LF = '\n';

    private At at = At.LINE_START;
    private boolean bare;

    /**
     * Consumes input up to the end of data, or all of it. Returns true at the end of data; what follows is then the
     * next command. The input must have an array.
     */
    public boolean read(ByteBuffer in, OctetSink sink) throws IOException {
        var octets = in.array();
        int base = in.arrayOffset();
        int limit = base + in.limit();
        int run = base + in.position();
        for (int i = run; i < limit; i++) {
            byte octet = octets[i];
            switch (at) {
                case TEXT -> {
                    while (octet != CR && octet != LF && ++i < limit) octet = octets[i];
                    if (i < limit) text(octet);
                }
                case LINE_START -> {
                    if (octet == '.') {
                        pass(sink, octets, run, i);
                        run = i + 1;
                        at = At.DOT;
                    } else {
                        text(octet);
                    }
                }
                case CR -> afterCr(octet);
                case DOT -> {
                    if (octet == CR) at = At.DOT_CR;
                    else text(octet);
                }
                case DOT_CR -> {
                    if (octet == LF) {
                        in.position(i + 1 - base);
                        return true;
                    }
                    afterCr(octet);
                }
            }
        }
        pass(sink, octets, run, limit);
        in.position(in.limit());
        return false;
    }

    /** True once a CR or LF was seen that ends no line. */
    public boolean hasBareLineEnd() { return bare; }

    private void text(byte octet) {
        if (octet == LF) bare = true;
        at = octet == CR ? At.CR : At.TEXT;
    }

    private void afterCr(byte octet) {
        if (octet == LF) {
            at = At.LINE_START;
            return;
        }
        bare = true;
        at = octet == CR ? At.CR : At.TEXT;
    }

    /** What will be refused need not be kept. A lone {@code . CR} at the end of the input is no text yet, or never. */
    private void pass(OctetSink sink, byte[] octets, int from, int to) throws IOException {
        if (bare || at == At.DOT_CR || at == At.DOT) return;
        if (to > from) sink.accept(octets, from, to - from);
    }
}
