package sigillo.oauth;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A program sends its user to say yes: RFC 6749 section 4.1.1 with RFC 7636. {@code said}: the redirect URI as it
 * was said, for the token request; empty where the client has one and did not say it.
 */
public record AuthorizationRequest(
        Client client, RedirectUri redirect, String said, Set<Scope> scopes, Optional<String> state, String challenge) {
    private static final int STATE_CHARACTERS_MAX = 1_000;
    /** RFC 6749 Appendix A.5. */
    private static final Pattern STATE = Pattern.compile("[\\x20-\\x7E]{1," + STATE_CHARACTERS_MAX + "}");

    public sealed interface Read {
        record Good(AuthorizationRequest request) implements Read {}

        /** The program is told, at its address. */
        record Back(RedirectUri redirect, Optional<String> state, OAuthError error) implements Read {
            public String location(String issuer) { return back(redirect, state, issuer, Map.of("error", error.text())); }
        }

        /** Where the answer would go is not known, so only the person is told: RFC 6749 section 4.1.2.1. */
        record Nowhere(boolean isClientKnown) implements Read {}
    }

    public static Read read(Parameters said, Function<String, Optional<Client>> clients) {
        var client = said.isTwice("client_id") ? Optional.<Client>empty() : said.get("client_id")
            .filter(id -> id.length() <= Client.ID_CHARACTERS_MAX).flatMap(clients);
        if (client.isEmpty()) return new Read.Nowhere(false);
        var redirect = said.isTwice("redirect_uri") ? Optional.<RedirectUri>empty() : redirect(client.get(), said);
        return redirect.isEmpty() ? new Read.Nowhere(true) : read(said, client.get(), redirect.get());
    }

    private static Optional<RedirectUri> redirect(Client client, Parameters said) {
        var text = said.get("redirect_uri");
        if (text.isPresent()) return RedirectUri.parse(text.get()).filter(client::mayBeSentTo);
        return client.redirects().size() == 1 ? Optional.of(client.redirects().getFirst()) : Optional.empty();
    }

    private static Read read(Parameters said, Client client, RedirectUri redirect) {
        var state = said.isTwice("state") ? Optional.<String>empty() : said.get("state").filter(text -> STATE.matcher(text).matches());
        var scopes = Scope.parse(said.get("scope"));
        var error = error(said, state, scopes);
        if (error.isPresent()) return new Read.Back(redirect, state, error.get());
        return new Read.Good(new AuthorizationRequest(client, redirect, said.get("redirect_uri").orElse(""), scopes.get(),
            state, said.get("code_challenge").orElseThrow()));
    }

    private static Optional<OAuthError> error(Parameters said, Optional<String> state, Optional<Set<Scope>> scopes) {
        boolean isStateLost = said.get("state").isPresent() && state.isEmpty();
        if (said.isTwice() || isStateLost || said.get("response_type").isEmpty()) return Optional.of(OAuthError.INVALID_REQUEST);
        if (!said.get("response_type").get().equals("code")) return Optional.of(OAuthError.UNSUPPORTED_RESPONSE_TYPE);
        // RFC 7636: one that is not said would be "plain", which RFC 9700 has nobody take
        boolean isProof = said.get("code_challenge").filter(Pkce::isChallenge).isPresent()
            && said.get("code_challenge_method").filter(Pkce.METHOD::equals).isPresent();
        boolean isQuery = said.get("response_mode").map("query"::equals).orElse(true);
        if (!isProof || !isQuery) return Optional.of(OAuthError.INVALID_REQUEST);
        return scopes.isEmpty() ? Optional.of(OAuthError.INVALID_SCOPE) : Optional.empty();
    }

    /** Where the browser goes with a code. */
    public String granted(String code, String issuer) { return back(redirect, state, issuer, Map.of("code", code)); }

    public String refused(OAuthError error, String issuer) { return new Read.Back(redirect, state, error).location(issuer); }

    /** RFC 9207: with who says it. */
    private static String back(RedirectUri redirect, Optional<String> state, String issuer, Map<String, String> answer) {
        var all = new LinkedHashMap<>(answer);
        state.ifPresent(text -> all.put("state", text));
        all.put("iss", issuer);
        return redirect.with(all);
    }
}
