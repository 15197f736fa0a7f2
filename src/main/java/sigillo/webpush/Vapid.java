package sigillo.webpush;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;

/** Who sends: RFC 8292. One key for all subscriptions of this server, which push services and browsers know it by. */
public final class Vapid {
    /** RFC 8292 section 2: at most a day. */
    private static final Duration GOOD = Duration.ofHours(12);
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final int OCTETS = P256.NUMBER_OCTETS + P256.POINT_OCTETS;

    private final ECPrivateKey key;
    private final String publicKey;

    private Vapid(byte[] octets) {
        this.key = P256.number(Arrays.copyOf(octets, P256.NUMBER_OCTETS));
        this.publicKey = BASE64.encodeToString(Arrays.copyOfRange(octets, P256.NUMBER_OCTETS, OCTETS));
    }

    /** A new key, as it is kept: secret, to be wiped. */
    public static byte[] generate() {
        var pair = P256.generate();
        var secret = P256.octets(pair.getPrivate());
        var octets = Arrays.copyOf(secret, OCTETS);
        System.arraycopy(P256.octets(pair.getPublic()), 0, octets, secret.length, P256.POINT_OCTETS);
        Arrays.fill(secret, (byte) 0);
        return octets;
    }

    /** What {@link #generate} has made. */
    public static Vapid of(byte[] octets) {
        if (octets.length != OCTETS) throw new IllegalArgumentException("no key of VAPID");
        return new Vapid(octets);
    }

    /** For browsers: RFC 8292 section 3.2, RFC 9749 section 3. In base64 of URLs. */
    public String publicKey() { return publicKey; }

    /** What the field Authorization says to a push service. {@code origin}: its, {@code contact}: ours, a URI. */
    public String authorization(String origin, String contact, Instant now) {
        // both are put together by us of names that have no quotes
        var claims = "{\"aud\":\"" + origin + "\",\"exp\":" + now.plus(GOOD).getEpochSecond() + ",\"sub\":\"" + contact
            + "\"}";
        var said = encoded("{\"typ\":\"JWT\",\"alg\":\"ES256\"}") + "." + encoded(claims);
        return "vapid t=" + said + "." + BASE64.encodeToString(signed(said)) + ", k=" + publicKey;
    }

    private static String encoded(String text) { return BASE64.encodeToString(text.getBytes(StandardCharsets.UTF_8)); }

    /** RFC 7518 section 3.4: two numbers, one behind the other. */
    private byte[] signed(String text) {
        try {
            var signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(key);
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return signature.sign();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("each JDK has ECDSA", impossible);
        }
    }
}
