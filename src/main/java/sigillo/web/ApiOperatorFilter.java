package sigillo.web;

import java.util.Set;
import sigillo.http.Reply;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The filter: from which score on mail is junk, which engines look, whom the server allows or blocks for all accounts.
 */
final class ApiOperatorFilter {
    private static final int LISTED_MAX = 1_000;
    private static final Set<String> WORDS = Set.of("allow", "block", "refuse");

    private final House house;
    private final OperatorCalls calls;

    ApiOperatorFilter(House house, OperatorCalls calls) {
        this.house = house;
        this.calls = calls;
    }

    void add() {
        calls.get("filter", (visit, _) -> wish(visit, Json.object()));
        calls.danger("filter/list", this::list);
        calls.danger("filter/unlist", (visit, with) -> listed(visit, with, "unlist"));
    }

    private Reply list(Visit visit, JsonNode with) {
        var word = Json.text(with, "word");
        return WORDS.contains(word) ? listed(visit, with, word) : Json.error(400, "word");
    }

    private Reply listed(Visit visit, JsonNode with, String word) {
        var who = Json.text(with, "who").strip();
        if (who.isEmpty() || who.length() > OperatorCalls.TYPED_MAX) return Json.error(400, "who");
        var asked = Json.object();
        asked.putArray(word).add(who);
        return wish(visit, asked);
    }

    private Reply wish(Visit visit, ObjectNode asked) {
        return calls.ask(visit, "FilterWishes", OperatorCalls.wishes(asked), wished -> {
            var settings = house.wishes().settings();
            var shown = OperatorCalls.lines(wished.path("listed"), "list", LISTED_MAX, "who", "word")
                .put("isOn", settings.isOn()).put("junkFrom", settings.junkFrom());
            var engines = shown.putArray("engines");
            calls.look(visit, "Status", Json.object())
                .ifPresent(status -> OperatorCalls.texts(status, "engines", LISTED_MAX).forEach(engines::add));
            return shown;
        });
    }
}
