package sigillo.main.signin;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import sigillo.authorization.Authorizing;
import sigillo.autoconfig.Autoconfig;
import sigillo.http.Answering;
import sigillo.login.GrantSignIn;
import sigillo.login.Grants;
import sigillo.main.config.Config;
import sigillo.main.config.Door;
import sigillo.oauth.Metadata;
import sigillo.oauth.Scope;
import sigillo.oauthd.OAuthDoor;
import sigillo.sasl.BearerHelp;
import sigillo.sealing.Randomness;

/** Programs that are let in by OAuth: what pages need for it, and the door beside them. Both are empty where it is off. */
public record LettingIn(Optional<Authorizing> authorizing, List<Answering> doors) {
    private static final int PORT = 443;

    /** {@code signIn}: tells programs from then on where tokens are. */
    static LettingIn of(Config config, Grants grants, GrantSignIn signIn, InstantSource clock) {
        if (!config.signIn().programs().isOn()) return new LettingIn(Optional.empty(), List.of());
        var issuer = issuer(config);
        var authorizing = new Authorizing(config.signIn().programs(), issuer, grants, Randomness.secure(), clock);
        signIn.helping(new BearerHelp(Optional.of(Scope.MAIL.text()), Optional.of(issuer + Metadata.SERVER_PATH)));
        var door = new OAuthDoor(authorizing, (secret, from) -> signIn.guessed(secret, Optional.of(from)), clock);
        return new LettingIn(Optional.of(authorizing), List.of(door));
    }

    /** Where the metadata is of what a token is for. */
    public Optional<String> resource() {
        return authorizing.map(all -> all.metadata().issuer() + Metadata.RESOURCE_PATH);
    }

    /** For programs that ask how to reach this server. */
    public Optional<Autoconfig.OAuth> told() {
        return authorizing.map(all -> all.metadata().issuer()).map(issuer -> new Autoconfig.OAuth(issuer, Scope.MAIL.text(),
            issuer + Metadata.AUTHORIZE, issuer + Metadata.TOKEN));
    }

    /** Beside others. */
    public List<Answering> with(Answering... others) {
        return Stream.concat(Stream.of(others), doors.stream()).toList();
    }

    /** RFC 8414: without the port where it is that of https. */
    private static String issuer(Config config) {
        int port = config.listeners().get(Door.HTTPS).port();
        return "https://" + config.hostname().name() + (port == PORT ? "" : ":" + port);
    }
}
