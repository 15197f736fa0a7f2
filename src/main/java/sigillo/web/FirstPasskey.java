package sigillo.web;

import java.util.Optional;
import sigillo.base.NetworkTries;
import sigillo.http.Admission;
import sigillo.http.Answering;
import sigillo.http.Asked;
import sigillo.http.Reply;
import sigillo.login.WebSignIn.Answer;
import sigillo.setup.HandOver;
import tools.jackson.databind.JsonNode;

/**
 * The passkey that was chosen at the first account: whoever has the secret of {@link HandOver} signs in by it, at this
 * server's name, and makes it. Nothing is here while nothing waits. Decision 0069.
 */
final class FirstPasskey implements Answering {
    /** Its page; the secret is behind the # of the link. */
    static final String PAGE_PATH = "/passkey";
    private static final String BEGIN = "/api/first-passkey/begin";
    private static final String FINISH = "/api/first-passkey/finish";

    private final Site site;
    private final HandOver handOver;
    private final ApiSessions signedIn;
    private final ApiPasskeys passkeys;
    private final NetworkTries tries;

    FirstPasskey(Site site, HandOver handOver) {
        this.site = site;
        this.handOver = handOver;
        this.signedIn = new ApiSessions(site.house(), site.sessions());
        this.passkeys = new ApiPasskeys(site.house(), signedIn);
        this.tries = WebLimits.tries(site.house().clock());
    }

    @Override public boolean has(String path) { return path.equals(BEGIN) || path.equals(FINISH); }

    @Override public Admission admit(Asked asked) { return new Admission.Stranger(); }

    @Override public Reply answer(Asked asked) {
        if (asked.method() != Asked.Method.POST) return Json.error(405, "notFound").with("Allow", "POST");
        if (!asked.hasType("application/json")) return Json.error(415, "notJson");
        if (!asked.isOurs()) return Json.error(403, "notOurs");
        var visit = site.visit(asked);
        return Json.parse(asked.body())
            .map(with -> asked.path().equals(BEGIN) ? begin(visit, with) : finish(visit, with))
            .orElseGet(() -> Json.error(400, "notJson"));
    }

    /** Again and again until the passkey is there: who closes the browser between loses nothing. */
    private Reply begin(Visit visit, JsonNode with) {
        var left = handOver.open(Json.text(with, "secret"));
        if (left.isEmpty()) return tries.mayTry(visit.asked().client()) ? Json.error(404, "gone")
            : Api.error(Text.SLOWED_A_WHILE);
        if (!passkeys.isHere(visit.asked())) return Json.error(409, "notHere");
        var client = Optional.of(visit.asked().client());
        var answer = site.house().signIn().byPassword(left.get().address().toString(), left.get().passphrase(), client);
        if (!(answer instanceof Answer.In in)) return Json.error(403, "refused");
        visit.session().ifPresent(site.sessions()::end);
        return site.sessions().begin(visit.asked(), in.user(), in.unlocked(), in.kitToConfirm())
            .map(begun -> Site.signedIn(Json.reply(200, passkeys.offered(visit.asked(), begun.session()).put("token", begun.session().formToken())
                .put("kitToConfirm", begun.session().isKitToConfirm())), begun.secret()))
            .orElseGet(() -> Json.error(503, "tooManySessions"));
    }

    private Reply finish(Visit visit, JsonNode with) {
        boolean isHis = visit.session()
            .filter(session -> session.isFormToken(visit.asked().header(Api.TOKEN).orElse(""))).isPresent();
        boolean hasLink = handOver.open(Json.text(with, "secret"))
            .filter(left -> isHis && left.address().equals(visit.mine().user().address())).isPresent();
        if (!hasLink) return Json.error(403, "refused");
        var reply = passkeys.finish(visit, with);
        if (reply.status() == 200 && passkeys.hasOneThatOpens(visit.mine().user().account())) handOver.forget();
        return reply;
    }
}
