package sigillo.web;

import java.util.Optional;
import sigillo.http.Reply;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What waits to leave, by the domain it goes to: why, when it is tried next, and what can be done. No subject, no
 * content.
 */
final class ApiOperatorQueue {
    private static final int PAGE = 50;
    /** The last entry of a page is on it with all of its recipients that are shown. */
    private static final int LINES_MAX = 200;
    private static final String ID = "Q[0-9a-z]{1,13}";
    private static final String[] DOMAIN = {"domain", "recipients", "held", "attempts", "oldest", "next", "lastReply",
        "lastPeer", "means",
        "meansInItalian", "fault"};
    private static final String[] WAITING = {"id", "trace", "from", "created", "octets", "to", "attempts", "held",
        "next", "lastAttempt", "lastReply",
        "lastPeer", "means", "meansInItalian", "fault"};

    private final OperatorCalls calls;

    ApiOperatorQueue(OperatorCalls calls) { this.calls = calls; }

    void add() {
        calls.get("queue", (visit, _) -> calls.ask(visit, "QueueByDomain", Json.object(), found ->
            OperatorCalls.lines(found.path("domains"), "domains", LINES_MAX, DOMAIN)
                .setAll(OperatorCalls.only(found, "entries", "recipients", "whole"))));
        calls.get("queue/entries", (visit, _) -> entries(visit));
        calls.post("queue/retry", (visit, with) -> order(visit, with, "RETRY"));
        calls.danger("queue/hold", (visit, with) -> order(visit, with, "HOLD"));
        calls.danger("queue/release", (visit, with) -> order(visit, with, "RELEASE"));
        calls.danger("queue/give-up", (visit, with) -> order(visit, with, "GIVE_UP"));
    }

    private Reply entries(Visit visit) {
        var with = Json.object().put("domain", OperatorCalls.typed(visit, "domain")).put("max", PAGE);
        var after = OperatorCalls.typed(visit, "after");
        if (!after.isEmpty() && !after.matches(ID)) return Json.error(400, "after");
        if (!after.isEmpty()) with.put("after", after);
        return calls.ask(visit, "ListWaiting", with, page ->
            OperatorCalls.lines(page.path("waiting"), "waiting", LINES_MAX, WAITING)
                .setAll(OperatorCalls.only(page, "next")));
    }

    /** For one entry, or for all recipients of a domain. */
    private Reply order(Visit visit, JsonNode with, String order) {
        var which = id(with).map(id -> Json.object().put("id", id))
            .or(() -> OperatorCalls.domain(with, "domain").map(domain -> Json.object().put("to", domain.name())));
        return which.map((ObjectNode one) -> calls.ask(visit, "OrderQueue", one.put("order", order).put("all", false),
            done -> OperatorCalls.only(done, "recipients"))).orElseGet(() -> Json.error(400, "which"));
    }

    private static Optional<String> id(JsonNode with) {
        return Optional.of(Json.text(with, "id")).filter(id -> id.matches(ID));
    }
}
