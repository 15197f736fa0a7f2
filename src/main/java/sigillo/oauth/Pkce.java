package sigillo.oauth;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;
import sigillo.base.Sha256;

/** That who comes with a code is who asked for it: RFC 7636, by S256 alone. */
public final class Pkce {
    public static final String METHOD = "S256";
    /** RFC 7636. */
    private static final Pattern VERIFIER = Pattern.compile("[A-Za-z0-9._~-]{43,128}");
    /** RFC 7636: SHA-256 in base64url. */
    private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43}");

    private Pkce() {}

    public static boolean isVerifier(String text) { return VERIFIER.matcher(text).matches(); }

    public static boolean isChallenge(String text) { return CHALLENGE.matcher(text).matches(); }

    /** RFC 7636. */
    public static String challenge(String verifier) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Sha256.of(verifier.getBytes(StandardCharsets.US_ASCII)));
    }
}
