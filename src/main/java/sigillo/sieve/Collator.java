package sigillo.sieve;

import java.text.Normalizer;
import java.util.Optional;

/** How strings are compared. RFC 5228 section 2.7.3, RFC 4790 section 9, RFC 5051 section 2. */
enum Collator {
    OCTET("i;octet"), ASCII_CASEMAP("i;ascii-casemap"), ASCII_NUMERIC("i;ascii-numeric"), UNICODE_CASEMAP(
        "i;unicode-casemap");

    final String name;

    Collator(String name) { this.name = name; }

    String extension() { return "comparator-" + name; }

    static Optional<Collator> named(String name) {
        for (var one : values()) {
            if (one.name.equals(name)) return Optional.of(one);
        }
        return Optional.empty();
    }

    /** RFC 4790 section 9.1.1: numbers have no parts. */
    boolean hasParts() { return this != ASCII_NUMERIC; }

    /** Strings that are equal here are the same then. */
    String fold(String text) {
        return switch (this) {
            case OCTET, ASCII_NUMERIC -> text;
            case ASCII_CASEMAP -> Ascii.lower(text);
            case UNICODE_CASEMAP -> casemap(text);
        };
    }

    boolean isEqual(String a, String b) {
        return this == ASCII_NUMERIC ? compareNumbers(a, b) == 0 : fold(a).equals(fold(b));
    }

    int compare(String a, String b) {
        return switch (this) {
            case ASCII_NUMERIC -> compareNumbers(a, b);
            case OCTET -> compareCharacters(a, b);
            case ASCII_CASEMAP -> compareCharacters(Ascii.upper(a), Ascii.upper(b));
            case UNICODE_CASEMAP -> compareCharacters(fold(a), fold(b));
        };
    }

    /** In the order of UTF-8, which is that of code points. */
    private static int compareCharacters(String a, String b) {
        int at = 0;
        while (at < a.length() && at < b.length() && a.charAt(at) == b.charAt(at)) at++;
        if (at == a.length() || at == b.length()) return Integer.compare(a.length(), b.length());
        return Integer.compare(rank(a.charAt(at)), rank(b.charAt(at)));
    }

    /** Halves of characters beyond U+FFFF come behind all others. */
    private static int rank(char c) { return Character.isSurrogate(c) ? c + 0x10000 : c; }

    /** RFC 4790 section 9.1.1: what begins with no digit is larger than any number. */
    private static int compareNumbers(String a, String b) {
        var one = digits(a);
        var other = digits(b);
        if (one == null || other == null) return Boolean.compare(one == null, other == null);
        return one.length() != other.length() ? Integer.compare(one.length(), other.length()) : one.compareTo(other);
    }

    private static String digits(String text) {
        int end = 0;
        while (end < text.length() && Ascii.isDigit(text.charAt(end))) end++;
        if (end == 0) return null;
        int start = 0;
        while (start < end - 1 && text.charAt(start) == '0') start++;
        return text.substring(start, end);
    }

    /** RFC 5051 section 2: titlecase, then what the character is made of. */
    private static String casemap(String text) {
        var titled = new StringBuilder(text.length());
        text.codePoints().forEach(c -> titled.appendCodePoint(Character.toTitleCase(c)));
        return Normalizer.normalize(titled, Normalizer.Form.NFKD);
    }
}
