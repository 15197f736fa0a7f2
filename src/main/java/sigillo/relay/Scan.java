package sigillo.relay;

import java.io.OutputStream;

/** Looks at every octet of a message once. Keeps nothing. */
final class Scan extends OutputStream {
    private boolean eightBitHeader;
    private boolean eightBit;
    private boolean inBody;
    private boolean odd;
    private long octets;
    private long missing; // what makes each line end a CRLF
    private int last = '\n';
    private int beforeLast = '\r';

    @Override public void write(int b) { see(b & 0xFF); }

    @Override public void write(byte[] from, int offset, int count) {
        for (int i = offset; i < offset + count; i++) see(from[i] & 0xFF);
    }

    private void see(int b) {
        octets++;
        if (b >= 0x80) see8Bit();
        if (b == 0) odd = true;
        if (last == '\r' && b != '\n') addHalf();
        if (b == '\n' && last != '\r') addHalf();
        if (b == '\n' && (last == '\n' || last == '\r' && beforeLast == '\n')) inBody = true;
        beforeLast = last;
        last = b;
    }

    private void see8Bit() {
        eightBit = true;
        if (!inBody) eightBitHeader = true;
    }

    private void addHalf() {
        odd = true;
        missing++;
    }

    boolean isEightBit() { return eightBit; }

    boolean isEightBitInHeader() { return eightBitHeader; }

    /** A CR or LF that ends no line, or NUL: DATA cannot carry it unchanged. */
    boolean isBinary() { return odd || last == '\r'; }

    /** Octets as they follow DATA, line ends made whole, without the dots: RFC 1870 section 5. */
    long octetsOfData() {
        boolean endsLine = last == '\n';
        return octets + missing + (last == '\r' ? 1 : endsLine ? 0 : 2);
    }
}
