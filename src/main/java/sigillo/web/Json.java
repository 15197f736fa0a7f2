package sigillo.web;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import sigillo.http.Reply;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** JSON (RFC 8259) in and out. No buffer is used twice: one that is kept would keep the password that was in it. */
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
        .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
        .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(8).build()).build()).build();

    private Json() {}

    static ObjectNode object() { return MAPPER.createObjectNode(); }

    /** Empty for what is no object; nothing sent is an empty one. */
    static Optional<JsonNode> parse(byte[] body) {
        if (body.length == 0) return Optional.of(object());
        try {
            return Optional.of(MAPPER.readTree(body)).filter(JsonNode::isObject);
        } catch (JacksonException malformed) {
            return Optional.empty();
        }
    }

    static Reply reply(int status, JsonNode body) {
        return Reply.of(status, "application/json", (body.toString() + "\n").getBytes(StandardCharsets.UTF_8));
    }

    static Reply done() { return reply(200, object()); }

    /** {@code error}: for programs; words for people are made where people are. */
    static Reply error(int status, String error) { return reply(status, object().put("error", error)); }

    static String text(JsonNode with, String name) { return with.path(name).asString(""); }

    static List<String> texts(JsonNode with, String name) {
        return with.path(name).valueStream().map(one -> one.asString("")).toList();
    }

    /** RFC 4648 section 4; empty octets for what is none. */
    static byte[] octets(JsonNode with, String name) {
        try {
            return Base64.getDecoder().decode(text(with, name));
        } catch (IllegalArgumentException malformed) {
            return new byte[0];
        }
    }
}
