package sigillo.login;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import sigillo.sasl.PasswordText;
import sigillo.sealing.Randomness;

/**
 * A password for one mail program, made here: 130 random bits as 26 letters and digits that are not mistaken for each
 * other, in five groups. By its groups it is told from passwords of people. SCRAM has it as {@link #text} shows it, so
 * that is how a program must be given it.
 */
final class AppPassword {
    /** Crockford's, small: no i, l, o, u. */
    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int SIGNS = 26;
    private static final String SIGN = "[0-9a-hj-km-np-tv-z]";
    private static final Pattern FORM = Pattern.compile(SIGN + "{5}(?:-" + SIGN + "{5}){3}-" + SIGN + "{6}");
    private static final int TYPED_MAX = 60;

    private final String text;

    private AppPassword(String text) { this.text = text; }

    static AppPassword random(Randomness randomness) {
        var signs = new StringBuilder();
        for (byte octet : randomness.octets(SIGNS)) signs.append(ALPHABET.charAt(octet & 31));
        for (int dash = 20; dash > 0; dash -= 5) signs.insert(dash, '-');
        return new AppPassword(signs.toString());
    }

    /** Nothing that is too long for one, or holds what none holds, becomes text by this. */
    static Optional<AppPassword> parse(PasswordText typed) {
        var octets = typed.unsafeOctets();
        int others = 0;
        for (byte octet : octets) {
            boolean isSeparator = octet == '-' || octet == ' ';
            if (octet < ' ' || octet > 'z' || !isSeparator && !Character.isLetterOrDigit(octet)) others++;
        }
        boolean mayBe = octets.length > SIGNS && octets.length <= TYPED_MAX && others == 0;
        return mayBe ? parse(new String(octets, StandardCharsets.US_ASCII)) : Optional.empty();
    }

    /** Empty for what has another form. Large letters are as good, blanks as good as dashes. */
    static Optional<AppPassword> parse(String typed) {
        if (typed.length() > TYPED_MAX) return Optional.empty();
        var text = typed.strip().toLowerCase(Locale.ROOT).replace(' ', '-')
            .replace('o', '0').replace('i', '1').replace('l', '1');
        return FORM.matcher(text).matches() ? Optional.of(new AppPassword(text)) : Optional.empty();
    }

    /** For its owner's eyes, once. */
    String text() { return text; }

    @Override public String toString() { return "an app password"; }
}
