package sigillo.main.command;

import java.util.Locale;
import java.util.Optional;
import sigillo.admin.Reach;
import sigillo.admin.Request;
import sigillo.queue.QueueId;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The queue as a listing, fetched page by page; for people a line is a recipient. */
final class QueueList {
    /** In the language of who asks. */
    private static final String MEANING = Locale.getDefault().getLanguage().equals("it") ? "lastMeaningInItalian" : "lastMeaning";
    private static final int PAGE = 200;

    private final Ask ask;

    QueueList(Ask ask) { this.ask = ask; }

    void show(Target target, Optional<QueueId> after, int max) {
        ArrayNode entries;
        try (var reach = ask.open(target)) {
            entries = entries(reach, after, max);
        }
        ask.print(target, target.json() ? entries : lines(entries));
    }

    private static ArrayNode entries(Reach reach, Optional<QueueId> after, int max) {
        var entries = JsonNodeFactory.instance.arrayNode();
        var place = after;
        while (entries.size() < max) {
            var page = Ask.result(reach, new Request.ListQueue(place, Math.min(PAGE, max - entries.size())));
            if (page.isEmpty()) break;
            page.forEach(entries::add);
            place = Optional.of(new QueueId(page.get(page.size() - 1).path("id").asString()));
        }
        return entries;
    }

    private static ArrayNode lines(ArrayNode entries) {
        var lines = JsonNodeFactory.instance.arrayNode();
        for (var entry : entries) {
            for (var recipient : entry.path("recipients")) lines.add(line(entry, recipient));
        }
        return lines;
    }

    private static ObjectNode line(JsonNode entry, JsonNode recipient) {
        var line = JsonNodeFactory.instance.objectNode();
        line.set("id", entry.path("id"));
        line.put("from", "<" + entry.path("from").asString() + ">");
        line.put("to", "<" + recipient.path("address").asString() + ">");
        line.set("attempts", recipient.path("attempts"));
        line.put("next", recipient.path("held").asBoolean() ? "held" : recipient.path("next").asString());
        line.put("last", text(recipient, "fault").or(() -> last(recipient)).orElse(""));
        return line;
    }

    /** With what it means, where that is known. */
    private static Optional<String> last(JsonNode recipient) {
        return text(recipient, "lastReply").map(reply -> text(recipient, MEANING).map(means -> means + " [" + reply + "]").orElse(reply));
    }

    private static Optional<String> text(JsonNode recipient, String key) {
        return Optional.of(recipient.path(key)).filter(JsonNode::isString).map(JsonNode::asString);
    }
}
