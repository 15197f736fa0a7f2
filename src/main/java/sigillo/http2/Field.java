package sigillo.http2;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A field line, or a pseudo field whose name begins with a colon: RFC 9113 section 8.2. Octets, since it may be a secret. */
record Field(byte[] name, byte[] value) {
    static Field of(String name, String value) {
        return new Field(name.getBytes(StandardCharsets.ISO_8859_1), value.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** As text, for names that are known to be no secret. */
    String nameText() { return new String(name, StandardCharsets.ISO_8859_1); }

    /** What is made text stays in memory. */
    String valueText() { return new String(value, StandardCharsets.ISO_8859_1); }

    int octets() { return name.length + value.length; }

    void wipe() { Arrays.fill(value, (byte) 0); }

    /** Never the value. */
    @Override public String toString() { return nameText(); }
}
