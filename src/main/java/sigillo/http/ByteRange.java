package sigillo.http;

import java.util.Optional;
import java.util.regex.Pattern;

/** One range of octets that is asked for: RFC 9110 section 14.1.2. Total. */
sealed interface ByteRange {
    /** From {@code first} on, up to and with {@code last}. */
    record Between(long first, long last) implements ByteRange {}

    /** The last so many octets. */
    record Suffix(long octets) implements ByteRange {}

    /** 18 digits fit into a long; more of them are no less right, and beyond all there is. */
    Pattern FORM = Pattern.compile("bytes=[ \\t]*([0-9]{0,40})-([0-9]{0,40})[ \\t]*", Pattern.CASE_INSENSITIVE);
    int DIGITS = 18;

    /** Empty for what is no range of octets, and for several: such a field is ignored, RFC 9110 section 14.2. */
    static Optional<ByteRange> parse(String field) {
        var form = FORM.matcher(field);
        if (!form.matches()) return Optional.empty();
        if (form.group(1).isEmpty()) return form.group(2).isEmpty() ? Optional.empty() : Optional.of(new Suffix(number(form.group(2))));
        long first = number(form.group(1));
        long last = form.group(2).isEmpty() ? Long.MAX_VALUE : number(form.group(2));
        return first > last ? Optional.empty() : Optional.of(new Between(first, last));
    }

    private static long number(String digits) {
        var significant = digits.replaceFirst("^0+(?=.)", "");
        return significant.length() > DIGITS ? Long.MAX_VALUE - 1 : Long.parseLong(significant);
    }

    /** The first and last octet of this, of {@code length} that there are; empty when there are none. */
    default Optional<Between> of(long length) {
        return switch (this) {
            case Between(var first, var last) -> first >= length ? Optional.empty() : Optional.of(new Between(first, Math.min(last, length - 1)));
            case Suffix(var octets) -> octets == 0 || length == 0 ? Optional.empty() : Optional.of(new Between(Math.max(0, length - octets), length - 1));
        };
    }
}
