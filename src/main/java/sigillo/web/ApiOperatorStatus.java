package sigillo.web;

import sigillo.doctor.Board;
import sigillo.doctor.Line;
import sigillo.http.Reply;
import sigillo.preflight.Words;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** How the server is: the board as it was found last, and what the server says of itself. */
final class ApiOperatorStatus {
    private static final int LISTED_MAX = 100;

    private final OperatorCalls calls;
    private final StatusBoard board;

    ApiOperatorStatus(OperatorCalls calls, StatusBoard board) {
        this.calls = calls;
        this.board = board;
    }

    void add() {
        calls.get("status", (visit, _) -> shown(visit));
        calls.post("status/look", (_, _) -> {
            board.look();
            return Json.done();
        });
    }

    private Reply shown(Visit visit) {
        return calls.ask(visit, "Status", Json.object(), status -> {
            var shown = OperatorCalls.only(status, "hostname", "up", "domains", "accounts", "aliases", "trouble");
            shown.set("queue", OperatorCalls.only(status.path("queue"), "entries", "recipients", "held"));
            shown.setAll(OperatorCalls.lines(status.path("listeners"), "listeners", LISTED_MAX, "name", "address",
                "connections"));
            var availability = status.path("availability");
            if (availability.isObject()) shown.set("availability",
                OperatorCalls.only(availability, "served", "since", "stops", "crashes"));
            board.last().ifPresentOrElse(last -> shown.set("board", shown(last)), board::look);
            return shown;
        });
    }

    private static JsonNode shown(Board last) {
        var shown = Json.object().put("at", last.at().toString());
        var lines = shown.putArray("lines");
        last.lines().stream().limit(LISTED_MAX).forEach(line -> lines.add(shown(line)));
        return shown;
    }

    private static ObjectNode shown(Line line) {
        var result = line.result();
        var shown = Json.object().put("subject", line.subject().name().toLowerCase(java.util.Locale.ROOT))
            .put("state", result.state().name().toLowerCase(java.util.Locale.ROOT))
            .put("name", OperatorCalls.cut(result.name()));
        shown.set("title", shown(line.subject().title()));
        shown.set("sentence", shown(result.sentence()));
        return shown.set("next", shown(result.next()));
    }

    private static ObjectNode shown(Words words) {
        return Json.object().put("en", OperatorCalls.cut(words.english()))
            .put("it", OperatorCalls.cut(words.italian()));
    }
}
