package sigillo.rdap;

import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON of strangers, within bounds. */
final class Trees {
    /** Of an array, that are looked at. */
    static final int ITEMS_MAX = 64;
    /** Of a text that is shown. In characters. */
    private static final int TEXT_MAX = 200;
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
        .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(32).maxTokenCount(100_000).maxNumberLength(30).build()).build()).build();

    private Trees() {}

    /** Empty where it is no object. Total. */
    static Optional<JsonNode> of(byte[] json) {
        try {
            return Optional.ofNullable(MAPPER.readTree(json)).filter(JsonNode::isObject);
        } catch (JacksonException no) {
            return Optional.empty();
        }
    }

    /** The first of them; none where it is no array. */
    static Stream<JsonNode> items(JsonNode array) { return array.isArray() ? array.valueStream().limit(ITEMS_MAX) : Stream.empty(); }

    /** Empty where it is no text. */
    static String text(JsonNode node) {
        var text = node.isString() ? node.stringValue().strip() : "";
        return text.length() <= TEXT_MAX ? text : text.substring(0, TEXT_MAX);
    }
}
