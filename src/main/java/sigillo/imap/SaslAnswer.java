package sigillo.imap;

import java.util.Arrays;
import java.util.Base64;
import sigillo.base.Bytes;

/** A line that answers a challenge of AUTHENTICATE: RFC 9051 section 6.2.2. */
public sealed interface SaslAnswer {
    record Message(Bytes octets) implements SaslAnswer {
        @Override public String toString() { return "a message"; }
    }

    /** A lone star. */
    record Cancelled() implements SaslAnswer {}

    record Unreadable(String why) implements SaslAnswer {}

    /** Wipes the line, which may hold a password. */
    static SaslAnswer of(Frame line) {
        var octets = line.octets();
        if (octets.length == 1 && octets[0] == '*') return new Cancelled();
        try {
            return new Message(Bytes.wrap(Base64.getDecoder().decode(octets)));
        } catch (IllegalArgumentException notBase64) {
            return new Unreadable("That is not base64");
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }
}
