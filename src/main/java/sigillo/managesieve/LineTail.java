package sigillo.managesieve;

/**
 * Whether a line ends with the beginning of a literal: RFC 5804 section 4, {@code "{" number "+}" CRLF}. What stands
 * in quotes begins none. One thread.
 */
final class LineTail {
    /** More than any literal that is read on. */
    private static final long COUNTED_MAX = Long.MAX_VALUE / 100;

    private enum At { ELSEWHERE, QUOTED, ESCAPED, OPEN, DIGITS, PLUS, SYNC_END, END }

    private At at = At.ELSEWHERE;
    private long size;

    /** The next octet of the line; CR and LF are none. */
    void add(byte octet) {
        at = switch (at) {
            case QUOTED -> octet == '\\' ? At.ESCAPED : octet == '"' ? At.ELSEWHERE : At.QUOTED;
            case ESCAPED -> At.QUOTED;
            case OPEN, DIGITS -> within(octet);
            case PLUS -> octet == '}' ? At.END : outside(octet);
            case ELSEWHERE, SYNC_END, END -> outside(octet);
        };
    }

    private At within(byte octet) {
        boolean isDigit = octet >= '0' && octet <= '9';
        if (isDigit) {
            size = Math.min(COUNTED_MAX, 10 * size + octet - '0');
            return At.DIGITS;
        }
        if (at == At.DIGITS && octet == '+') return At.PLUS;
        return at == At.DIGITS && octet == '}' ? At.SYNC_END : outside(octet);
    }

    private At outside(byte octet) {
        size = 0;
        return octet == '"' ? At.QUOTED : octet == '{' ? At.OPEN : At.ELSEWHERE;
    }

    boolean isQuoted() { return at == At.QUOTED || at == At.ESCAPED; }

    boolean isLiteral() { return at == At.END; }

    /** {@code {3}}: its sender may wait for an answer that this protocol does not have, or may not. */
    boolean isSynchronizing() { return at == At.SYNC_END; }

    /** Of the literal. */
    long size() { return size; }

    void clear() {
        at = At.ELSEWHERE;
        size = 0;
    }
}
