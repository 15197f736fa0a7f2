package sigillo.imap;

import java.nio.charset.StandardCharsets;

/**
 * One command as it came, without its last CRLF. Literals stand in it as they were sent, announcement and octets; only
 * the octets of a message, which went elsewhere, are left out: {@code messageAt} is the place where they would be, -1
 * when there is no message. The array must not be changed.
 */
public record Frame(byte[] octets, int messageAt, long messageOctets) {

    public static Frame of(byte[] octets) { return new Frame(octets, -1, 0); }

    /** One character per octet: for constants and tests. */
    public static Frame of(String text) { return of(text.getBytes(StandardCharsets.ISO_8859_1)); }

    @Override public String toString() { return new String(octets, StandardCharsets.ISO_8859_1); }
}
