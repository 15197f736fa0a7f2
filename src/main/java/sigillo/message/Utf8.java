package sigillo.message;

/**
 * A look at octets that may be UTF-8.
 *
 * @param sequences of more than one octet, well formed
 * @param malformed octets that belong to none
 * @param cut whether the last sequence has lost its end
 */
record Utf8(int sequences, int malformed, boolean cut) {

    static Utf8 look(byte[] octets) {
        int sequences = 0;
        int malformed = 0;
        for (int i = 0; i < octets.length; ) {
            int length = lengthOf(octets[i] & 0xFF);
            int valid = length == 1 ? 1 : valid(octets, i, length);
            if (valid < length && i + valid == octets.length && valid > 0) return new Utf8(sequences, malformed, true);
            if (valid < length || length == 0) malformed++;
            else if (length > 1) sequences++;
            i += Math.max(1, valid);
        }
        return new Utf8(sequences, malformed, false);
    }

    /** A cut at the end is no fault of the encoding. */
    boolean isWholly() { return malformed == 0; }

    /** ISO-2022-JP and its kin shift by ESC $ and ESC (. */
    static boolean isEscaped(byte[] octets) {
        for (int i = 0; i + 1 < octets.length; i++) {
            if (octets[i] == 0x1B && octets[i + 1] == '$') return true;
        }
        return false;
    }

    /** RFC 3629 section 4; 0 for an octet that begins nothing. */
    private static int lengthOf(int first) {
        if (first < 0x80) return 1;
        if (first < 0xC2) return 0;
        return first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
    }

    /** How many octets of the sequence at {@code at} are as they must be. */
    private static int valid(byte[] octets, int at, int length) {
        int n = length == 0 ? 0 : 1;
        while (n > 0 && n < length && at + n < octets.length && isNext(octets, at, n)) n++;
        return n;
    }

    private static boolean isNext(byte[] octets, int at, int n) {
        int first = octets[at] & 0xFF;
        int next = octets[at + n] & 0xFF;
        if (next < 0x80 || next > 0xBF) return false;
        if (n > 1) return true;
        return switch (first) {
            case 0xE0 -> next >= 0xA0;
            case 0xED -> next <= 0x9F;
            case 0xF0 -> next >= 0x90;
            case 0xF4 -> next <= 0x8F;
            default -> true;
        };
    }
}
