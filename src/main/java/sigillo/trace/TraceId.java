package sigillo.trace;

import java.security.SecureRandom;
import java.util.Optional;

/** Names one message's way through the server; also in its Received header. 16 of {@code [a-z2-7]}, 80 random bits. */
public record TraceId(String text) {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

    public TraceId {
        if (!isValid(text)) throw new IllegalArgumentException("not a trace id: " + text);
    }

    /** Empty for what cannot be one. */
    public static Optional<TraceId> parse(String text) { return isValid(text) ? Optional.of(new TraceId(text)) : Optional.empty(); }

    private static boolean isValid(String text) { return text.matches("[a-z2-7]{16}"); }

    public static TraceId fresh() {
        var random = new byte[16];
        RANDOM.nextBytes(random);
        var text = new StringBuilder(16);
        for (byte b : random) text.append(ALPHABET.charAt(b & 31));
        return new TraceId(text.toString());
    }

    @Override public String toString() { return text; }
}
