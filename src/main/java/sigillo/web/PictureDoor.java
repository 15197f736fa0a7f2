package sigillo.web;

import java.util.Optional;
import java.util.function.Function;
import sigillo.account.AccountId;
import sigillo.http.Answering;
import sigillo.http.Asked;
import sigillo.http.Reply;
import sigillo.login.SignIn;
import sigillo.pictures.Pictures;
import sigillo.pictures.Pictures.Fetched;

/**
 * Pictures of other servers that mail shows: docs/web.md. For who is signed in, from a page of ours. What is answered is a
 * picture and nothing else, wherever it is opened. {@code pictures}: empty where nobody outside is asked. Any thread.
 */
record PictureDoor(Optional<Pictures> pictures, Function<Asked, Optional<SignIn.Answer.Welcome>> signedIn) implements Answering {
    static final String PATH = "/webmail/picture";

    @Override public boolean has(String path) { return path.equals(PATH); }

    @Override public int bodyOctetsMax(String path) { return 0; }

    @Override public Reply answer(Asked asked) {
        if (asked.method() != Asked.Method.GET) return Reply.text(405, "").with("Allow", "GET");
        var who = signedIn.apply(asked);
        if (who.isEmpty()) return Json.error(401, "notSignedIn");
        asked.recognised().run();
        who.get().unlocked().close();
        return pictures.map(one -> answer(one, who.get().user().account(), asked.query().get("url"))).orElseGet(() -> Json.error(502, "notFetched"));
    }

    private static Reply answer(Pictures pictures, AccountId account, String url) {
        return switch (pictures.fetch(account, url)) {
            case Fetched.Picture(var kind, var octets, var over) -> Reply.of(200, kind.type(), octets)
                .with("Content-Security-Policy", "default-src 'none'; sandbox").with("Content-Disposition", "attachment").then(over);
            case Fetched.Unfit _ -> Json.error(400, "addressUnfit");
            case Fetched.Nothing _ -> Json.error(502, "notFetched");
            case Fetched.Busy _ -> Json.error(503, "busy").with("Retry-After", "1");
            case Fetched.Slowed(var after) -> Json.error(429, "slowed").with("Retry-After", Long.toString(after.toSeconds()));
        };
    }
}
