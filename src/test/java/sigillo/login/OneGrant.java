package sigillo.login;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import sigillo.base.Bytes;
import sigillo.sasl.Mechanism;
import sigillo.sasl.PasswordText;
import sigillo.sasl.SaslExchange;
import sigillo.sasl.ScramHash;
import sigillo.sasl.ScramKeys;
import sigillo.sealing.Secret;

/**
 * Signing in for transcripts, where every octet is known beforehand: the server's nonce is always the same, {@code user}
 * alone has an app password ({@link #APP_PASSWORD}), one for other services ({@link #OF_OTHERS}), and a token of each kind.
 * {@code welcome}: who is let in to what.
 */
public record OneGrant(String user, BiFunction<String, SignIn.Service, SignIn.Answer> welcome) implements SignIn {
    public static final String APP_PASSWORD = "00000-11111-22222-33333-444444";
    public static final String OF_OTHERS = "zzzzz-zzzzz-zzzzz-zzzzz-zzzzzz";
    public static final Bytes EXPORTER = Bytes.utf8("32 octets of the TLS connection.");
    private static final String TOKEN = "sgt_right";
    private static final String TOKEN_OF_OTHERS = "sgt_others";
    private static final Bytes SALT = Bytes.utf8("sixteen octets..");

    private static ScramKeys.Candidate candidate(long number, String password) {
        var derived = ScramHash.derive(password, SALT, ScramKeys.ITERATIONS);
        return new ScramKeys.Candidate(number, derived.storedKey(), derived.serverKey());
    }

    @Override public List<Mechanism> mechanisms(boolean bound) {
        return List.of(Mechanism.values()).stream().filter(one -> bound || one != Mechanism.SCRAM_SHA_256_PLUS).toList();
    }

    @Override public SaslExchange exchange(Mechanism mechanism, Optional<Bytes> binding) { return SaslExchange.of(mechanism, binding, () -> "server"); }

    @Override public Answer signIn(String name, PasswordText password, Service service, Optional<InetAddress> client) {
        if (name.equals(user) && password.equals(PasswordText.of(OF_OTHERS))) return new Answer.OutOfScope();
        return name.equals(user) && password.equals(PasswordText.of(APP_PASSWORD)) ? welcome.apply(name, service) : new Answer.Refused();
    }

    @Override public ScramKeys scramKeys(String name) {
        var all = name.equals(user) ? List.of(candidate(1, APP_PASSWORD), candidate(2, OF_OTHERS)) : List.<ScramKeys.Candidate>of();
        return new ScramKeys(SALT, ScramKeys.ITERATIONS, all);
    }

    @Override public Answer proved(String name, long number, Secret clientKey, Service service, Optional<InetAddress> client) {
        return number == 1 ? welcome.apply(name, service) : new Answer.OutOfScope();
    }

    @Override public Answer bearer(Optional<String> name, String token, Service service, Optional<InetAddress> client) {
        if (name.filter(one -> !one.equals(user)).isPresent()) return new Answer.Refused();
        return switch (token) {
            case TOKEN -> welcome.apply(user, service);
            case TOKEN_OF_OTHERS -> new Answer.OutOfScope();
            default -> new Answer.Refused();
        };
    }
}
