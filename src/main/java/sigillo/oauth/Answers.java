package sigillo.oauth;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** What programs are answered, in JSON. */
public final class Answers {
    private Answers() {}

    /** RFC 6749 section 5.1. */
    public static byte[] tokens(String access, String refresh, Set<Scope> scopes, Duration life) {
        return octets(Json.object().put("access_token", access).put("token_type", "Bearer")
            .put("expires_in", life.toSeconds()).put("refresh_token", refresh).put("scope", Scope.text(scopes)).toString());
    }

    /** RFC 6749 section 5.2. {@code why}: for who writes the program, in ASCII. */
    public static byte[] error(OAuthError error, Optional<String> why) {
        var told = Json.object().put("error", error.text());
        why.ifPresent(text -> told.put("error_description", text));
        return octets(told.toString());
    }

    /** RFC 8628 section 3.2. {@code page}: where its person types the code. */
    public static byte[] device(String device, UserCode user, String page, Duration life, Duration interval) {
        return octets(Json.object().put("device_code", device).put("user_code", user.text()).put("verification_uri", page)
            .put("verification_uri_complete", page + "?code=" + user.text())
            .put("expires_in", life.toSeconds()).put("interval", interval.toSeconds()).toString());
    }

    private static byte[] octets(String json) { return (json + "\n").getBytes(StandardCharsets.UTF_8); }
}
