package sigillo.web;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import sigillo.base.Bytes;
import sigillo.base.Sha256;
import sigillo.sealing.Randomness;

/** 256 random bits as base64url: what a browser shows, and what its forms carry. Kept as a hash. */
final class SessionSecret {
    private static final int OCTETS = 32;
    /** So that no two sessions of an account have the same; no secret. */
    private static final int NAME_OCTETS = 9;

    private SessionSecret() {}

    static String random(Randomness randomness) { return text(randomness.octets(OCTETS)); }

    static String name(Randomness randomness) { return text(randomness.octets(NAME_OCTETS)); }

    private static String text(byte[] octets) { return Base64.getUrlEncoder().withoutPadding().encodeToString(octets); }

    /** Of whatever was shown. */
    static Bytes hash(String shown) { return Bytes.wrap(Sha256.of(shown.getBytes(StandardCharsets.UTF_8))); }
}
