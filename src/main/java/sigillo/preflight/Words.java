package sigillo.preflight;

import java.util.Locale;

/** A sentence for people, in both languages. */
public record Words(String english, String italian) {
    public static final Words NONE = new Words("", "");

    /** With the same values, as of {@link String#format}, in both. */
    public static Words of(String english, String italian, Object... values) {
        return new Words(String.format(Locale.ROOT, english, values), String.format(Locale.ROOT, italian, values));
    }
}
