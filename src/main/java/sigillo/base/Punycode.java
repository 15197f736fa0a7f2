package sigillo.base;

import java.util.Optional;

/** Labels of domains in ASCII: RFC 3492, with the parameters of its section 5. Code points in, code points out; total. */
final class Punycode {
    private static final int BASE = 36;
    private static final int T_MIN = 1;
    private static final int T_MAX = 26;
    private static final int SKEW = 38;
    private static final int DAMP = 700;
    private static final int BIAS = 72;
    private static final int FIRST = 0x80;
    /** A label has 63 octets with its prefix: what is longer is none. */
    static final int CHARACTERS_MAX = 59;

    private Punycode() {}

    /** Without the prefix; empty for what does not fit into a label. RFC 3492 section 6.3. */
    static Optional<String> encoded(int[] label) {
        if (label.length > CHARACTERS_MAX) return Optional.empty();
        var out = new StringBuilder();
        for (int c : label) if (c < FIRST) out.append((char) c);
        int basic = out.length();
        int handled = basic;
        if (basic > 0) out.append('-');
        int n = FIRST;
        long delta = 0;
        int bias = BIAS;
        while (handled < label.length) {
            int next = Integer.MAX_VALUE;
            for (int c : label) if (c >= n && c < next) next = c;
            delta += (long) (next - n) * (handled + 1);
            n = next;
            for (int c : label) {
                if (c < n) delta++;
                if (c != n) continue;
                append(out, delta, bias);
                bias = adapted(delta, handled + 1, handled == basic);
                delta = 0;
                handled++;
            }
            delta++;
            n++;
        }
        return out.length() <= CHARACTERS_MAX ? Optional.of(out.toString()) : Optional.empty();
    }

    private static void append(StringBuilder out, long delta, int bias) {
        long q = delta;
        for (int k = BASE; ; k += BASE) {
            int t = threshold(k, bias);
            if (q < t) break;
            out.append(digit((int) (t + (q - t) % (BASE - t))));
            q = (q - t) / (BASE - t);
        }
        out.append(digit((int) q));
    }

    /** Empty for what nothing is encoded as; {@code label} without the prefix. RFC 3492 section 6.2. */
    static Optional<String> decoded(String label) {
        int end = label.lastIndexOf('-');
        var out = new StringBuilder(end < 0 ? "" : label.substring(0, end));
        int n = FIRST;
        long i = 0;
        int bias = BIAS;
        for (int at = end < 0 ? 0 : end + 1; at < label.length(); ) {
            long before = i;
            long weight = 1;
            for (int k = BASE; ; k += BASE) {
                int digit = at < label.length() ? value(label.charAt(at++)) : -1;
                if (digit < 0 || weight > Integer.MAX_VALUE) return Optional.empty();
                i += digit * weight;
                int t = threshold(k, bias);
                if (digit < t) break;
                weight *= BASE - t;
            }
            int count = out.codePointCount(0, out.length()) + 1;
            bias = adapted(i - before, count, before == 0);
            n = (int) Math.min(Integer.MAX_VALUE, n + i / count);
            if (!Character.isValidCodePoint(n) || Character.getType(n) == Character.SURROGATE) return Optional.empty();
            int position = (int) (i % count);
            out.insert(out.offsetByCodePoints(0, position), Character.toString(n));
            i = position + 1;
        }
        return Optional.of(out.toString());
    }

    /** RFC 3492 section 6.1. */
    private static int adapted(long delta, int count, boolean isFirst) {
        long d = isFirst ? delta / DAMP : delta / 2;
        d += d / count;
        int k = 0;
        for (; d > (BASE - T_MIN) * T_MAX / 2; k += BASE) d /= BASE - T_MIN;
        return (int) (k + (BASE - T_MIN + 1) * d / (d + SKEW));
    }

    private static int threshold(int k, int bias) { return Math.clamp(k - bias, T_MIN, T_MAX); }

    private static char digit(int value) { return (char) (value < 26 ? 'a' + value : '0' + value - 26); }

    private static int value(char digit) {
        if (digit >= 'a' && digit <= 'z') return digit - 'a';
        if (digit >= 'A' && digit <= 'Z') return digit - 'A';
        return digit >= '0' && digit <= '9' ? digit - '0' + 26 : -1;
    }
}
