package sigillo.oauth;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** What this server says of itself. {@code issuer}: its name in OAuth, https with a host and perhaps a port. */
public record Metadata(String issuer) {
    /** RFC 8414. */
    public static final String SERVER_PATH = "/.well-known/oauth-authorization-server";
    /** RFC 9728. */
    public static final String RESOURCE_PATH = "/.well-known/oauth-protected-resource";
    public static final String AUTHORIZE = "/authorize";
    public static final String DEVICE = "/device";
    public static final String TOKEN = "/oauth/token";
    public static final String DEVICE_AUTHORIZATION = "/oauth/device";
    public static final String REGISTER = "/oauth/register";
    public static final String REVOKE = "/oauth/revoke";

    /** RFC 8414, RFC 8628, RFC 9207. {@code registers}: whether strangers may register. */
    public byte[] server(boolean registers) {
        var told = Json.object().put("issuer", issuer).put("authorization_endpoint", issuer + AUTHORIZE)
            .put("token_endpoint", issuer + TOKEN).put("revocation_endpoint", issuer + REVOKE)
            .put("device_authorization_endpoint", issuer + DEVICE_AUTHORIZATION);
        if (registers) told.put("registration_endpoint", issuer + REGISTER);
        Json.put(told, "scopes_supported", scopes());
        Json.put(told, "response_types_supported", List.of("code"));
        Json.put(told, "response_modes_supported", List.of("query"));
        Json.put(told, "grant_types_supported", List.of("authorization_code", "refresh_token", TokenRequest.DEVICE_GRANT));
        Json.put(told, "code_challenge_methods_supported", List.of(Pkce.METHOD));
        Json.put(told, "token_endpoint_auth_methods_supported", List.of("none"));
        Json.put(told, "revocation_endpoint_auth_methods_supported", List.of("none"));
        Json.put(told, "ui_locales_supported", List.of("en", "it"));
        told.put("authorization_response_iss_parameter_supported", true);
        return octets(told.toString());
    }

    /** RFC 9728. {@code path}: of what is protected; empty for all. */
    public byte[] resource(String path) {
        var told = Json.object().put("resource", issuer + path);
        Json.put(told, "authorization_servers", List.of(issuer));
        Json.put(told, "scopes_supported", scopes());
        Json.put(told, "bearer_methods_supported", List.of("header"));
        return octets(told.toString());
    }

    private static List<String> scopes() { return Arrays.stream(Scope.values()).map(Scope::text).toList(); }

    private static byte[] octets(String json) { return (json + "\n").getBytes(StandardCharsets.UTF_8); }
}
