package sigillo.web;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import sigillo.account.AccountId;
import sigillo.http.Reply;
import sigillo.login.WebSignIn.Answer;
import sigillo.login.WebSignIn.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Signing in and out. */
final class ApiSessions {
    private final House house;
    private final Sessions sessions;
    private final Predicate<AccountId> isOperator;

    /** Where nobody looks after the server. */
    ApiSessions(House house, Sessions sessions) { this(house, sessions, _ -> false); }

    /** {@code isOperator}: who looks after this server. */
    ApiSessions(House house, Sessions sessions, Predicate<AccountId> isOperator) {
        this.house = house;
        this.sessions = sessions;
        this.isOperator = isOperator;
    }

    void addTo(Map<String, Call> calls) {
        calls.put("GET /api/session", (visit, _) -> Json.reply(200, shown(visit.mine())));
        calls.put("POST /api/sign-in", (visit, with) -> answer(visit, with, house.signIn()
            .byPassword(Json.text(with, "address"), Json.text(with, "password"), client(visit))));
        calls.put("POST /api/sign-in/parameters", (_, with) -> parameters(with));
        calls.put("POST /api/sign-in/stretched", this::stretched);
        calls.put("POST /api/sign-in/code", (visit, with) -> answer(visit, with, house.signIn()
            .code(Json.text(with, "continuation"), Json.text(with, "code"), client(visit))));
        calls.put("POST /api/sign-out", this::signOut);
        calls.put("GET /api/sessions", (visit, _) -> list(visit.mine()));
        calls.put("DELETE /api/sessions", this::end);
    }

    private static Optional<InetAddress> client(Visit visit) { return Optional.of(visit.asked().client()); }

    /** What the browser stretches the password with itself, so that it never leaves it. */
    private Reply parameters(JsonNode with) {
        return Json.reply(200, shown(house.signIn().params(Json.text(with, "address"))));
    }

    static ObjectNode shown(Parameters parameters) {
        return Json.object().put("version", parameters.version()).put("account", parameters.account())
            .put("salt", Base64.getEncoder().encodeToString(parameters.salt().toArray()))
            .put("memoryKib", parameters.memoryKib()).put("passes", parameters.passes())
            .put("lanes", parameters.lanes());
    }

    private Reply stretched(Visit visit, JsonNode with) {
        var authenticating = Json.octets(with, "authenticating");
        var opening = Json.octets(with, "opening");
        try {
            var user = Json.text(with, "address");
            return answer(visit, with, house.signIn().byStretched(user, authenticating, opening, client(visit)));
        } finally {
            Arrays.fill(opening, (byte) 0);
        }
    }

    Reply answer(Visit visit, JsonNode with, Answer answer) {
        return switch (answer) {
            case Answer.In(var user, var unlocked, var kitToConfirm) -> {
                visit.session().ifPresent(sessions::end);
                yield sessions.begin(visit.asked(), user, unlocked, kitToConfirm, idleMax(with))
                    .map(begun -> Site.signedIn(Json.reply(200, shown(begun.session())), begun.secret()))
                    .orElseGet(() -> Json.error(503, "tooManySessions"));
            }
            case Answer.CodeWanted(var continuation, var until, var wasWrong) -> {
                var wanted = Json.object().put("continuation", continuation).put("until", until.toString())
                    .put("wasWrong", wasWrong);
                yield Json.reply(wasWrong ? 403 : 200, Json.object().set("codeWanted", wanted));
            }
            case Answer.Refused _ -> Json.error(403, "refused");
            case Answer.Unsaid() -> Json.error(403, "passwordUnsaid");
            case Answer.Slowed(var after) -> slowed(Math.max(1, after.toSeconds()));
        };
    }

    /** Signs in who has just got his account, with what else is to be {@code shown}; that comes also where there is no session for him. */
    Reply begin(Visit visit, JsonNode with, Answer.In in, ObjectNode shown) {
        visit.session().ifPresent(sessions::end);
        return sessions.begin(visit.asked(), in.user(), in.unlocked(), in.kitToConfirm(), idleMax(with))
            .map(begun -> Site.signedIn(Json.reply(200, shown.setAll(shown(begun.session()))), begun.secret()))
            .orElseGet(() -> Json.reply(200, shown));
    }

    /** On a device of his own one stays signed in, as long as a session may be. */
    private static Duration idleMax(JsonNode with) {
        return with.path("stay").asBoolean(false) ? WebLimits.SESSION_AGE_MAX : WebLimits.SESSION_IDLE_MAX;
    }

    private static Reply slowed(long seconds) {
        return Json.reply(429, Json.object().put("error", "slowed").put("retryAfter", seconds))
            .with("Retry-After", Long.toString(seconds));
    }

    private ObjectNode shown(Session session) {
        var account = session.user().account();
        var usage = house.usage().apply(account);
        var shown = Json.object().put("address", session.user().address().toString()).put("token", session.formToken())
            .put("level", house.keyring().level(account).name()).put("kitToConfirm", session.isKitToConfirm())
            .put("isWhole", session.unlocked().isWhole())
            .put("secondFactor", house.factor().isOn(account)).put("sessions", sessions.of(account).size())
            .put("begunAt", session.begunAt().toString())
            .put("endsAt", session.begunAt().plus(WebLimits.SESSION_AGE_MAX).toString())
            .put("octets", usage.octets()).put("vaultPepper", ApiVault.pepper(house, account));
        usage.octetsMax().ifPresent(max -> shown.put("octetsMax", max));
        if (isOperator.test(account)) shown.put("operator", true);
        return shown;
    }

    private Reply list(Session mine) {
        var list = Json.object();
        var shown = list.putArray("sessions");
        for (var session : sessions.of(mine.user().account()).reversed()) {
            var one = shown.addObject().put("name", session.name()).put("isThis", session == mine);
            session.device().program().ifPresent(program -> one.put("program", program));
            session.device().system().ifPresent(system -> one.put("system", system));
            one.put("begunAt", session.begunAt().toString()).putObject("lastUse")
                .put("at", session.lastUse().at().toString()).put("network", session.lastUse().network().text());
        }
        return Json.reply(200, list);
    }

    private Reply end(Visit visit, JsonNode with) {
        if (with.path("others").asBoolean(false)) sessions.endOthers(visit.mine());
        else if (!sessions.end(visit.mine(), Json.text(with, "name"))) return Json.error(404, "notFound");
        return Json.done();
    }

    private Reply signOut(Visit visit, JsonNode with) {
        if (with.path("all").asBoolean(false)) sessions.endAllOf(visit.mine().user().account());
        else sessions.end(visit.mine());
        return Site.signedOut(Json.done());
    }
}
