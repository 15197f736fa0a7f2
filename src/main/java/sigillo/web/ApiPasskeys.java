package sigillo.web;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import sigillo.account.AccountId;
import sigillo.base.Bytes;
import sigillo.directory.Edited;
import sigillo.http.Asked;
import sigillo.http.Reply;
import sigillo.login.Grant;
import sigillo.login.Passkeys;
import sigillo.sealing.Secret;
import sigillo.webauthn.Ceremony;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Passkeys (W3C Web Authentication): made, listed and taken away by their owner; and shown, to sign in. */
final class ApiPasskeys {
    private static final String PATH = "/api/passkeys";
    static final String BEGIN = "/api/sign-in/passkey/begin";
    static final String SHOW = "/api/sign-in/passkey";
    /** Of what an authenticator opens the account with. */
    private static final int OPENING_OCTETS = 32;

    private final House house;
    private final ApiSessions sessions;

    ApiPasskeys(House house, ApiSessions sessions) {
        this.house = house;
        this.sessions = sessions;
    }

    void addTo(Map<String, Call> calls) {
        calls.put("GET " + PATH, (visit, _) -> list(visit));
        calls.put("POST " + PATH + "/begin", this::begin);
        calls.put("POST " + PATH + "/finish", this::finish);
        calls.put("POST " + PATH, (visit, with) -> reply(passkeys().rename(visit.mine().user().address(), number(with), Json.text(with, "name").strip())));
        calls.put("DELETE " + PATH, (visit, with) -> reply(passkeys().remove(visit.mine().user().address(), number(with))));
        calls.put("POST " + PATH + "/again", (visit, _) -> again(visit));
        calls.put("POST " + BEGIN, this::asked);
        calls.put("POST " + SHOW, this::shown);
    }

    private Passkeys passkeys() { return house.grants().passkeys(); }

    private static long number(JsonNode with) { return with.path("number").asLong(0); }

    private static Reply reply(Edited<Grant> edited) { return edited instanceof Edited.Done<Grant> ? Json.done() : Json.error(404, "notFound"); }

    private Reply list(Visit visit) {
        var list = Json.object();
        var all = list.putArray("passkeys");
        for (var one : passkeys().list(visit.mine().user().account())) {
            var shown = ApiGrants.shown(one.grant());
            shown.remove("services");
            all.add(shown.put("opens", one.opens()).put("isSuspect", one.isSuspect()));
        }
        return Json.reply(200, list);
    }

    // ---- made ----

    private Reply begin(Visit visit, JsonNode with) {
        var why = Asking.password(house, visit, with);
        if (why.isPresent()) return Api.error(why.get());
        var here = PasskeySaid.here(house, visit.asked());
        return here.isEmpty() ? Json.error(409, "notHere") : Json.reply(200, offered(visit.asked(), visit.mine()));
    }

    boolean isHere(Asked asked) { return PasskeySaid.here(house, asked).isPresent(); }

    boolean hasOneThatOpens(AccountId account) { return passkeys().list(account).stream().anyMatch(Passkeys.Passkey::opens); }

    /** What a browser makes a passkey of, in a session whose owner has shown just now who he is. */
    ObjectNode offered(Asked asked, Session session) {
        var offer = passkeys().begin(session.user().account(), session.name());
        var shown = Json.object().put("challenge", text(offer.challenge()))
            .put("party", PasskeySaid.here(house, asked).orElseThrow().party()).put("user", text(offer.user()))
            .put("name", session.user().address().toString()).put("salt", text(offer.salt()));
        Ceremony.algorithms().forEach(shown.putArray("algorithms")::add);
        var known = shown.putArray("known");
        offer.known().forEach(one -> known.add(text(one)));
        return shown;
    }

    Reply finish(Visit visit, JsonNode with) {
        var here = PasskeySaid.here(house, visit.asked());
        var client = PasskeySaid.client(with);
        if (here.isEmpty() || client.isEmpty()) return Json.error(409, "notDone");
        var opening = opening(with);
        try {
            var wish = new Passkeys.Wish(visit.mine().name(), Json.text(with, "name").strip(), client.get().challenge(), client.get().said(), Json.octets(with, "attestation"), here.get(), opening);
            return switch (passkeys().make(visit.mine().user().address(), visit.mine().unlocked(), wish)) {
                case Edited.Refused<Grant> _ -> Json.error(409, "notDone");
                case Edited.Done<Grant>(var made) -> Json.reply(200, Json.object().put("number", made.number()).put("opens", opening.isPresent()));
            };
        } finally {
            opening.ifPresent(Secret::close);
        }
    }

    private static String text(Bytes octets) { return Base64.getEncoder().encodeToString(octets.toArray()); }

    private static Optional<Secret> opening(JsonNode with) {
        var octets = Json.octets(with, "opening");
        if (octets.length == OPENING_OCTETS) return Optional.of(Secret.take(octets));
        Arrays.fill(octets, (byte) 0);
        return Optional.empty();
    }

    // ---- shown ----

    /** After the password the browser is told which are his: some authenticators find none else. */
    private Reply asked(Visit visit, JsonNode with) {
        var here = PasskeySaid.here(house, visit.asked());
        if (here.isEmpty()) return Json.error(409, "notHere");
        var continuation = continuation(with);
        var known = continuation.flatMap(house.signIn()::waitsFor).map(passkeys()::credentials).orElse(List.of());
        return Json.reply(200, asking(passkeys().challenge(continuation), here.get(), known));
    }

    /** In a session, where something is asked for that needs its owner there: in the place of his password. */
    private Reply again(Visit visit) {
        var here = PasskeySaid.here(house, visit.asked());
        var account = visit.mine().user().account();
        var known = passkeys().credentials(account);
        if (here.isEmpty() || known.isEmpty()) return Json.error(409, "notHere");
        return Json.reply(200, asking(passkeys().challengeAgain(account, visit.mine().name()), here.get(), known));
    }

    private static ObjectNode asking(Bytes challenge, Ceremony.Here here, List<Bytes> known) {
        var shown = Json.object().put("challenge", text(challenge)).put("party", here.party())
            .put("salt", text(Passkeys.salt()));
        var list = shown.putArray("known");
        known.forEach(one -> list.add(text(one)));
        return shown;
    }

    private static Optional<String> continuation(JsonNode with) { return Optional.of(Json.text(with, "continuation")).filter(one -> !one.isEmpty()); }

    private Reply shown(Visit visit, JsonNode with) {
        var continuation = continuation(with);
        return PasskeySaid.shown(house, visit.asked(), with).flatMap(said -> passkeys().shown(said, continuation))
            .map(shown -> in(visit, with, shown, continuation)).orElseGet(() -> Json.error(403, "refused"));
    }

    private Reply in(Visit visit, JsonNode with, Passkeys.Shown shown, Optional<String> continuation) {
        var client = Optional.of(visit.asked().client());
        if (continuation.isPresent()) return sessions.answer(visit, with, house.signIn().byPasskey(passkeys(), shown, continuation.get(), client));
        return house.signIn().byPasskey(passkeys(), shown, opening(with), client).map(answer -> sessions.answer(visit, with, answer))
            .orElseGet(() -> Json.error(403, "passwordNeeded"));
    }
}
