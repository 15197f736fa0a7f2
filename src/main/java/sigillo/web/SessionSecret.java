package sigillo.web;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import sigillo.base.Bytes;
import sigillo.base.Sha256;
import sigillo.sealing.Randomness;

/** 256 random bits as base64url: what a browser shows, and what its forms carry. Kept as a hash. */
final class SessionSecret {
    private static final int OCTETS = 32;

    private SessionSecret() {}

    static String random(Randomness randomness) { return Base64.getUrlEncoder().withoutPadding().encodeToString(randomness.octets(OCTETS)); }

    /** Of whatever was shown. */
    static Bytes hash(String shown) { return Bytes.wrap(Sha256.of(shown.getBytes(StandardCharsets.UTF_8))); }
}
