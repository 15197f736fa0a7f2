package sigillo.openpgp;

import java.io.IOException;
import java.io.InputStream;

/**
 * The framer: packets of a stream, one after the other, in both formats (RFC 9580 section 4.2). A body that is not
 * read to its end is passed over by {@link #next}.
 */
final class PacketReader {
    private static final int PARTIAL_FROM = 224;
    private static final int PARTIAL_UNTIL = 255;

    private final InputStream in;
    private final int packetsMax;
    private int packets;
    private Body body;

    /** {@code in}: buffered, or in memory. */
    PacketReader(InputStream in, int packetsMax) {
        this.in = in;
        this.packetsMax = packetsMax;
    }

    /** The tag of the next packet, its type ID in RFC 9580's words; -1 at the end. */
    int next() throws IOException {
        if (body != null) body.passOver();
        int first = in.read();
        if (first < 0) return -1;
        // RFC 9580 section 4.2: the top bit is always set
        if ((first & 0x80) == 0) throw new OpenPgpBroken(packets == 0 ? Refusal.NOT_OPENPGP : Refusal.MALFORMED);
        if (++packets > packetsMax) throw new OpenPgpBroken(Refusal.TOO_MANY_PACKETS);
        int tag = (first & 0x40) != 0 ? first & 0x3F : first >> 2 & 0x0F;
        if (tag == 0) throw new OpenPgpBroken(Refusal.MALFORMED);
        body = new Body(tag);
        if ((first & 0x40) != 0) body.newLength(true);
        else body.oldLength(first & 3);
        return tag;
    }

    /** Of the packet that {@link #next} has named. */
    InputStream body() { return body; }

    /** The whole body, of at most {@code octetsMax}. */
    byte[] body(int octetsMax) throws IOException {
        var octets = body.readNBytes(octetsMax + 1);
        if (octets.length > octetsMax) throw new OpenPgpBroken(Refusal.TOO_LARGE);
        return octets;
    }

    private int octet() throws IOException {
        int octet = in.read();
        if (octet < 0) throw new OpenPgpBroken(Refusal.TRUNCATED);
        return octet;
    }

    private long number(int octets) throws IOException {
        long number = 0;
        for (int i = 0; i < octets; i++) number = number << 8 | octet();
        return number;
    }

    /** RFC 9580 section 4.2.1.4: partial bodies are for data only. Tag 20 is of LibrePGP. */
    private static boolean isData(int tag) { return tag == 8 || tag == 9 || tag == 11 || tag == 18 || tag == 20; }

    private final class Body extends InputStream {
        private final int tag;
        /** Of this part. */
        private long left;
        private boolean isLastPart = true;
        private boolean isToTheEnd;

        Body(int tag) { this.tag = tag; }

        void oldLength(int type) throws IOException {
            if (type < 3) {
                left = number(1 << type);
                return;
            }
            // RFC 9580 section 4.2.2: of indeterminate length; gpg writes compressed data so
            if (!isData(tag)) throw new OpenPgpBroken(Refusal.MALFORMED);
            isToTheEnd = true;
        }

        void newLength(boolean isFirst) throws IOException {
            int first = octet();
            isLastPart = true;
            if (first < 192) {
                left = first;
            } else if (first < PARTIAL_FROM) {
                left = (first - 192 << 8) + octet() + 192;
            } else if (first == PARTIAL_UNTIL) {
                left = number(4);
            } else {
                left = 1L << (first & 0x1F);
                isLastPart = false;
                boolean isShort = isFirst && left < Limits.FIRST_PARTIAL_OCTETS_MIN;
                if (!isData(tag) || isShort) throw new OpenPgpBroken(Refusal.MALFORMED);
            }
        }

        @Override public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override public int read(byte[] into, int offset, int count) throws IOException {
            if (count == 0) return 0;
            if (isToTheEnd) return in.read(into, offset, count);
            while (left == 0) {
                if (isLastPart) return -1;
                newLength(false);
            }
            int n = in.read(into, offset, (int) Math.min(count, left));
            if (n <= 0) throw new OpenPgpBroken(Refusal.TRUNCATED);
            left -= n;
            return n;
        }

        void passOver() throws IOException {
            var buffer = new byte[8_192];
            while (read(buffer, 0, buffer.length) >= 0) { }
        }
    }
}
