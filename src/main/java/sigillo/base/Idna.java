package sigillo.base;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Internationalised domain names: IDNA2008 (RFC 5890) with the mapping of UTS 46, non-transitional, as browsers and
 * registries have it. The JDK knows IDNA2003 alone, in which {@code straße.de} is {@code strasse.de}: another domain, of
 * somebody else. Total.
 *
 * <p>BUGS: the mapping is computed from lower case and NFKC and not from the table of UTS 46, so that some dozens of
 * letters which fold to several (Greek with iota subscript) are no letters of a domain. What is right to left is not
 * looked at (RFC 5893).
 */
final class Idna {
    private static final String PREFIX = "xn--";
    private static final int NON_JOINER = 0x200C;
    private static final int JOINER = 0x200D;
    /** UTS 46 section 2.3: dots of other scripts. */
    private static final String DOTS = "\u3002\uFF0E\uFF61";
    /** UTS 46: not seen, and mapped to nothing. */
    private static final String IGNORED = "\u00AD\u034F\u180B\u180C\u180D\u180F\u200B\u2060\u2064\uFEFF";
    /** Scripts whose letters join: RFC 5892 appendix A.1, by script. */
    private static final Set<Character.UnicodeScript> JOINING = Set.of(Character.UnicodeScript.ARABIC,
        Character.UnicodeScript.SYRIAC, Character.UnicodeScript.MANDAIC, Character.UnicodeScript.NKO,
        Character.UnicodeScript.MONGOLIAN, Character.UnicodeScript.PHAGS_PA);
    /** Letters and marks that show nothing. */
    private static final String BLANK = "\u115F\u1160\u17B4\u17B5";
    /** Signs of combining class 9, behind which joiners stand: RFC 5892 appendix A.1 and A.2. */
    private static final String VIRAMAS = "\u094D\u09CD\u0A4D\u0ACD\u0B4D\u0BCD\u0C4D\u0CCD\u0D3B\u0D3C\u0D4D\u0DCA"
        + "\u0E3A\u0EBA\u0F84\u1039\u103A\u1714\u1715\u1734\u17D2\u1A60\u1B44\u1BAA\u1BAB\u1BF2\u1BF3\u2D7F\uA806\uA82C"
        + "\uA8C4\uA953\uA9C0\uAAF6\uABED";

    private Idna() {}

    /** In A-labels, ASCII labels in lower case; empty for what is no name. */
    static Optional<String> toAscii(String name) {
        var mapped = mapped(name);
        // What looks like a digit with a dot, or like dots, divides no labels.
        if (mapped.chars().filter(c -> c == '.').count() != folded(name).chars().filter(c -> c == '.').count()) {
            return Optional.empty();
        }
        var ascii = new StringBuilder();
        for (var label : mapped.split("\\.", -1)) {
            var one = isAscii(label) ? Optional.of(label) : encoded(label);
            if (one.isEmpty()) return Optional.empty();
            ascii.append(ascii.isEmpty() ? "" : ".").append(one.get());
        }
        return Optional.of(ascii.toString());
    }

    private static Optional<String> encoded(String label) {
        return isLabel(label) ? Punycode.encoded(label.codePoints().toArray()).map(PREFIX::concat) : Optional.empty();
    }

    /** In U-labels, for people; labels that nobody could have meant stay as they are. */
    static String toUnicode(String name) {
        var text = new StringBuilder();
        for (var label : name.split("\\.", -1)) text.append(text.isEmpty() ? "" : ".").append(decoded(label));
        return text.toString();
    }

    private static String decoded(String label) {
        if (!label.startsWith(PREFIX)) return label;
        return Punycode.decoded(label.substring(PREFIX.length()))
            .filter(text -> toAscii(text).filter(label::equals).isPresent()).orElse(label);
    }

    /** UTS 46 section 4: lower case, compatibility, composed. What differs from IDNA2003 (sharp s, final sigma) stays. */
    private static String mapped(String name) {
        var folded = folded(Normalizer.normalize(folded(name), Normalizer.Form.NFKC));
        return Normalizer.normalize(folded, Normalizer.Form.NFKC);
    }

    private static String folded(String name) {
        var folded = new StringBuilder(name.length());
        name.codePoints().forEach(c -> {
            if (DOTS.indexOf(c) >= 0) folded.append('.');
            // each by itself: at the end of a word String.toLowerCase makes another sigma
            else if (!isIgnored(c)) folded.append(Character.toString(c).toLowerCase(Locale.ROOT));
        });
        return folded.toString();
    }

    private static boolean isIgnored(int c) { return IGNORED.indexOf(c) >= 0 || c >= 0xFE00 && c <= 0xFE0F; }

    /** UTS 46 section 4.1, RFC 5891 section 4.2. */
    private static boolean isLabel(String label) {
        if (label.startsWith("-") || label.endsWith("-") || label.startsWith("--", 2)) return false;
        int[] all = label.codePoints().toArray();
        for (int i = 0; i < all.length; i++) {
            boolean isRight = all[i] == JOINER || all[i] == NON_JOINER ? mayJoin(all, i) : isAllowed(all[i], i == 0);
            if (!isRight) return false;
        }
        return true;
    }

    /** Letters, digits, marks and, as in UTS 46, signs; nothing that is not seen. */
    private static boolean isAllowed(int c, boolean isFirst) {
        if (c < 0x80) return c == '-' || c == '_' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
        if (BLANK.indexOf(c) >= 0) return false;
        return switch (Character.getType(c)) {
            case Character.LOWERCASE_LETTER, Character.OTHER_LETTER, Character.MODIFIER_LETTER,
                Character.DECIMAL_DIGIT_NUMBER, Character.OTHER_SYMBOL, Character.MATH_SYMBOL, Character.MODIFIER_SYMBOL,
                Character.CURRENCY_SYMBOL, Character.OTHER_NUMBER, Character.LETTER_NUMBER, Character.OTHER_PUNCTUATION,
                Character.DASH_PUNCTUATION, Character.CONNECTOR_PUNCTUATION -> true;
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK -> !isFirst;
            default -> false;
        };
    }

    /** RFC 5892 appendix A.1 and A.2: a joiner is seen behind a virama, the other also between letters that join. */
    private static boolean mayJoin(int[] all, int at) {
        if (at == 0) return false;
        if (VIRAMAS.indexOf(all[at - 1]) >= 0) return true;
        return all[at] == NON_JOINER && at + 1 < all.length && isJoining(all[at - 1]) && isJoining(all[at + 1]);
    }

    private static boolean isJoining(int c) {
        return Character.isLetter(c) && JOINING.contains(Character.UnicodeScript.of(c));
    }

    private static boolean isAscii(String text) { return text.chars().allMatch(c -> c < 0x80); }
}
