package sigillo.account;

import java.util.Optional;

/** Ids as text: a letter for the kind, then base 36. RFC 8620 section 1.2 allows these characters, RFC 8474 too. */
final class Ids {
    private Ids() {}

    static String format(char kind, long value) { return kind + Long.toString(value, 36); }

    static Optional<Long> parse(char kind, String text) {
        if (text.length() < 2 || text.length() > 14 || text.charAt(0) != kind) return Optional.empty();
        try {
            long value = Long.parseLong(text.substring(1), 36);
            return value > 0 && format(kind, value).equals(text) ? Optional.of(value) : Optional.empty();
        } catch (NumberFormatException notBase36) {
            return Optional.empty();
        }
    }
}
