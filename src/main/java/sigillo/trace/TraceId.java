package sigillo.trace;

import java.security.SecureRandom;

/** Names one message's way through the server; also in its Received header. 16 of {@code [a-z2-7]}, 80 random bits. */
public record TraceId(String text) {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

    public TraceId {
        if (!text.matches("[a-z2-7]{16}")) throw new IllegalArgumentException("not a trace id: " + text);
    }

    public static TraceId fresh() {
        var random = new byte[16];
        RANDOM.nextBytes(random);
        var text = new StringBuilder(16);
        for (byte b : random) text.append(ALPHABET.charAt(b & 31));
        return new TraceId(text.toString());
    }

    @Override public String toString() { return text; }
}
