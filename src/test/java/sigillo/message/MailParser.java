package sigillo.message;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The structures that Stalwart's mail-parser recorded beside its messages. */
final class MailParser {
    private MailParser() {}

    /** @param shape as {@link Shape}, but with a star for each leaf
     *  @param spans header start, body start and end of each part, in order */
    record Seen(String shape, List<String> spans) {}

    static Seen see(Path json) {
        var message = new ObjectMapper().readTree(json.toFile());
        var spans = new ArrayList<String>();
        return new Seen(shape(message.get("parts"), 0, spans), spans);
    }

    private static String shape(JsonNode parts, int index, List<String> spans) {
        var part = parts.get(index);
        spans.add(part.get("offset_header").asLong() + " " + part.get("offset_body").asLong() + " "
            + part.get("offset_end").asLong());
        var body = part.get("body");
        if (body.has("Multipart")) {
            var children = new ArrayList<String>();
            for (var child : body.get("Multipart")) children.add(shape(parts, child.asInt(), spans));
            return "(" + String.join(",", children) + ")";
        }
        return body.has("Message") ? "[" + shape(body.get("Message").get("parts"), 0, spans) + "]" : "*";
    }

    static String star(Part part) {
        return switch (part.content()) {
            case Part.Content.Leaf(), Part.Content.Opaque() -> "*";
            case Part.Content.Multipart(var parts) ->
                "(" + String.join(",", parts.stream().map(MailParser::star).toList()) + ")";
            case Part.Content.Embedded(_, var root) -> "[" + star(root) + "]";
        };
    }

    static void spans(Part part, List<String> into) {
        into.add(part.headerStart() + " " + part.bodyStart() + " " + part.end());
        for (var child : part.children()) spans(child, into);
    }
}
