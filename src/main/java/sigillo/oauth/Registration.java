package sigillo.oauth;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A program says who it is: RFC 7591. Public ones alone, which are brought back to themselves on their
 * machine; {@code redirects} is empty for one that has devices alone.
 */
public record Registration(String name, List<RedirectUri> redirects) {
    private static final int REDIRECTS_MAX = 3;
    private static final int NAME_CHARACTERS_MAX = 60;
    private static final String CODE = "authorization_code";

    public sealed interface Read {
        record Good(Registration registration) implements Read {}

        record Bad(OAuthError error, String why) implements Read {}
    }

    public static Read read(byte[] body) {
        return Json.parse(body).map(Registration::read).orElseGet(() -> bad("not a JSON object"));
    }

    private static Read read(JsonNode said) {
        var grants = texts(said, "grant_types").orElse(List.of(CODE));
        boolean hasCode = grants.contains(CODE);
        if (!hasCode && !grants.contains(TokenRequest.DEVICE_GRANT)) return bad("grant_types has nothing that is here");
        var responses = texts(said, "response_types").orElse(hasCode ? List.of("code") : List.of());
        if (hasCode && !responses.contains("code")) return bad("response_types must have code");
        var name = said.path("client_name").asString("").strip();
        if (name.length() > NAME_CHARACTERS_MAX || name.codePoints().anyMatch(Registration::isUnseen)) {
            return bad("client_name has at most " + NAME_CHARACTERS_MAX + " characters");
        }
        return redirects(name, texts(said, "redirect_uris").orElse(List.of()), hasCode);
    }

    /** Controls, and what turns writing around or is not seen: a name must be what it looks like. */
    private static boolean isUnseen(int sign) {
        return switch (Character.getType(sign)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    private static Read redirects(String name, List<String> texts, boolean areNeeded) {
        if (texts.size() > REDIRECTS_MAX || areNeeded && texts.isEmpty()) {
            return new Read.Bad(OAuthError.INVALID_REDIRECT_URI, "1 to " + REDIRECTS_MAX + " redirect_uris");
        }
        var redirects = new ArrayList<RedirectUri>();
        for (var text : texts) {
            var redirect = RedirectUri.parse(text).filter(one -> one.kind() != RedirectUri.Kind.HTTPS);
            if (redirect.isEmpty()) return new Read.Bad(OAuthError.INVALID_REDIRECT_URI,
                "only http://127.0.0.1, http://[::1], http://localhost, or a scheme of the program's own (RFC 8252)");
            redirects.add(redirect.get());
        }
        return new Read.Good(new Registration(name, redirects));
    }

    private static Read bad(String why) { return new Read.Bad(OAuthError.INVALID_CLIENT_METADATA, why); }

    /** Empty when nothing is said of it. */
    private static Optional<List<String>> texts(JsonNode said, String name) {
        if (!said.path(name).isArray()) return Optional.empty();
        return Optional.of(said.path(name).valueStream().map(one -> one.asString("")).limit(100).toList());
    }

    /** RFC 7591. */
    public byte[] registered(String id, Instant at) {
        var told = Json.object().put("client_id", id).put("client_id_issued_at", at.getEpochSecond());
        told.put("client_name", name).put("token_endpoint_auth_method", "none");
        Json.put(told, "redirect_uris", redirects.stream().map(RedirectUri::text).toList());
        Json.put(told, "grant_types", redirects.isEmpty() ? List.of(TokenRequest.DEVICE_GRANT, "refresh_token")
            : List.of(CODE, TokenRequest.DEVICE_GRANT, "refresh_token"));
        Json.put(told, "response_types", redirects.isEmpty() ? List.of() : List.of("code"));
        return told.toString().getBytes(StandardCharsets.UTF_8);
    }
}
