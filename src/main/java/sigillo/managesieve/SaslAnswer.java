package sigillo.managesieve;

import java.util.Arrays;
import java.util.Base64;
import sigillo.base.Bytes;

/** What a client says in an exchange of SASL: RFC 5804 section 2.1, a string with base64. */
public sealed interface SaslAnswer {
    record Message(Bytes octets) implements SaslAnswer {
        @Override public String toString() { return "a message"; }
    }

    /** A string of a lone star. */
    record Cancelled() implements SaslAnswer {}

    record Unreadable(String why) implements SaslAnswer {}

    /** Of what the string holds, which is wiped. */
    static SaslAnswer of(byte[] text) {
        if (text.length == 1 && text[0] == '*') return new Cancelled();
        try {
            return new Message(Bytes.wrap(Base64.getDecoder().decode(text)));
        } catch (IllegalArgumentException notBase64) {
            return new Unreadable("That is not base64");
        } finally {
            Arrays.fill(text, (byte) 0);
        }
    }
}
