package sigillo.web;

import java.util.Optional;
import java.util.function.Function;
import sigillo.base.Domain;
import sigillo.http.Reply;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Domains: what DNS shows of them and what it should, the keys that their mail is signed with. */
final class ApiOperatorDomains {
    private static final int LISTED_MAX = 500;
    private static final String[] RECORD = {"purpose", "state", "name", "type", "next", "record"};
    private static final String[] KEY = {"selector", "algorithm", "state", "dns", "next", "name", "value"};

    private final OperatorCalls calls;

    ApiOperatorDomains(OperatorCalls calls) { this.calls = calls; }

    void add() {
        calls.get("domains", (visit, _) -> calls.ask(visit, "ListDomains", Json.object(), list ->
            OperatorCalls.lines(list, "domains", LISTED_MAX, "domain", "accounts", "aliases", "created")));
        calls.get("domain", (visit, _) -> one(visit));
        calls.danger("domains", (visit, with) -> of(with, domain -> calls.change(visit, "AddDomain", about(domain))));
        calls.danger("domain/new-keys", (visit, with) -> of(with,
            domain -> calls.change(visit, "RotateDkim", about(domain))));
        calls.danger("domain/publish", (visit, with) -> of(with, domain -> calls.change(visit, "PublishDns",
            about(domain).put("takesMail", with.path("takesMail").asBoolean(false)))));
        calls.danger("domain/remove", (visit, with) -> of(with, domain -> removed(visit, with, domain)));
    }

    /** DNS is asked now; where nobody may ask it, {@code why} says so, and what is known without stays. */
    private Reply one(Visit visit) {
        var domain = Domain.parse(OperatorCalls.typed(visit, "domain"));
        if (domain.isEmpty()) return Json.error(400, "domain");
        return calls.ask(visit, "ListDkim", about(domain.get()).put("now", false), keys -> {
            var shown = OperatorCalls.wholeLines(keys, "keys", LISTED_MAX, KEY);
            switch (calls.said(visit, "CheckDns", about(domain.get()))) {
                case OperatorSeat.Said.Failed(var why) -> shown.put("why", OperatorCalls.cut(why));
                case OperatorSeat.Said.Done(var records) -> shown.setAll(OperatorCalls.wholeLines(records, "records",
                    LISTED_MAX, RECORD));
            }
            return shown;
        });
    }

    private static Reply of(JsonNode with, Function<Domain, Reply> change) {
        return Optional.of(Json.text(with, "domain")).flatMap(_ -> OperatorCalls.domain(with, "domain")).map(change)
            .orElseGet(() -> Json.error(400, "domain"));
    }

    private static ObjectNode about(Domain domain) { return Json.object().put("domain", domain.name()); }

    /** The desk refuses one that still has accounts. */
    private Reply removed(Visit visit, JsonNode with, Domain domain) {
        boolean isTyped = Json.text(with, "typed").strip().equalsIgnoreCase(domain.name());
        return isTyped ? calls.change(visit, "RemoveDomain", about(domain)) : Json.error(400, "typed");
    }
}
