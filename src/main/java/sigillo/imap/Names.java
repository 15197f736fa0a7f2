package sigillo.imap;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** How mailbox names travel. They are the same names: RFC 9051 appendix A.1. */
public enum Names {
    /** RFC 3501 section 5.1.3: what a session begins with. */
    MODIFIED_UTF7 {
        @Override public Optional<String> decode(byte[] octets) { return ModifiedUtf7.decode(octets); }

        @Override public byte[] encode(String name) { return ModifiedUtf7.encode(name); }
    },
    /** RFC 6855 section 3 and RFC 9051 section 5.1: after ENABLE. */
    UTF8 {
        @Override public Optional<String> decode(byte[] octets) { return Utf8.decode(octets); }

        @Override public byte[] encode(String name) { return name.getBytes(StandardCharsets.UTF_8); }
    };

    /** What ill-formed ASCII is read as: half a character stands before it, so that no mailbox is called so, and none can be. */
    static String ofNone(byte[] ascii) { return "\uD800" + new String(ascii, StandardCharsets.US_ASCII); }

    /** A name as a server gives it, whatever it is: as it should be, else in UTF-8, else each octet a character. */
    public static String lenient(byte[] octets) {
        return MODIFIED_UTF7.decode(octets).or(() -> UTF8.decode(octets)).orElseGet(() -> new String(octets, StandardCharsets.ISO_8859_1));
    }

    /** Empty for what is ill-formed. */
    public abstract Optional<String> decode(byte[] octets);

    public abstract byte[] encode(String name);
}
