package sigillo.openpgp;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import sigillo.base.Octets;

/**
 * Text that is signed and readable as it is: RFC 9580 section 7. Read twice, since the signature, which says how it is
 * verified, comes last. What comes out is what was signed, and no more: dashes are taken off, white space at ends of
 * lines is not there, lines end in CRLF.
 *
 * <p>Strict, because people see the text with their eyes (RFC 9580 section 7.3): no header but {@code Hash}, one empty
 * line after it, each line with a dash escaped, nothing before and nothing after.
 */
final class CleartextSigned {
    private static final String BEGIN = "-----BEGIN PGP SIGNED MESSAGE-----";
    private static final byte[] CRLF = {'\r', '\n'};
    private static final byte[] NOTHING = {};

    private final Octets message;
    /** Of the reading that is going on, in octets. */
    private long at;

    private CleartextSigned(Octets message) { this.message = message; }

    static Opened read(Octets message, SignatureCheck check, long octetsMax, Sink sink) throws IOException {
        var cleartext = new CleartextSigned(message);
        long signature = cleartext.text((_, _, _) -> { });
        long most = (long) Limits.MESSAGE_SIGNATURES_MAX * Limits.SMALL_PACKET_OCTETS_MAX;
        if (message.length() - signature > most) throw new OpenPgpBroken(Refusal.TOO_LARGE);
        var signatures = new DetachedSignatures(message.bytes(signature, message.length(), (int) most), check);
        var octets = new long[1];
        cleartext.text((from, offset, count) -> {
            octets[0] += count;
            if (octets[0] > octetsMax) throw new OpenPgpBroken(Refusal.TOO_LARGE);
            signatures.update(from, offset, count);
            sink.write(from, offset, count);
        });
        return new Opened(false, octets[0], signatures.finish());
    }

    private interface Text { void take(byte[] from, int offset, int count) throws IOException; }

    /** Gives the text in pieces; where the signature begins. */
    private long text(Text text) throws IOException {
        at = 0;
        var in = new BufferedInputStream(message.stream());
        begin(in);
        var before = NOTHING;
        while (true) {
            long start = at;
            var line = line(in);
            if (is(line, Armour.Kind.SIGNATURE.begin())) return start;
            text.take(before, 0, before.length);
            int from = dashes(line);
            text.take(line, from, Math.max(from, end(line)) - from);
            before = CRLF;
        }
    }

    private void begin(InputStream in) throws IOException {
        if (!is(line(in), BEGIN)) throw new OpenPgpBroken(Refusal.NOT_SIGNED);
        var line = line(in);
        for (int n = 0; line.length > 0; line = line(in)) {
            boolean isHash = new String(line, StandardCharsets.ISO_8859_1).startsWith("Hash: ");
            if (!isHash || ++n > Limits.ARMOUR_HEADERS_MAX) throw new OpenPgpBroken(Refusal.CLEARTEXT_BROKEN);
        }
    }

    /** How many octets the escape takes: RFC 9580 section 7.2. */
    private static int dashes(byte[] line) throws OpenPgpBroken {
        if (line.length == 0 || line[0] != '-') return 0;
        if (line.length < 2 || line[1] != ' ') throw new OpenPgpBroken(Refusal.CLEARTEXT_BROKEN);
        return 2;
    }

    /** Without white space at the end: RFC 9580 section 7.1. */
    private static int end(byte[] line) {
        int end = line.length;
        while (end > 0 && (line[end - 1] == ' ' || line[end - 1] == '\t')) end--;
        return end;
    }

    private static boolean is(byte[] line, String text) {
        return new String(line, 0, end(line), StandardCharsets.ISO_8859_1).equals(text);
    }

    /** Without its line end. */
    private byte[] line(InputStream in) throws IOException {
        var line = new byte[256];
        int count = 0;
        int c = in.read();
        if (c < 0) throw new OpenPgpBroken(Refusal.TRUNCATED);
        for (; c >= 0 && c != '\n'; c = in.read()) {
            if (count == Limits.CLEARTEXT_LINE_OCTETS_MAX) throw new OpenPgpBroken(Refusal.CLEARTEXT_BROKEN);
            if (count == line.length) line = java.util.Arrays.copyOf(line, 2 * count);
            line[count++] = (byte) c;
        }
        at += count + (c < 0 ? 0 : 1);
        if (count > 0 && line[count - 1] == '\r') count--;
        for (int i = 0; i < count; i++) {
            if (line[i] == '\r') throw new OpenPgpBroken(Refusal.CLEARTEXT_BROKEN);
        }
        return java.util.Arrays.copyOf(line, count);
    }
}
