package sigillo.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What is asked in HTTP/1.0, as gpg 2.2 asks for certificates: RFC 9110 section 2.5. Helidon knows HTTP/1.1 only, and a
 * request that asks for something and sends nothing means the same in both; the connection ends with its answer.
 */
final class EarlierVersion {
    private static final byte[] MARK = "HTTP/1.0\r".getBytes(StandardCharsets.US_ASCII);

    private EarlierVersion() {}

    /** Whether it asks for something, as far as it has come, and its first line goes on. */
    static boolean goesOn(byte[] begun) {
        boolean isLong = begun.length >= HttpLimits.REQUEST_LINE_OCTETS_MAX;
        return !isLong && (begins(begun, "GET ") || begins(begun, "HEAD ")) && end(begun) < 0;
    }

    /** Whether this is the beginning of such a request. */
    static boolean is(byte[] begun) {
        int end = end(begun);
        int from = end - MARK.length;
        boolean asks = begins(begun, "GET ") || begins(begun, "HEAD ");
        return asks && from > 0 && begun[from - 1] == ' ' && Arrays.equals(begun, from, end, MARK, 0, MARK.length);
    }

    /** Changes it to the version that is spoken here. */
    static void raise(byte[] begun) { begun[end(begun) - 2] = '1'; }

    private static boolean begins(byte[] octets, String word) {
        int n = Math.min(octets.length, word.length());
        return n > 0 && new String(octets, 0, n, StandardCharsets.ISO_8859_1).equals(word.substring(0, n));
    }

    /** Of the first line: where its LF stands. */
    private static int end(byte[] octets) {
        for (int i = 0; i < octets.length; i++) if (octets[i] == '\n') return i;
        return -1;
    }
}
