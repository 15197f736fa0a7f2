package sigillo.web;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What desks say, in Italian. Desks speak English, to the command line as to the pages; a page in Italian gets their
 * sentences by templates (decision 0075). What has no template stays as it is: words of others, and faults that nobody
 * has foreseen. Any thread.
 */
final class DeskSentences {
    /** Where sentences of desks are in what goes out; of all else strangers may have chosen the words. */
    private static final Set<String> SENTENCES = Set.of("why", "done", "otherwise", "from", "sentence", "failed",
        "lacking", "next", "purpose", "trouble", "fault");
    private static final Templates TEMPLATES = Templates.of("desks-it.txt");

    private DeskSentences() {}

    static Templates templates() { return TEMPLATES; }

    /** Empty for what is no sentence of a desk. */
    static Optional<String> italian(String english) { return TEMPLATES.italian(english); }

    /** Sentences in what goes out are exchanged for Italian ones. Gives it back. */
    static <T extends JsonNode> T toItalian(T shown) {
        if (shown instanceof ArrayNode all) all.forEach(DeskSentences::toItalian);
        if (shown instanceof ObjectNode one) {
            for (var field : List.copyOf(one.properties())) {
                var value = field.getValue();
                if (!value.isString()) toItalian(value);
                else if (SENTENCES.contains(field.getKey())) italian(value.asString())
                    .ifPresent(said -> one.put(field.getKey(), said));
            }
        }
        return shown;
    }
}
