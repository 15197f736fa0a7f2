package sigillo.login;

import java.util.Locale;

/** The letters and digits of codes that people write down and type: none is taken for another. Crockford's base 32. */
final class Crockford {
    /** No I, L, O, U. */
    static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private Crockford() {}

    /** Small letters are as good, blanks and dashes are nothing; who writes I, L, O and U means 1, 1, 0 and V. */
    static String meant(String typed) {
        return typed.toUpperCase(Locale.ROOT).replaceAll("[\\s-]", "")
            .replace('O', '0').replace('I', '1').replace('L', '1').replace('U', 'V');
    }
}
