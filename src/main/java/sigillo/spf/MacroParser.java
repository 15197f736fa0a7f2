package sigillo.spf;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import sigillo.spf.MacroString.Literal;
import sigillo.spf.MacroString.Macro;
import sigillo.spf.MacroString.Piece;

/** Reads macro-strings: RFC 7208 section 7.1. Total: what breaks the grammar gives nothing. */
final class MacroParser {
    private static final Pattern MACRO = Pattern.compile("\\{([A-Za-z])(\\d*)([rR]?)([-.+,/_=]*)\\}");
    private static final String LETTERS = "slodiphv";
    /** RFC 7208 section 7.2: in explanations only. */
    private static final String LETTERS_OF_EXPLANATIONS = "crt";
    /** {@code toplabel}: RFC 7208 section 7.1; a dot may end it. */
    private static final Pattern DOMAIN_END =
        Pattern.compile("\\.(?=[A-Za-z0-9-]*[A-Za-z-])[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\\.?$");

    private final String text;
    private final boolean explains;
    private final List<Piece> pieces = new ArrayList<>();
    private int at;

    private MacroParser(String text, boolean explains) {
        this.text = text;
        this.explains = explains;
    }

    /** The value of a modifier. */
    static Optional<MacroString> macroString(String text) { return new MacroParser(text, false).read(); }

    /** {@code explain-string}: spaces may stand in it. RFC 7208 section 6.2. */
    static Optional<MacroString> explanation(String text) { return new MacroParser(text, true).read(); }

    /** {@code macro-string domain-end}. */
    static Optional<MacroString> domainSpec(String text) {
        return macroString(text).filter(read -> endsAsDomain(read.pieces(), text));
    }

    private static boolean endsAsDomain(List<Piece> pieces, String text) {
        if (pieces.isEmpty()) return false;
        if (pieces.getLast() instanceof Macro || text.matches(".*%[%_-]")) return true;
        return pieces.getLast() instanceof Literal(var end) && DOMAIN_END.matcher(end).find();
    }

    private Optional<MacroString> read() {
        var literal = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c != '%') {
                boolean mayStand = c > ' ' && c < 0x7F || c == ' ' && explains;
                if (!mayStand) return Optional.empty();
                literal.append(c);
            } else if (at < text.length() && text.charAt(at) == '{') {
                if (!literal.isEmpty()) pieces.add(new Literal(literal.toString()));
                literal.setLength(0);
                if (!macro()) return Optional.empty();
            } else {
                var stands = at < text.length() ? standsFor(text.charAt(at++)) : "";
                if (stands.isEmpty()) return Optional.empty();
                literal.append(stands);
            }
        }
        if (!literal.isEmpty()) pieces.add(new Literal(literal.toString()));
        return Optional.of(new MacroString(pieces));
    }

    /** RFC 7208 section 7.1. */
    private static String standsFor(char c) {
        return switch (c) {
            case '%' -> "%";
            case '_' -> " ";
            case '-' -> "%20";
            default -> "";
        };
    }

    private boolean macro() {
        var found = MACRO.matcher(text).region(at, text.length());
        if (!found.lookingAt()) return false;
        at = found.end();
        char written = found.group(1).charAt(0);
        char letter = found.group(1).toLowerCase(Locale.ROOT).charAt(0);
        if (LETTERS.indexOf(letter) < 0 && !(explains && LETTERS_OF_EXPLANATIONS.indexOf(letter) >= 0)) return false;
        int parts = parts(found.group(2));
        if (parts < 0) return false;
        var delimiters = found.group(4).isEmpty() ? "." : found.group(4);
        pieces.add(new Macro(letter, written != letter, parts, !found.group(3).isEmpty(), delimiters));
        return true;
    }

    /** RFC 7208 section 7.3: if it is there it is not zero; -1 if it is. */
    private static int parts(String digits) {
        if (digits.isEmpty()) return 0;
        var number = digits.replaceFirst("^0+", "");
        if (number.isEmpty()) return -1;
        return number.length() > 3 ? 999 : Integer.parseInt(number);
    }
}
