package sigillo.web;

import java.util.Map;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.http.Reply;
import sigillo.refused.Refusal;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What was refused or put off for the owner, and whom he lets in. */
final class ApiRefused {
    private static final String PATH = "/api/refused";

    private final House house;

    ApiRefused(House house) { this.house = house; }

    void addTo(Map<String, Call> calls) {
        calls.put("GET " + PATH, (visit, _) -> list(account(visit)));
        calls.put("POST " + PATH + "/let-in", (visit, with) -> letIn(account(visit), with));
    }

    private static AccountId account(Visit visit) { return visit.mine().user().account(); }

    private Reply list(AccountId account) {
        var list = Json.object();
        var days = list.putArray("days");
        for (var day : house.refusals().of(account)) {
            var shown = days.addObject().put("date", day.date().toString()).put("others", day.others());
            var all = shown.putArray("refused");
            day.refusals().forEach(one -> all.add(shown(account, one)));
        }
        return Json.reply(200, list);
    }

    private ObjectNode shown(AccountId account, Refusal one) {
        var shown = Json.object().put("first", one.first().toString()).put("last", one.last().toString()).put("times", one.count())
            .put("recipient", one.recipient().toString()).put("host", one.host()).put("code", one.code()).put("reply", one.reply());
        one.sender().ifPresent(sender -> shown.put("sender", sender.toString())
            .put("isLetIn", house.refusals().isLetIn(account, sender)));
        return shown;
    }

    private Reply letIn(AccountId account, JsonNode with) {
        return Address.parse(Json.text(with, "sender"))
            .map(sender -> house.refusals().letIn(account, sender) ? Json.reply(200, Json.object()) : Json.error(409, "notDone"))
            .orElseGet(() -> Json.error(400, "address"));
    }
}
