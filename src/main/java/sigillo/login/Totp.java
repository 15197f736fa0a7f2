package sigillo.login;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.LongStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Six digits that follow from a secret and the time: RFC 6238 over the HOTP of RFC 4226, with SHA-1 and steps of thirty
 * seconds, because that is what every authenticator knows. Its weakness against collisions is of no use here.
 */
final class Totp {
    /** RFC 4226 section 4: 160 bits are recommended. */
    static final int SECRET_OCTETS = 20;
    static final int DIGITS = 6;
    static final Duration STEP = Duration.ofSeconds(30);
    /** RFC 6238 section 5.2: one step each way for clocks that differ and people who type. */
    private static final int DRIFT_STEPS = 1;
    private static final int MODULUS = 1_000_000;
    private static final String ALGORITHM = "HmacSHA1";

    private Totp() {}

    /** RFC 4226 section 5.3: what is shown for a counter, which is here the number of the step. */
    static String code(byte[] secret, long step) {
        var mac = mac(secret, step);
        int offset = mac[mac.length - 1] & 0xF;
        int truncated = ByteBuffer.wrap(mac).getInt(offset) & 0x7FFF_FFFF;
        return String.format("%0" + DIGITS + "d", truncated % MODULUS);
    }

    static long step(Instant now) { return Math.floorDiv(now.getEpochSecond(), STEP.toSeconds()); }

    /** The step whose code it is, if it is after {@code used}: RFC 6238 section 5.2, a code is good once. */
    static Optional<Long> match(byte[] secret, String code, Instant now, long used) {
        long step = step(now);
        return LongStream.rangeClosed(Math.max(step - DRIFT_STEPS, used + 1), step + DRIFT_STEPS).boxed()
            .filter(one -> isSame(code(secret, one), code)).findFirst();
    }

    /** In the same time wherever they differ. */
    private static boolean isSame(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] mac(byte[] secret, long counter) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            return mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(counter).array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}
