package sigillo.jmapd;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import sigillo.http.Asked;
import sigillo.http.Reply;
import sigillo.jmap.Problem;
import sigillo.login.SignIn;
import sigillo.sasl.PasswordText;

/**
 * Who asks: RFC 8620 section 8.2, by Basic (RFC 7617) with an app password, by Bearer (RFC 6750) with a token, or by what
 * another door knows of his browser.
 */
final class Entrance {
    /** Both are offered, Basic first: RFC 9110 section 11.6.1. */
    private static final String BASIC = "Basic realm=\"Sigillo\", charset=\"UTF-8\", ";
    /** RFC 6750 section 3.1: for who has shown one. */
    private static final String INVALID_TOKEN = ", error=\"invalid_token\"";
    static final Problem BUSY = Problem.other(503, "Too much is asked at once: try again later");
    private static final String BEARER = "Bearer realm=\"Sigillo\"";
    /** What may stand in a field between quotes. */
    private static final Pattern PLAIN_PATH = Pattern.compile("(/[A-Za-z0-9._~-]{1,60}){0,8}/?");

    private final SignIn signIn;
    /** Where the metadata is of what a token is for (RFC 9728); empty where programs get none. */
    private volatile Optional<String> metadata = Optional.empty();

    private volatile Function<Asked, Optional<SignIn.Answer.Welcome>> browsers = _ -> Optional.empty();

    Entrance(SignIn signIn) { this.signIn = signIn; }

    /** {@code who}: has signed in elsewhere and asks by his browser; it has looked whether a page of ours asks. */
    void browsers(Function<Asked, Optional<SignIn.Answer.Welcome>> who) { browsers = who; }

    /** {@code resource}: an address to which the path of what is asked for is added. */
    void tokensBy(String resource) { metadata = Optional.of(resource); }

    sealed interface Entered {
        /** {@code who}: the caller's to close. */
        record In(SignIn.Answer.Welcome who) implements Entered {}

        record Out(Reply why) implements Entered {}
    }

    Entered enter(Asked asked) {
        try (var said = asked.credentials()) {
            if (said.is("Bearer")) return bearer(asked, said.rest());
            if (said.is("Basic")) return basic(asked, said.rest());
        }
        var browser = browsers.apply(asked);
        if (browser.isPresent()) return new Entered.In(browser.get());
        return new Entered.Out(unauthorized(asked, "Sign in with an app password or a token", ""));
    }

    private Entered bearer(Asked asked, byte[] token) {
        var text = new String(token, StandardCharsets.ISO_8859_1);
        return entered(asked, INVALID_TOKEN, signIn.bearer(Optional.empty(), text, SignIn.Service.JMAP, Optional.of(asked.client())));
    }

    /** RFC 7617: the first colon ends the name. Nothing that has the password in it becomes text. */
    private Entered basic(Asked asked, byte[] base64) {
        byte[] octets;
        try {
            octets = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException malformed) {
            return new Entered.Out(unauthorized(asked, "The credentials are not as RFC 7617 wants them", ""));
        }
        int colon = 0;
        while (colon < octets.length && octets[colon] != ':') colon++;
        if (colon == octets.length) {
            Arrays.fill(octets, (byte) 0);
            return new Entered.Out(unauthorized(asked, "The credentials are not as RFC 7617 wants them", ""));
        }
        try (var password = PasswordText.of(octets, colon + 1, octets.length)) {
            var user = new String(octets, 0, colon, StandardCharsets.UTF_8);
            Arrays.fill(octets, (byte) 0);
            return entered(asked, "", signIn.signIn(user, password, SignIn.Service.JMAP, Optional.of(asked.client())));
        }
    }

    /** {@code wrong}: what is added where they are wrong. */
    private Entered entered(Asked asked, String wrong, SignIn.Answer answer) {
        return switch (answer) {
            case SignIn.Answer.Welcome welcome -> new Entered.In(welcome);
            case SignIn.Answer.Refused() -> new Entered.Out(unauthorized(asked, "These credentials are not right", wrong));
            case SignIn.Answer.AppPasswordNeeded() ->
                new Entered.Out(unauthorized(asked, "Programs need an app password here", ""));
            case SignIn.Answer.OutOfScope() ->
                new Entered.Out(outOfScope(asked, !wrong.isEmpty()));
            case SignIn.Answer.Slowed(var after) ->
                new Entered.Out(problem(Problem.other(429, "Too many wrong ones: try again later"))
                .with("Retry-After", Long.toString(Math.max(1, after.toSeconds()))));
        };
    }

    /** RFC 6750 section 3.1: who has shown a token is told that another would do. */
    private Reply outOfScope(Asked asked, boolean isToken) {
        var reply = problem(Problem.other(403, "This app password or token is not for JMAP"));
        return isToken ? reply.with("WWW-Authenticate", bearer(asked, ", error=\"insufficient_scope\"")) : reply;
    }

    private Reply unauthorized(Asked asked, String detail, String wrong) {
        // a browser would ask its owner for a name and a password, in a window of its own
        boolean isPageOfOurs = asked.header("sec-fetch-site").filter("same-origin"::equals).isPresent();
        return problem(Problem.other(401, detail)).with("WWW-Authenticate", (isPageOfOurs ? "" : BASIC) + bearer(asked, wrong));
    }

    private String bearer(Asked asked, String error) {
        var path = PLAIN_PATH.matcher(asked.path()).matches() ? asked.path() : "";
        return BEARER + error + metadata.map(where -> ", resource_metadata=\"" + where + path + "\"").orElse("");
    }

    /** RFC 9110 section 15.6.4. */
    static Reply busy() { return problem(BUSY).with("Retry-After", Long.toString(DoorLimits.RETRY_AFTER.toSeconds())); }

    static Reply problem(Problem problem) { return Reply.of(problem.status(), Problem.MEDIA_TYPE, problem.octets()); }
}
