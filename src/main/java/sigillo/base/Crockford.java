package sigillo.base;

import java.util.Locale;
import java.util.Optional;

/** The letters and digits of codes that people write down and type: none is taken for another. Crockford's base 32. */
public final class Crockford {
    /** No I, L, O, U. */
    public static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private Crockford() {}

    /** Small letters are as good, blanks and dashes are nothing; who writes I, L, O and U means 1, 1, 0 and V. */
    public static String meant(String typed) {
        return typed.toUpperCase(Locale.ROOT).replaceAll("[\\s-]", "")
            .replace('O', '0').replace('I', '1').replace('L', '1').replace('U', 'V');
    }

    /** So many signs of these octets: five bits each, the highest first; beyond the last octet bits are 0. */
    public static String signs(byte[] octets, int count) {
        var text = new StringBuilder();
        for (int sign = 0; sign < count; sign++) {
            int value = 0;
            for (int bit = 5 * sign; bit < 5 * sign + 5; bit++) value = value << 1 | (bit / 8 < octets.length
                ? octets[bit / 8] >> 7 - bit % 8 & 1 : 0);
            text.append(ALPHABET.charAt(value));
        }
        return text.toString();
    }

    /** The first so many octets of what {@link #signs} wrote; empty when a sign is none, or there are too few. */
    public static Optional<byte[]> octets(String signs, int count) {
        if (signs.length() * 5 < count * 8 || signs.chars()
            .anyMatch(sign -> ALPHABET.indexOf(sign) < 0)) return Optional.empty();
        var octets = new byte[count];
        for (int bit = 0; bit < 8 * count; bit++) {
            int value = ALPHABET.indexOf(signs.charAt(bit / 5));
            if ((value >> 4 - bit % 5 & 1) == 1) octets[bit / 8] |= (byte) (0x80 >> bit % 8);
        }
        return Optional.of(octets);
    }
}
