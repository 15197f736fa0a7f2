package sigillo.oauth;

import java.util.Locale;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.regex.Pattern;

/**
 * What a person reads at a device and types into a browser: eight consonants, so that no words come out and none is taken for
 * another. RFC 8628 section 6.1. 34.6 bits.
 */
public record UserCode(String letters) {
    private static final String ALPHABET = "BCDFGHJKLMNPQRSTVWXZ";
    private static final int LETTERS = 8;
    private static final int TYPED_MAX = 40;
    private static final Pattern FORM = Pattern.compile("[" + ALPHABET + "]{" + LETTERS + "}");

    /** {@code below}: a random number below the one that it is given. */
    public static UserCode random(IntUnaryOperator below) {
        var letters = new StringBuilder();
        for (int i = 0; i < LETTERS; i++) letters.append(ALPHABET.charAt(below.applyAsInt(ALPHABET.length())));
        return new UserCode(letters.toString());
    }

    /** As people type it: small letters are as good, and what stands between is nothing. */
    public static Optional<UserCode> parse(String typed) {
        if (typed.length() > TYPED_MAX) return Optional.empty();
        var letters = typed.toUpperCase(Locale.ROOT).replaceAll("[\\s-]", "");
        return FORM.matcher(letters).matches() ? Optional.of(new UserCode(letters)) : Optional.empty();
    }

    /** In two groups. */
    public String text() { return letters.substring(0, LETTERS / 2) + "-" + letters.substring(LETTERS / 2); }
}
