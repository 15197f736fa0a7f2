package sigillo.login;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Passwords as {@code $argon2id$v=19$m=19456,t=2,p=1$salt$hash}: the form that other programs read too, so that accounts can
 * move. RFC 9106. A hash takes about 20 MiB while it lasts: see {@link Passwords}.
 */
final class Argon2 {
    /** OWASP's first choice for servers: as hard for a guesser as RFC 9106 section 4's, with less memory. */
    private static final Cost COST = new Cost(19_456, 2, 1);
    private static final int SALT_OCTETS = 16;
    private static final int HASH_OCTETS = 32;
    /** What we would take over from elsewhere; more could stop the server. */
    private static final int MEMORY_KIB_MAX = 65_536;
    private static final int PASSES_MAX = 10;

    private static final Pattern FORM = Pattern.compile(
        "\\$argon2id\\$v=19\\$m=([0-9]{1,6}),t=([0-9]{1,2}),p=([0-9])\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Base64.Encoder BASE64 = Base64.getEncoder().withoutPadding();

    private record Cost(int memoryKib, int passes, int lanes) {}

    private Argon2() {}

    static String hash(String password) {
        var salt = new byte[SALT_OCTETS];
        RANDOM.nextBytes(salt);
        return "$argon2id$v=19$m=" + COST.memoryKib + ",t=" + COST.passes + ",p=" + COST.lanes + "$" + BASE64.encodeToString(salt)
            + "$" + BASE64.encodeToString(derive(password, salt, COST, HASH_OCTETS));
    }

    /** False also for what is not of our form. Takes the same time for every password. */
    static boolean matches(String password, String hashed) {
        var parts = FORM.matcher(hashed);
        if (!parts.matches()) return false;
        var cost = new Cost(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)), Integer.parseInt(parts.group(3)));
        if (!isBearable(cost)) return false;
        var want = Base64.getDecoder().decode(parts.group(5));
        return MessageDigest.isEqual(want, derive(password, Base64.getDecoder().decode(parts.group(4)), cost, want.length));
    }

    /** Why a password cannot be set; a sentence. */
    static Optional<String> whyNot(String password) {
        if (password.isEmpty()) return Optional.of("an empty password lets anybody in");
        if (isTooLong(password)) return Optional.of("a password may have " + LoginLimits.PASSWORD_OCTETS_MAX + " octets");
        // RFC 4616 section 2: SASL PLAIN cannot carry NUL; a line ends a prompt.
        return password.chars().anyMatch(c -> c < ' ' || c == 0x7F)
            ? Optional.of("a password cannot hold control characters") : Optional.empty();
    }

    static boolean isTooLong(String password) {
        return password.length() > LoginLimits.PASSWORD_OCTETS_MAX || octets(password).length > LoginLimits.PASSWORD_OCTETS_MAX;
    }

    private static boolean isBearable(Cost cost) {
        return cost.memoryKib >= 8 && cost.memoryKib <= MEMORY_KIB_MAX && cost.passes >= 1 && cost.passes <= PASSES_MAX && cost.lanes >= 1;
    }

    private static byte[] derive(String password, byte[] salt, Cost cost, int octets) {
        var generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id).withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(cost.memoryKib).withIterations(cost.passes).withParallelism(cost.lanes).withSalt(salt).build());
        var hash = new byte[octets];
        generator.generateBytes(octets(password), hash);
        return hash;
    }

    /** RFC 8265 section 4.2.1: one composed form, since keyboards differ. */
    private static byte[] octets(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFC).getBytes(StandardCharsets.UTF_8);
    }
}
