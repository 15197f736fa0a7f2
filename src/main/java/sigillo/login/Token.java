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
 * What a program shows instead of a password: 256 random bits, as four signs that say what it is and base64url (RFC 4648
 * section 5).
 */
final class Token {
    /** The form of those that owners and operators make. */
    static final Token OWNERS = new Token("sgt_");
    /** Of those that a program gets for an hour. RFC 6749 section 1.4 */
    static final Token ACCESS = new Token("sga_");
    /** Of what it gets them for, once. RFC 6749 section 1.3.1, RFC 8628 */
    static final Token CODE = new Token("sgc_");

    private final String start;
    private final Pattern form;

    private Token(String start) {
        this.start = start;
        this.form = Pattern.compile(start + "[A-Za-z0-9_-]{43}");
    }

    String random(Randomness randomness) {
        try (var secret = Secret.random(randomness)) {
            return text(secret);
        }
    }

    String text(Secret secret) {
        var octets = secret.toArray();
        try {
            return start + Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }

    /** Its octets, which open its slot or what the slot is opened by; to be wiped. Empty for what has another form. */
    Optional<Secret> secret(String text) {
        if (!form.matcher(text).matches()) return Optional.empty();
        return Optional.of(Secret.take(Base64.getUrlDecoder().decode(text.substring(start.length()))));
    }

    /** What is kept of it. */
    static Bytes hash(Secret secret) {
        var octets = secret.toArray();
        try {
            return Bytes.wrap(Sha256.of(octets));
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }
}
