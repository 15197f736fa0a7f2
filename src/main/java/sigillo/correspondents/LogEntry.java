package sigillo.correspondents;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.base.Sha256;

/**
 * That an address here was given another certificate, or none any more. {@code address}: SHA-256 of the address in
 * small letters. {@code certificate}: SHA-256 of what is served for it; zeros when nothing is. {@code at}: to the
 * second.
 */
public record LogEntry(long index, Instant at, Bytes address, Bytes certificate) {
    static final int HASH_OCTETS = 32;
    private static final String FIRST_LINE = "sigillo key log 1\n";

    static Bytes hash(Address address) {
        return Bytes.wrap(Sha256.of(address.lookupKey().getBytes(StandardCharsets.UTF_8)));
    }

    static Bytes hash(Bytes served) { return Bytes.wrap(Sha256.of(served.toArray())); }

    public boolean isWithdrawn() { return certificate.equals(Bytes.wrap(new byte[HASH_OCTETS])); }

    /** The leaf: four lines of text, so that any program makes it. */
    byte[] leaf() {
        var hex = HexFormat.of();
        return (FIRST_LINE + at.getEpochSecond() + "\n" + hex.formatHex(address.toArray()) + "\n"
            + hex.formatHex(certificate.toArray()) + "\n")
            .getBytes(StandardCharsets.UTF_8);
    }
}
