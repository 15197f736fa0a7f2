package sigillo.login;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import sigillo.base.Bytes;
import sigillo.sealing.Randomness;
import sigillo.sealing.Secret;

/** What a program shows instead of a password: 256 random bits, as {@code sgt_} and base64url (RFC 4648 section 5). */
final class Token {
    private static final String START = "sgt_";
    private static final Pattern FORM = Pattern.compile(START + "[A-Za-z0-9_-]{43}");

    private Token() {}

    static String random(Randomness randomness) {
        return START + Base64.getUrlEncoder().withoutPadding().encodeToString(randomness.octets(Secret.OCTETS));
    }

    /** Its octets, which open its slot; to be wiped. Empty for what is no token. */
    static Optional<Secret> secret(String text) {
        if (!FORM.matcher(text).matches()) return Optional.empty();
        return Optional.of(Secret.take(Base64.getUrlDecoder().decode(text.substring(START.length()))));
    }

    /** What is kept of it. */
    static Bytes hash(Secret secret) {
        var octets = secret.toArray();
        try {
            return Bytes.wrap(MessageDigest.getInstance("SHA-256").digest(octets));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("each JDK has SHA-256", impossible);
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }
}
