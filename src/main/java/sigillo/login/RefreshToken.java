package sigillo.login;

import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import sigillo.base.Bytes;
import sigillo.base.Sha256;
import sigillo.sealing.Randomness;
import sigillo.sealing.Secret;

/**
 * What a program gets fresh tokens for: RFC 6749 section 1.5. 128 random bits that all of one program have in common, so
 * that one which was replaced is known for ever as one that was replaced, and 256 that are its own. To be closed.
 */
record RefreshToken(Bytes family, Secret secret) implements AutoCloseable {
    private static final String START = "sgr_";
    private static final int FAMILY_OCTETS = 16;
    private static final Pattern FORM = Pattern.compile(START + "[A-Za-z0-9_-]{64}");

    static Bytes family(Randomness randomness) { return Bytes.wrap(randomness.octets(FAMILY_OCTETS)); }

    /** Empty for what has another form. */
    static Optional<RefreshToken> parse(String text) {
        if (!FORM.matcher(text).matches()) return Optional.empty();
        var octets = Base64.getUrlDecoder().decode(text.substring(START.length()));
        var family = Bytes.wrap(Arrays.copyOf(octets, FAMILY_OCTETS));
        var secret = Secret.take(Arrays.copyOfRange(octets, FAMILY_OCTETS, octets.length));
        Arrays.fill(octets, (byte) 0);
        return Optional.of(new RefreshToken(family, secret));
    }

    String text() {
        var own = secret.toArray();
        var octets = Arrays.copyOf(family.unsafeArray(), FAMILY_OCTETS + own.length);
        System.arraycopy(own, 0, octets, FAMILY_OCTETS, own.length);
        try {
            return START + Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
        } finally {
            Arrays.fill(own, (byte) 0);
            Arrays.fill(octets, (byte) 0);
        }
    }

    /** What is kept of what all have in common. */
    static Bytes hash(Bytes family) { return Bytes.wrap(Sha256.of(family.unsafeArray())); }

    @Override public void close() { secret.close(); }

    @Override public String toString() { return "a refresh token"; }
}
