package sigillo.base;

import java.util.Locale;
import java.util.Optional;

/**
 * What RFC 5321 calls a mailbox: {@code local-part@domain}. The local part is kept exactly as it was written, quotes
 * too, because only its own domain may interpret it (RFC 5321 section 2.4); the domain is canonical.
 */
public record Address(String localPart, Domain domain) {
    /** RFC 5321 section 4.5.3.1.1 says at least 64; longer ones exist (VERP, SRS), so we take more. In UTF-8 octets. */
    public static final int LOCAL_PART_OCTETS_MAX = 256;

    public Address {
        if (localPart.isEmpty()) throw new IllegalArgumentException("empty local part");
    }

    /**
     * Reads {@code local@domain}, the local part a dot-string or a quoted string; the last {@code @} outside quotes
     * divides. Empty for what cannot be an address; total. UTF-8 local parts are allowed (RFC 6531 section 3.3).
     */
    public static Optional<Address> parse(String text) {
        int at = text.lastIndexOf('@');
        if (at <= 0 || at > LOCAL_PART_OCTETS_MAX) return Optional.empty();
        var local = text.substring(0, at);
        if (!isLocalPart(local)) return Optional.empty();
        return Domain.parse(text.substring(at + 1)).map(domain -> new Address(local, domain));
    }

    /** For constants and tests; throws {@link IllegalArgumentException} for what cannot be an address. */
    public static Address of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException("not an address: " + text));
    }

    /** The local part without quotes and escapes: {@code "a b"} and {@code a\ b} are the same. RFC 5321 section 4.1.2. */
    public String unquotedLocalPart() {
        if (!localPart.startsWith("\"")) return localPart;
        var plain = new StringBuilder();
        for (int i = 1; i < localPart.length() - 1; i++) {
            if (localPart.charAt(i) == '\\') i++;
            plain.append(localPart.charAt(i));
        }
        return plain.toString();
    }

    /**
     * The form under which we look up our own addresses: local parts of our domains are compared without regard to
     * case and quoting (RFC 5321 section 2.4 leaves that to us). Never sent to anyone.
     */
    public String lookupKey() { return unquotedLocalPart().toLowerCase(Locale.ROOT) + "@" + domain.name(); }

    public boolean needsUtf8() { return localPart.chars().anyMatch(c -> c >= 0x80); }

    @Override public String toString() { return localPart + "@" + domain.name(); }

    /** RFC 5321 section 4.1.2: {@code Dot-string / Quoted-string}, with RFC 6531's UTF-8. */
    public static boolean isLocalPart(String text) {
        if (text.isEmpty() || utf8Length(text) > LOCAL_PART_OCTETS_MAX) return false;
        return text.startsWith("\"") ? isQuotedString(text) : isDotString(text);
    }

    private static int utf8Length(String text) { return text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length; }

    private static boolean isDotString(String text) {
        boolean atomBefore = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.') {
                // RFC 5321 forbids a..b and a.@; some Japanese carriers issued such addresses, and a sender of ours may
                // have to write to one: they are taken when quoted only.
                if (!atomBefore) return false;
                atomBefore = false;
            } else if (isAtext(c)) {
                atomBefore = true;
            } else {
                return false;
            }
        }
        return atomBefore;
    }

    private static boolean isQuotedString(String text) {
        if (text.length() < 3 || !text.endsWith("\"")) return false;
        for (int i = 1; i < text.length() - 1; i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                if (++i >= text.length() - 1 || text.charAt(i) < ' ' || text.charAt(i) == 0x7F) return false;
            } else if (c == '"' || c < ' ' || c == 0x7F) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAtext(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
            || "!#$%&'*+-/=?^_`{|}~".indexOf(c) >= 0 || c >= 0xA0;
    }
}
