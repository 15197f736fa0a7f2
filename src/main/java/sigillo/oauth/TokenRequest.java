package sigillo.oauth;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** A program comes for tokens: RFC 6749 section 4.1.3 and 6, RFC 8628 section 3.4. */
public sealed interface TokenRequest {
    record ByCode(Client client, String code, String redirect, String verifier) implements TokenRequest {
        @Override public String toString() { return "ByCode"; }
    }

    /** {@code scopes}: empty for all that were granted. */
    record ByRefresh(Client client, String token, Optional<Set<Scope>> scopes) implements TokenRequest {
        @Override public String toString() { return "ByRefresh"; }
    }

    record ByDevice(Client client, String code) implements TokenRequest {
        @Override public String toString() { return "ByDevice"; }
    }

    record Bad(OAuthError error) implements TokenRequest {}

    String DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";

    static TokenRequest read(Parameters said, Function<String, Optional<Client>> clients) {
        if (said.isTwice()) return new Bad(OAuthError.INVALID_REQUEST);
        var type = said.get("grant_type");
        if (type.isEmpty()) return new Bad(OAuthError.INVALID_REQUEST);
        return switch (type.get()) {
            case "authorization_code" -> by(said, clients, "code", (client, code) -> byCode(said, client, code));
            case "refresh_token" -> by(said, clients, "refresh_token", (client, token) -> byRefresh(said, client, token));
            case DEVICE_GRANT -> by(said, clients, "device_code", ByDevice::new);
            default -> new Bad(OAuthError.UNSUPPORTED_GRANT_TYPE);
        };
    }

    interface Grant {
        TokenRequest of(Client client, String secret);
    }

    /** RFC 6749 section 5.2: who is not known is told that, and all else that is missing is a bad request. */
    private static TokenRequest by(Parameters said, Function<String, Optional<Client>> clients, String name, Grant grant) {
        var client = client(said, clients);
        if (client.isEmpty()) return new Bad(OAuthError.INVALID_CLIENT);
        return said.get(name).map(secret -> grant.of(client.get(), secret)).orElse(new Bad(OAuthError.INVALID_REQUEST));
    }

    static Optional<Client> client(Parameters said, Function<String, Optional<Client>> clients) {
        return said.get("client_id").filter(id -> id.length() <= Client.ID_CHARACTERS_MAX).flatMap(clients);
    }

    private static TokenRequest byCode(Parameters said, Client client, String code) {
        var verifier = said.get("code_verifier");
        if (verifier.isEmpty()) return new Bad(OAuthError.INVALID_REQUEST);
        if (!Pkce.isVerifier(verifier.get())) return new Bad(OAuthError.INVALID_GRANT);
        return new ByCode(client, code, said.get("redirect_uri").orElse(""), verifier.get());
    }

    private static TokenRequest byRefresh(Parameters said, Client client, String token) {
        if (said.get("scope").isEmpty()) return new ByRefresh(client, token, Optional.empty());
        var scopes = Scope.parse(said.get("scope"));
        return scopes.isEmpty() ? new Bad(OAuthError.INVALID_SCOPE) : new ByRefresh(client, token, scopes);
    }
}
