package sigillo.web;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import sigillo.http.Reply;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Backups: of each target the last run and its proof, what is in it, and one that is made now. That takes minutes: it
 * goes on when the browser is gone, and what came of it is told to who asks later.
 */
final class ApiOperatorBackups {
    private static final int LISTED_MAX = 200;
    private static final String TARGET = "[0-9A-Za-z._-]{1,64}";

    private final OperatorCalls calls;
    private final AtomicBoolean isRunning = new AtomicBoolean();
    private final AtomicReference<ObjectNode> outcome = new AtomicReference<>(Json.object());

    ApiOperatorBackups(OperatorCalls calls) { this.calls = calls; }

    void add() {
        calls.get("backups", (visit, _) -> calls.ask(visit, "ListBackups", Json.object(),
            list -> OperatorCalls.lines(list, "targets", LISTED_MAX,
            "target", "place", "backup", "made", "proven", "next", "failed", "lacking")
            .put("isRunning", isRunning.get()).set("last", outcome.get())));
        calls.get("backups/target", (visit, _) -> contents(visit));
        calls.post("backups/now", (visit, _) -> begin(visit));
    }

    private Reply contents(Visit visit) {
        var target = Optional.of(OperatorCalls.typed(visit, "target")).filter(name -> name.matches(TARGET));
        return target.map(name -> calls.ask(visit, "ListBackups", Json.object().put("target", name), list ->
            OperatorCalls.lines(list, "backups", LISTED_MAX, "backup", "made", "octets", "wrong")))
                .orElseGet(() -> Json.error(400, "target"));
    }

    private Reply begin(Visit visit) {
        if (!isRunning.compareAndSet(false, true)) return Json.error(409, "isRunning");
        Thread.ofVirtual().name("a backup by the operator").start(() -> {
            try {
                outcome.set(told(calls.said(visit, "BackUp", Json.object())));
            } finally {
                isRunning.set(false);
            }
        });
        return Json.done();
    }

    private static ObjectNode told(OperatorSeat.Said said) {
        return switch (said) {
            case OperatorSeat.Said.Failed(var why) -> Json.object().put("why", OperatorCalls.cut(why));
            case OperatorSeat.Said.Done(JsonNode list) -> OperatorCalls.lines(list, "outcomes", LISTED_MAX, "target",
                "done", "sentence");
        };
    }
}
