package sigillo.spf;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import sigillo.dns.AddressText;
import sigillo.dns.ClientName;
import sigillo.spf.MacroString.Macro;

/**
 * What macros stand for: RFC 7208 section 7.2. {@code domain} is the one whose record is read, {@code validated} the
 * client's name by DNS, which is asked for when it is needed.
 */
record MacroValues(SpfQuery query, String domain, Supplier<String> validated) {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    String expand(Macro macro) {
        var parts = split(value(macro.letter()), macro.delimiters());
        if (macro.reverse()) Collections.reverse(parts);
        int kept = macro.parts() == 0 ? parts.size() : Math.min(macro.parts(), parts.size());
        var text = String.join(".", parts.subList(parts.size() - kept, parts.size()));
        return macro.escape() ? escaped(text) : text;
    }

    private String value(char letter) {
        return switch (letter) {
            case 's' -> query.sender() + "@" + query.domain();
            case 'l' -> query.sender();
            case 'o' -> query.domain();
            case 'd' -> domain;
            case 'i' -> ClientName.dotted(query.client());
            case 'p' -> validated.get();
            case 'v' -> query.client().getAddress().length == 4 ? "in-addr" : "ip6";
            case 'h' -> query.helo();
            case 'c' -> AddressText.of(query.client());
            case 'r' -> query.receiver();
            default -> Long.toString(query.at().getEpochSecond()); // t
        };
    }

    private static List<String> split(String value, String delimiters) {
        return Arrays.asList(value.split("[" + Pattern.quote(delimiters) + "]", -1));
    }

    /** RFC 7208 section 7.3: what is not unreserved in RFC 3986 section 2.3. */
    private static String escaped(String text) {
        var escaped = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            boolean isLetter = b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z';
            boolean plain = isLetter || b >= '0' && b <= '9' || "-._~".indexOf(b) >= 0;
            if (plain) escaped.append((char) b);
            else escaped.append('%').append(HEX.toHexDigits(b));
        }
        return escaped.toString();
    }
}
