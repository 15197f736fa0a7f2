package sigillo.oauth;

import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** JSON (RFC 8259) in and out, within bounds. No buffer is used twice: tokens were in it. */
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
        .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
        .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(8).maxTokenCount(1_000).maxNumberLength(20).build())
        .build()).build();

    private Json() {}

    static ObjectNode object() { return MAPPER.createObjectNode(); }

    /** Empty for what is no object. */
    static Optional<JsonNode> parse(byte[] octets) {
        try {
            return Optional.ofNullable(MAPPER.readTree(octets)).filter(JsonNode::isObject);
        } catch (JacksonException malformed) {
            return Optional.empty();
        }
    }

    static void put(ObjectNode into, String name, List<String> texts) {
        var array = into.putArray(name);
        texts.forEach(array::add);
    }
}
