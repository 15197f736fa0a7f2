package sigillo.web;

import sigillo.base.Address;
import sigillo.http.Reply;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What was refused or put off for accounts, with why; and whose mail is let in from now on, for one account or for all.
 */
final class ApiOperatorRefused {
    private static final int LISTED_MAX = 200;

    private final OperatorCalls calls;

    ApiOperatorRefused(OperatorCalls calls) { this.calls = calls; }

    void add() {
        calls.get("refused", (visit, _) -> list(visit));
        calls.danger("refused/let-in", this::letIn); // else one account after the other, and it is all of them
        calls.danger("refused/let-in-for-all", (visit, with) -> allowed(visit, with, Json.object()));
    }

    private Reply list(Visit visit) {
        return calls.ask(visit, "ListRefused", Json.object().put("search", OperatorCalls.typed(visit, "search"))
            .put("max", LISTED_MAX), found ->
            OperatorCalls.lines(found.path("refused"), "refused", LISTED_MAX, "account", "at", "times", "sender",
                "recipient", "host", "reply")
                .setAll(OperatorCalls.only(found, "whole")));
    }

    /** {@code account}: whose mail it is. */
    private Reply letIn(Visit visit, JsonNode with) {
        var account = OperatorCalls.address(with, "account").map(Address::toString);
        return account.map(one -> allowed(visit, with, Json.object().put("address", one)))
            .orElseGet(() -> Json.error(400, "address"));
    }

    private Reply allowed(Visit visit, JsonNode with, ObjectNode asked) {
        var sender = OperatorCalls.address(with, "sender");
        if (sender.isEmpty()) return Json.error(400, "address");
        asked.putArray("allow").add(sender.get().toString());
        return calls.ask(visit, "FilterWishes", OperatorCalls.wishes(asked), _ -> Json.object());
    }
}
