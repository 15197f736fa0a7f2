package sigillo.http2;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/** Writes a header block that needs no dynamic table: RFC 7541 section 6. Nothing that is said stays anywhere. */
final class HpackWriter {
    /** RFC 7541 section 7.1.3: of these, nobody on the way keeps the value. */
    private static final Set<String> SECRET = Set.of("set-cookie", "authorization", "sigillo-token");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(512);

    /** {@code name}: made small, RFC 9113 section 8.2.1. Throws {@link IllegalArgumentException} for what no field may hold. */
    HpackWriter field(String name, String value) {
        var small = name.toLowerCase(Locale.ROOT);
        if (value.chars().anyMatch(c -> c == 0 || c == '\r' || c == '\n')) throw new IllegalArgumentException("the value of " + small);
        int whole = HpackTable.indexOf(small, value);
        if (whole > 0 && !value.isEmpty()) {
            integer(0x80, 7, whole);
            return this;
        }
        int index = HpackTable.indexOf(small);
        integer(SECRET.contains(small) ? 0x10 : 0, 4, index);
        if (index == 0) string(small);
        string(value);
        return this;
    }

    byte[] block() { return out.toByteArray(); }

    private void string(String text) {
        var octets = text.getBytes(StandardCharsets.ISO_8859_1);
        integer(0, 7, octets.length);
        out.writeBytes(octets);
    }

    /** RFC 7541 section 5.1. */
    private void integer(int flags, int prefixBits, int value) {
        int max = (1 << prefixBits) - 1;
        if (value < max) {
            out.write(flags | value);
            return;
        }
        out.write(flags | max);
        int rest = value - max;
        for (; rest >= 0x80; rest >>>= 7) out.write(rest & 0x7F | 0x80);
        out.write(rest);
    }
}
