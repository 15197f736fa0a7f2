package sigillo.oauthd;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import sigillo.authorization.AuthorizationLimits;
import sigillo.authorization.Authorizing;
import sigillo.authorization.DeviceRequests;
import sigillo.http.Answering;
import sigillo.http.Asked;
import sigillo.http.Fields;
import sigillo.http.Reply;
import sigillo.login.Programs;
import sigillo.login.Programs.Issued;
import sigillo.oauth.Answers;
import sigillo.oauth.Client;
import sigillo.oauth.Metadata;
import sigillo.oauth.OAuthError;
import sigillo.oauth.Parameters;
import sigillo.oauth.Pkce;
import sigillo.oauth.Registration;
import sigillo.oauth.Scope;
import sigillo.oauth.TokenRequest;

/**
 * What programs ask without a browser: RFC 6749 section 3.2, 7009, 7591, 8414, 8628, 9728. Nothing here takes a cookie, so pages
 * of other origins can do no more than anybody; none is given a CORS header. Any thread.
 */
public final class OAuthDoor implements Answering {
    private static final String PATH = "/oauth/";
    private static final int BODY_OCTETS_MAX = 8 << 10;
    private static final String JSON = "application/json";

    private final Authorizing authorizing;
    private final BiFunction<String, InetAddress, Duration> guessed;
    private final InstantSource clock;

    /** {@code guessed}: counts a wrong code or token from there, the same one once; how long the next has to wait. */
    public OAuthDoor(Authorizing authorizing, BiFunction<String, InetAddress, Duration> guessed, InstantSource clock) {
        this.authorizing = authorizing;
        this.guessed = guessed;
        this.clock = clock;
    }

    @Override public boolean has(String path) {
        boolean isResource = path.equals(Metadata.RESOURCE_PATH) || path.startsWith(Metadata.RESOURCE_PATH + "/");
        return isResource || path.equals(Metadata.SERVER_PATH) || path.startsWith(PATH);
    }

    @Override public int bodyOctetsMax(String path) { return BODY_OCTETS_MAX; }

    @Override public Reply answer(Asked asked) {
        return switch (asked.path()) {
            case Metadata.SERVER_PATH -> read(asked, () -> authorizing.metadata().server(authorizing.registers()));
            case Metadata.TOKEN -> form(asked, said -> token(asked, said));
            case Metadata.DEVICE_AUTHORIZATION -> form(asked, said -> device(asked, said));
            case Metadata.REVOKE -> form(asked, this::revoke);
            case Metadata.REGISTER -> asked.method() == Asked.Method.POST ? register(asked) : notAllowed("POST");
            default -> asked.path().startsWith(PATH) ? Reply.text(404, "") : resource(asked);
        };
    }

    private interface Document {
        byte[] octets();
    }

    private static Reply read(Asked asked, Document document) {
        return asked.isRead() ? Reply.of(200, JSON, document.octets()) : notAllowed("GET, HEAD");
    }

    /** RFC 9728: the path of what is protected follows. */
    private Reply resource(Asked asked) {
        var path = asked.path().substring(Metadata.RESOURCE_PATH.length());
        boolean isPath = path.matches("(/[A-Za-z0-9._~-]{1,60}){0,8}/?");
        return isPath ? read(asked, () -> authorizing.metadata().resource(path)) : Reply.text(404, "");
    }

    private static Reply notAllowed(String methods) { return Reply.text(405, "").with("Allow", methods); }

    private static Reply form(Asked asked, Function<Parameters, Reply> work) {
        if (asked.method() != Asked.Method.POST) return notAllowed("POST");
        if (!asked.hasType("application/x-www-form-urlencoded")) return error(OAuthError.INVALID_REQUEST);
        return work.apply(new Parameters(Fields.parse(new String(asked.body(), StandardCharsets.UTF_8)).values()));
    }

    // ---- RFC 6749 section 3.2 ----

    private Reply token(Asked asked, Parameters said) {
        return switch (TokenRequest.read(said, authorizing::client)) {
            case TokenRequest.Bad(var error) -> error(error);
            case TokenRequest.ByCode(var client, var code, var redirect, var verifier) -> issued(asked, code, authorizing
                .programs().redeem(code, new Programs.Proof(client.id(), redirect, Pkce.challenge(verifier))));
            case TokenRequest.ByRefresh(var client, var token, var scopes) -> issued(asked, token, authorizing.programs()
                .refresh(token, client.id(), scopes.map(Authorizing::services).orElse(Set.of())));
            case TokenRequest.ByDevice(var client, var code) -> byDevice(asked, client, code);
        };
    }

    /** RFC 8628 section 3.5. One that is not known here may have been let in before a restart. */
    private Reply byDevice(Asked asked, Client client, String code) {
        return switch (authorizing.devices().asked(code, client)) {
            case WAITING -> error(OAuthError.AUTHORIZATION_PENDING);
            case TOO_SOON -> error(OAuthError.SLOW_DOWN);
            case NO -> error(OAuthError.ACCESS_DENIED);
            case OVER -> error(OAuthError.EXPIRED_TOKEN);
            case YES, UNKNOWN -> issued(asked, code, authorizing.programs().redeem(code, Programs.Proof.ofDevice(client.id())));
        };
    }

    private Reply issued(Asked asked, String secret, Issued issued) {
        return switch (issued) {
            case Issued.Tokens(var access, var refresh, var services, var life) ->
                Reply.of(200, JSON, Answers.tokens(access, refresh, Authorizing.scopes(services), life));
            case Issued.Invalid() -> wrong(asked, secret);
            case Issued.OutOfScope() -> error(OAuthError.INVALID_SCOPE);
            case Issued.Slowed(var after) -> slowed(after);
        };
    }

    /** It is counted with wrong passwords; right ones never wait, since nobody guesses them. */
    private Reply wrong(Asked asked, String secret) {
        var wait = guessed.apply(secret, asked.client());
        return wait.isZero() ? error(OAuthError.INVALID_GRANT) : slowed(wait);
    }

    private static Reply slowed(Duration after) {
        return error(429, OAuthError.TEMPORARILY_UNAVAILABLE, Optional.empty())
            .with("Retry-After", Long.toString(Math.max(1, after.toSeconds())));
    }

    // ---- RFC 8628 section 3.1 ----

    private Reply device(Asked asked, Parameters said) {
        if (said.isTwice()) return error(OAuthError.INVALID_REQUEST);
        var client = client(said);
        if (client.isEmpty()) return error(OAuthError.INVALID_CLIENT);
        var scopes = Scope.parse(said.get("scope"));
        if (scopes.isEmpty()) return error(OAuthError.INVALID_SCOPE);
        var begun = authorizing.devices().begin(client.get(), scopes.get(), asked.client());
        return begun.map(this::waiting).orElseGet(() -> slowed(Duration.ofMinutes(1)));
    }

    private Reply waiting(DeviceRequests.Begun begun) {
        return Reply.of(200, JSON, Answers.device(begun.device(), begun.user(), authorizing.metadata().issuer() + Metadata.DEVICE,
            AuthorizationLimits.DEVICE_LIFE, AuthorizationLimits.INTERVAL));
    }

    private Optional<Client> client(Parameters said) { return said.get("client_id").flatMap(authorizing::client); }

    // ---- RFC 7009 ----

    private Reply revoke(Parameters said) {
        if (said.isTwice() || said.get("token").isEmpty()) return error(OAuthError.INVALID_REQUEST);
        var client = client(said);
        if (client.isEmpty()) return error(OAuthError.INVALID_CLIENT);
        boolean isHis = authorizing.programs().revoke(said.get("token").get(), client.get().id());
        return isHis ? Reply.text(200, "") : error(OAuthError.INVALID_GRANT);
    }

    // ---- RFC 7591 ----

    private Reply register(Asked asked) {
        if (!authorizing.registers()) return Reply.text(404, "");
        if (!asked.hasType(JSON)) return error(OAuthError.INVALID_CLIENT_METADATA);
        return switch (Registration.read(asked.body())) {
            case Registration.Read.Bad(var error, var why) -> error(400, error, Optional.of(why));
            case Registration.Read.Good(var registration) ->
                Reply.of(201, JSON, registration.registered(authorizing.register(registration), clock.instant()));
        };
    }

    // ---- RFC 6749 section 5.2 ----

    private static Reply error(OAuthError error) {
        return error(error == OAuthError.INVALID_CLIENT ? 401 : 400, error, Optional.empty());
    }

    private static Reply error(int status, OAuthError error, Optional<String> why) {
        return Reply.of(status, JSON, Answers.error(error, why));
    }
}
