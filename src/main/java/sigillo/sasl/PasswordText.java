package sigillo.sasl;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.util.Arrays;

/**
 * A password as somebody said it, in UTF-8. Octets instead of a {@link String}, which could not be wiped. Whoever made it
 * closes it; from then on it is all zeros. One thread at a time.
 */
public final class PasswordText implements AutoCloseable {
    private final byte[] utf8;

    private PasswordText(byte[] utf8) { this.utf8 = utf8; }

    /** Of what is text already. */
    public static PasswordText of(String text) { return new PasswordText(text.getBytes(StandardCharsets.UTF_8)); }

    /** A copy of octets that are UTF-8. */
    public static PasswordText of(byte[] octets, int from, int to) { return new PasswordText(Arrays.copyOfRange(octets, from, to)); }

    /** The octets themselves, for reading only. */
    public byte[] unsafeOctets() { return utf8; }

    /** In octets. */
    public int length() { return utf8.length; }

    /**
     * In one composed form, since keyboards differ: RFC 8265 section 4.2.1. The caller's to wipe. What is not ASCII becomes text
     * on the way, since the JDK composes nothing else.
     */
    public byte[] composed() {
        boolean isAscii = true;
        for (byte octet : utf8) isAscii &= octet >= 0;
        if (isAscii) return utf8.clone();
        return Normalizer.normalize(new String(utf8, StandardCharsets.UTF_8), Normalizer.Form.NFC).getBytes(StandardCharsets.UTF_8);
    }

    @Override public void close() { Arrays.fill(utf8, (byte) 0); }

    @Override public boolean equals(Object other) { return other instanceof PasswordText that && MessageDigest.isEqual(utf8, that.utf8); }

    @Override public int hashCode() { return utf8.length; }

    @Override public String toString() { return "a password"; }
}
