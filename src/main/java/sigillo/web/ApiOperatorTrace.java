package sigillo.web;

import java.util.Optional;
import sigillo.http.Reply;
import tools.jackson.databind.JsonNode;

/**
 * What became of messages, step by step: of an address, or by the id of a trace or of an entry in the queue. No
 * subject, no content.
 */
final class ApiOperatorTrace {
    private static final int STORIES_MAX = 50;
    /** Of one message: those of a long stay in the queue are alike. */
    private static final int STEPS_MAX = 60;
    private static final int ADDRESSES_MAX = 20;

    private final OperatorCalls calls;

    ApiOperatorTrace(OperatorCalls calls) { this.calls = calls; }

    void add() { calls.get("trace", (visit, _) -> found(visit)); }

    private Reply found(Visit visit) {
        var what = Optional.of(OperatorCalls.typed(visit, "what")).filter(text -> !text.isEmpty());
        if (what.isEmpty()) return Json.error(400, "what");
        return calls.ask(visit, "Trace", Json.object().put("what", what.get()).put("max", STORIES_MAX), stories -> {
            var shown = Json.object();
            var all = shown.putArray("stories");
            stories.valueStream().limit(STORIES_MAX).forEach(story -> all.add(story(story, OperatorCalls.isItalian(visit))));
            return shown;
        });
    }

    private static JsonNode story(JsonNode story, boolean isItalian) {
        var shown = OperatorCalls.only(story, "trace");
        var steps = shown.putArray("steps");
        story.path("steps").valueStream().limit(STEPS_MAX).forEach(step -> {
            var one = OperatorCalls.only(step, "at", "kind", "text", "reply");
            if (isItalian) one.put("text", StepSentences.italian(one.path("text").asString()));
            var addresses = one.putArray("addresses");
            OperatorCalls.texts(step, "addresses", ADDRESSES_MAX).forEach(addresses::add);
            steps.add(one);
        });
        if (story.path("steps").size() > STEPS_MAX) shown.put("more", true);
        return shown;
    }
}
