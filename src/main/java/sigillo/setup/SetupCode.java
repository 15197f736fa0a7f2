package sigillo.setup;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import sigillo.base.Crockford;
import sigillo.sealing.Randomness;

/**
 * What shows that who sets this server up is who started it: 80 random bits as four groups of four signs, without those
 * that are read for one another. A try hits with a chance of one in 10^24.
 */
public final class SetupCode {
    private static final int OCTETS = 10;
    private static final int LENGTH = 16;
    private static final int TYPED_MAX = 100;
    private static final int GROUP = 4;

    private final String signs;

    private SetupCode(String signs) { this.signs = signs; }

    static SetupCode random(Randomness randomness) {
        return new SetupCode(Crockford.signs(randomness.octets(OCTETS), LENGTH));
    }

    /** As people type it: small letters, other groups, O for 0 and I or L for 1. */
    static Optional<SetupCode> parse(String typed) {
        if (typed.length() > TYPED_MAX) return Optional.empty();
        var signs = Crockford.meant(typed);
        return signs.length() == LENGTH ? Crockford.octets(signs, OCTETS).map(_ -> new SetupCode(signs)) : Optional.empty();
    }

    /** In a time that says nothing of where they differ. */
    boolean isSame(SetupCode other) {
        return MessageDigest.isEqual(signs.getBytes(StandardCharsets.US_ASCII), other.signs.getBytes(StandardCharsets.US_ASCII));
    }

    /** For people; the only way out. */
    public String shown() {
        var text = new StringBuilder();
        for (int at = 0; at < LENGTH; at += GROUP) text.append(at == 0 ? "" : "-").append(signs, at, at + GROUP);
        return text.toString();
    }

    @Override public String toString() { return "a code"; }
}
