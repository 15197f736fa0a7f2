package sigillo.openpgp;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;

/**
 * ASCII armour: RFC 9580 section 6.2. Written with CRLF, without header lines (they would tell who made it) and
 * with the checksum: gpg 2.2 takes armour without it for broken when it does not end in padding, and RFC 9580 section
 * 6.1 allows it for the sake of such. Reading is {@link ArmourReader}.
 */
public final class Armour {

    /** What is between the lines. RFC 9580 section 6.2.1. */
    public enum Kind {
        MESSAGE("PGP MESSAGE"), PUBLIC_KEY("PGP PUBLIC KEY BLOCK"), SECRET_KEY("PGP PRIVATE KEY BLOCK"),
        SIGNATURE("PGP SIGNATURE");

        private final String words;

        Kind(String words) { this.words = words; }

        String begin() { return "-----BEGIN " + words + "-----"; }

        String end() { return "-----END " + words + "-----"; }
    }

    private Armour() {}

    /** Of what is small. */
    public static byte[] of(Kind kind, byte[] octets) {
        var all = new ByteArrayOutputStream(octets.length * 3 / 2 + 100);
        try (var out = writer(all, kind)) {
            out.write(octets);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all.toByteArray();
    }

    /** Octets written to it go to {@code out} in armour. Closing it ends the armour, and does not close {@code out}. */
    public static OutputStream writer(OutputStream out, Kind kind) { return new Writer(out, kind); }

    /** Which no binary packet that we know begins with, and some editors put before text. */
    private static final byte[] UTF8_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    /** Whether this can only be armour: no binary packet begins with an octet below 0x80. */
    private static boolean is(byte[] first) {
        return first.length > 0 && first[0] >= 0 || Arrays.equals(first, UTF8_MARK);
    }

    /**
     * Binary from either form, of what is small. Of several blocks those of {@code kinds} one after the other: people
     * keep more than one in a file.
     */
    static byte[] binary(byte[] binaryOrArmoured, Set<Kind> kinds) throws OpenPgpBroken {
        if (!is(Arrays.copyOf(binaryOrArmoured, Math.min(3, binaryOrArmoured.length)))) return binaryOrArmoured;
        var all = new ByteArrayOutputStream(binaryOrArmoured.length * 3 / 4);
        try {
            var reader = new ArmourReader(new ByteArrayInputStream(binaryOrArmoured));
            reader.kind();
            do {
                var block = reader.readAllBytes();
                if (kinds.contains(reader.kind())) all.writeBytes(block);
            } while (reader.hasAnother());
            return all.toByteArray();
        } catch (OpenPgpBroken e) {
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same, of a stream of which the first block is read. {@code in} must support mark. */
    static InputStream binary(InputStream in) throws IOException {
        in.mark(3);
        var first = in.readNBytes(3);
        in.reset();
        return is(first) ? new ArmourReader(in) : in;
    }

    private static final class Writer extends OutputStream {
        private static final int LINE_OCTETS = 48;
        private static final byte[] CRLF = {'\r', '\n'};
        private static final Base64.Encoder LINES = Base64.getMimeEncoder(LINE_OCTETS / 3 * 4, CRLF);

        private final OutputStream out;
        private final Kind kind;
        private final byte[] plain = new byte[LINE_OCTETS * 170];
        private final byte[] text = new byte[plain.length / LINE_OCTETS * (LINE_OCTETS / 3 * 4 + 2)];
        private final Crc24 checksum = new Crc24();
        private int count;
        private boolean isBegun;
        private boolean isClosed;

        Writer(OutputStream out, Kind kind) {
            this.out = out;
            this.kind = kind;
        }

        @Override public void write(int octet) throws IOException {
            if (count == plain.length) drain();
            plain[count++] = (byte) octet;
        }

        @Override public void write(byte[] from, int offset, int length) throws IOException {
            for (int done = 0; done < length; ) {
                if (count == plain.length) drain();
                int n = Math.min(length - done, plain.length - count);
                System.arraycopy(from, offset + done, plain, count, n);
                count += n;
                done += n;
            }
        }

        private void drain() throws IOException {
            begin();
            if (count == 0) return;
            checksum.update(plain, count);
            var whole = count == plain.length ? plain : Arrays.copyOf(plain, count);
            int n = LINES.encode(whole, text);
            out.write(text, 0, n);
            out.write(CRLF);
            count = 0;
        }

        private void begin() throws IOException {
            if (isBegun) return;
            isBegun = true;
            out.write((kind.begin() + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        }

        @Override public void close() throws IOException {
            if (isClosed) return;
            isClosed = true;
            drain();
            out.write('=');
            out.write(Base64.getEncoder().encode(checksum.value()));
            out.write(CRLF);
            out.write((kind.end() + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }
    }
}
