package sigillo.jmapd;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import sigillo.http.Asked;
import sigillo.http.Reply;
import sigillo.jmap.Problem;
import sigillo.login.SignIn;
import sigillo.sasl.PasswordText;

/** Who asks: RFC 8620 section 8.2, by Basic (RFC 7617) with an app password, or Bearer (RFC 6750) with a token. */
final class Entrance {
    /** Both are offered, Basic first: RFC 9110 section 11.6.1. */
    private static final String OFFERED = "Basic realm=\"Sigillo\", charset=\"UTF-8\", Bearer realm=\"Sigillo\"";

    private final SignIn signIn;

    Entrance(SignIn signIn) { this.signIn = signIn; }

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
        return new Entered.Out(unauthorized("Sign in with an app password or a token"));
    }

    private Entered bearer(Asked asked, byte[] token) {
        var text = new String(token, StandardCharsets.ISO_8859_1);
        return entered(signIn.bearer(Optional.empty(), text, SignIn.Service.JMAP, Optional.of(asked.client())));
    }

    /** RFC 7617: the first colon ends the name. Nothing that has the password in it becomes text. */
    private Entered basic(Asked asked, byte[] base64) {
        byte[] octets;
        try {
            octets = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException malformed) {
            return new Entered.Out(unauthorized("The credentials are not as RFC 7617 wants them"));
        }
        int colon = 0;
        while (colon < octets.length && octets[colon] != ':') colon++;
        if (colon == octets.length) {
            Arrays.fill(octets, (byte) 0);
            return new Entered.Out(unauthorized("The credentials are not as RFC 7617 wants them"));
        }
        try (var password = PasswordText.of(octets, colon + 1, octets.length)) {
            var user = new String(octets, 0, colon, StandardCharsets.UTF_8);
            Arrays.fill(octets, (byte) 0);
            return entered(signIn.signIn(user, password, SignIn.Service.JMAP, Optional.of(asked.client())));
        }
    }

    private static Entered entered(SignIn.Answer answer) {
        return switch (answer) {
            case SignIn.Answer.Welcome welcome -> new Entered.In(welcome);
            case SignIn.Answer.Refused() -> new Entered.Out(unauthorized("These credentials are not right"));
            case SignIn.Answer.AppPasswordNeeded() ->
                new Entered.Out(unauthorized("Programs need an app password here"));
            case SignIn.Answer.OutOfScope() ->
                new Entered.Out(problem(Problem.other(403, "This app password or token is not for JMAP")));
            case SignIn.Answer.Slowed(var after) ->
                new Entered.Out(problem(Problem.other(429, "Too many wrong ones: try again later"))
                .with("Retry-After", Long.toString(Math.max(1, after.toSeconds()))));
        };
    }

    private static Reply unauthorized(String detail) {
        return problem(Problem.other(401, detail)).with("WWW-Authenticate", OFFERED);
    }

    static Reply problem(Problem problem) { return Reply.of(problem.status(), Problem.MEDIA_TYPE, problem.octets()); }
}
