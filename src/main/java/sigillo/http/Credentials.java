package sigillo.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * {@code credentials} of RFC 9110 section 11.4: a scheme and what follows it, as octets. Whoever asked for them closes
 * them; then they are zeros.
 */
public record Credentials(String scheme, byte[] rest) implements AutoCloseable {
    private static final int SCHEME_OCTETS_MAX = 40;

    /** Total; a copy. */
    static Credentials of(byte[] field) {
        int from = 0;
        int to = field.length;
        while (from < to && isBlank(field[from])) from++;
        while (to > from && isBlank(field[to - 1])) to--;
        int end = from;
        while (end < to && !isBlank(field[end])) end++;
        int rest = end;
        while (rest < to && isBlank(field[rest])) rest++;
        boolean isScheme = end - from <= SCHEME_OCTETS_MAX;
        var scheme = isScheme ? new String(field, from, end - from, StandardCharsets.ISO_8859_1) : "";
        return new Credentials(scheme, Arrays.copyOfRange(field, rest, to));
    }

    private static boolean isBlank(byte octet) { return octet == ' ' || octet == '\t'; }

    public boolean is(String name) { return scheme.equalsIgnoreCase(name); }

    @Override public void close() { Arrays.fill(rest, (byte) 0); }

    /** Never what follows. */
    @Override public String toString() { return scheme; }
}
