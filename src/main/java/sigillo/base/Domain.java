package sigillo.base;

import java.util.Locale;
import java.util.Optional;

/**
 * A domain name or an address literal ({@code [192.0.2.1]}), in the one form in which we compare it: ASCII (A-labels),
 * lower case, no dot at the end. RFC 5321 section 2.3.5; U-labels by IDNA2008 (RFC 5890) and UTS 46.
 */
public record Domain(String name) implements Comparable<Domain> {
    /** RFC 1035 section 2.3.4: 255 octets on the wire, which is 253 characters. */
    public static final int CHARACTERS_MAX = 253;

    public Domain {
        if (!isCanonical(name)) throw new IllegalArgumentException("not a domain: " + name);
    }

    /** Empty for what cannot be a domain; total. U-labels become A-labels. */
    public static Optional<Domain> parse(String text) {
        if (text.isEmpty() || text.length() > 1024) return Optional.empty();
        if (text.startsWith("[")) {
            var literal = text.toLowerCase(Locale.ROOT);
            return isCanonical(literal) ? Optional.of(new Domain(literal)) : Optional.empty();
        }
        var ascii = isAscii(text) ? Optional.of(text.toLowerCase(Locale.ROOT)) : Idna.toAscii(text);
        return ascii.map(name -> name.endsWith(".") ? name.substring(0, name.length() - 1) : name)
            .filter(Domain::isCanonical).map(Domain::new);
    }

    /** For constants and tests; throws {@link IllegalArgumentException} for what cannot be a domain. */
    public static Domain of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException("not a domain: " + text));
    }

    public boolean isLiteral() { return name.startsWith("["); }

    /** With U-labels, for people. */
    public String display() { return isLiteral() ? name : Idna.toUnicode(name); }

    @Override public int compareTo(Domain other) { return name.compareTo(other.name); }

    @Override public String toString() { return name; }

    private static boolean isAscii(String text) { return text.chars().allMatch(c -> c < 0x80); }

    private static boolean isCanonical(String text) {
        if (text.startsWith("[")) return isLiteralSyntax(text);
        if (text.isEmpty() || text.length() > CHARACTERS_MAX) return false;
        int label = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.') {
                if (label == 0 || text.charAt(i - 1) == '-') return false;
                label = 0;
            } else {
                // Underscores are not in host names but do occur in mail domains of the field; a hyphen may not lead.
                boolean allowed = c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '_' || c == '-' && label > 0;
                if (!allowed || ++label > 63) return false; // RFC 1035 section 2.3.4
            }
        }
        return label > 0 && !text.endsWith("-");
    }

    /** RFC 5321 section 4.1.3, as far as its characters; whether the address exists is not asked here. */
    private static boolean isLiteralSyntax(String text) {
        if (text.length() < 3 || text.length() > 64 || !text.endsWith("]")) return false;
        var inner = text.substring(1, text.length() - 1);
        return inner.startsWith("ipv6:")
            ? inner.length() > 5 && inner.substring(5).matches("[0-9a-f:.]+")
            : inner.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    }
}
