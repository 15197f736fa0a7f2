package sigillo.spf;

import java.util.List;
import java.util.Optional;

/** Text with macros: RFC 7208 section 7. */
record MacroString(List<Piece> pieces) {
    MacroString {
        pieces = List.copyOf(pieces);
    }

    sealed interface Piece {}

    record Literal(String text) implements Piece {}

    /**
     * {@code letter} in lower case; {@code escape}: it was in upper case, so the value is URL-escaped. {@code parts}:
     * how many at the right stay, 0 for all. {@code delimiters} are not empty.
     */
    record Macro(char letter, boolean escape, int parts, boolean reverse, String delimiters) implements Piece {}

    /** RFC 8616 section 4: a local part that is not ASCII makes a term that would name it match nothing. */
    boolean namesSender() {
        return pieces.stream().anyMatch(p -> p instanceof Macro m && (m.letter == 's' || m.letter == 'l'));
    }

    /** What every letter stands for is asked of {@code values}. The result is cut at the bound. */
    String expand(MacroValues values) {
        var all = new StringBuilder();
        for (var piece : pieces) {
            switch (piece) {
                case Literal(var text) -> all.append(text);
                case Macro macro -> all.append(values.expand(macro));
            }
            if (all.length() > SpfLimits.EXPANDED_CHARACTERS_MAX) break;
        }
        return all.substring(0, Math.min(all.length(), SpfLimits.EXPANDED_CHARACTERS_MAX));
    }

    static Optional<MacroString> domainSpec(String text) { return MacroParser.domainSpec(text); }
}
