package sigillo.web;

import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import sigillo.base.NetworkTries;
import sigillo.http.Reply;
import sigillo.invitations.Accepted;
import sigillo.invitations.Invitation;
import sigillo.invitations.Invitations;
import sigillo.invitations.Offer;
import sigillo.keyring.Level;
import sigillo.login.WebSignIn.Answer;
import tools.jackson.databind.JsonNode;

/**
 * What whoever has the link of an invitation may ask: what it is to, and the account. Who has none learns nothing: what is
 * unknown, over, used or void is answered alike, and each network has few tries.
 */
final class ApiInvitation {
    private final House house;
    private final ApiSessions signedIn;
    private final Invitations invitations;
    private final NetworkTries tries;

    ApiInvitation(House house, ApiSessions signedIn, NetworkTries tries) {
        this.house = house;
        this.signedIn = signedIn;
        this.invitations = house.inviting().invitations();
        this.tries = tries;
    }

    void addTo(Map<String, Call> calls) {
        calls.put("POST /api/invitation", this::shown);
        calls.put("POST /api/invitation/accept", this::accept);
    }

    private Reply shown(Visit visit, JsonNode with) {
        var found = invitations.find(Json.text(with, "secret")).filter(one -> invitations.state(one) == Invitation.State.OPEN);
        return found.map(this::shown).orElseGet(() -> gone(visit));
    }

    /** Only secrets that are none count. */
    private Reply gone(Visit visit) {
        return tries.mayTry(visit.asked().client()) ? Json.error(404, "gone") : Api.error(Text.SLOWED_A_WHILE);
    }

    private Reply shown(Invitation one) {
        var how = one.parameters();
        var shown = Json.object().put("domain", one.terms().offer().domain().name()).put("server", house.name().name())
            .put("level", one.terms().level() == Level.L1 ? "L1" : "L0").put("until", one.until().toString())
            .put("version", how.version()).put("account", how.account()).put("salt", Base64.getEncoder().encodeToString(how.salt().toArray()))
            .put("memoryKib", how.memoryKib()).put("passes", how.passes()).put("lanes", how.lanes());
        if (one.terms().offer() instanceof Offer.Named(var address)) shown.put("address", address.toString());
        return Json.reply(200, shown);
    }

    private Reply accept(Visit visit, JsonNode with) {
        var authenticating = Json.octets(with, "authenticating");
        var opening = Json.octets(with, "opening");
        try {
            return switch (invitations.accept(Json.text(with, "secret"), Json.text(with, "name"), Json.text(with, "account"), authenticating, opening)) {
                case Accepted.Made made -> made(visit, with, made, authenticating, opening);
                case Accepted.Gone _ -> gone(visit);
                case Accepted.NameUnfit _ -> Json.error(409, "nameUnfit");
                case Accepted.NameTaken _ -> Json.error(409, "nameTaken");
                case Accepted.Again _ -> Json.error(409, "again");
                case Accepted.Busy _ -> Json.error(409, "busy");
                case Accepted.Malformed _ -> Json.error(400, "malformed");
            };
        } finally {
            Arrays.fill(authenticating, (byte) 0);
            Arrays.fill(opening, (byte) 0);
        }
    }

    /** Signed in at once; where that is not to be had, he signs in himself: the account is there. */
    private Reply made(Visit visit, JsonNode with, Accepted.Made made, byte[] authenticating, byte[] opening) {
        house.directory().account(made.address()).ifPresent(one -> house.endToEnd().ledger().invited(one.id()));
        var in = house.signIn().byStretched(made.address().toString(), authenticating, opening, Optional.of(visit.asked().client()));
        var shown = Json.object().put("address", made.address().toString()).put("code", made.code().text());
        return in instanceof Answer.In begun ? signedIn.begin(visit, with, begun, shown) : Json.reply(200, shown);
    }
}
