package sigillo.main.command;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import sigillo.admin.Request;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

@Command(name = "destinations", description = "How mail fares at each large receiver and destination.")
public final class DestinationsCommand implements Callable<Integer> {
    private static final boolean IS_ITALIAN = Locale.getDefault().getLanguage().equals("it");
    private final Ask ask;
    @Mixin private Target target;

    public DestinationsCommand(Ask ask) { this.ask = ask; }

    @Override public Integer call() {
        var result = ask.result(target, new Request.ListDestinations());
        ask.print(target, target.json() ? result : lines(result));
        return 0;
    }

    /** What was said last, with what it means where that is known. */
    private static JsonNode lines(JsonNode result) {
        var lines = JsonNodeFactory.instance.arrayNode();
        for (var row : result) {
            var line = JsonNodeFactory.instance.objectNode();
            for (var key : List.of("destination", "taken", "deferred", "refused", "since", "lastTaken", "way")) line.set(key, row.path(key));
            var means = row.path(IS_ITALIAN ? "meansInItalian" : "means");
            var said = row.path("said");
            line.put("last", !said.isString() ? "" : row.path("lastSaid").asString() + " " + (means.isString() ? means.asString() + " [" + said.asString() + "]" : said.asString()));
            lines.add(line);
        }
        return lines;
    }
}
