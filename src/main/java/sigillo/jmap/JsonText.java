package sigillo.jmap;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON in and out, as I-JSON (RFC 7493) has it: UTF-8, no name twice, no half of a character. No buffer is used twice.
 */
public final class JsonText {
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
        .recyclerPool(JsonRecyclerPools.nonRecyclingPool()).enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(JmapLimits.DEPTH_MAX)
            .maxTokenCount(JmapLimits.TOKENS_MAX).maxNumberLength(JmapLimits.DIGITS_MAX)
            .maxStringLength(JmapLimits.REQUEST_OCTETS_MAX).maxNameLength(JmapLimits.REQUEST_OCTETS_MAX).build())
                .build())
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private static final ObjectWriter WRITER = MAPPER.writer().without(StreamWriteFeature.AUTO_CLOSE_TARGET);

    private JsonText() {}

    public static ObjectNode object() { return MAPPER.createObjectNode(); }

    public static ArrayNode array() { return MAPPER.createArrayNode(); }

    /** Empty for what is no I-JSON, or more of it than the limits allow. Total. */
    public static Optional<JsonNode> parse(byte[] octets) {
        try {
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
            return Optional.ofNullable(MAPPER.readTree(text)).filter(node -> !node.isMissingNode() && isWhole(node));
        } catch (CharacterCodingException | JacksonException malformed) {
            return Optional.empty();
        }
    }

    /** RFC 7493: no surrogate that stands alone, which an escape can make. */
    private static boolean isWhole(JsonNode node) {
        if (node.isString()) return isWhole(node.stringValue());
        for (var property : node.properties()) {
            if (!isWhole(property.getKey()) || !isWhole(property.getValue())) return false;
        }
        if (!node.isArray()) return true;
        for (var one : node) if (!isWhole(one)) return false;
        return true;
    }

    static boolean isWhole(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isSurrogate(c)) continue;
            boolean isPair = Character.isHighSurrogate(c) && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
            if (!isPair) return false;
            i++;
        }
        return true;
    }

    public static JsonNode nothing() { return MAPPER.nullNode(); }

    /** The same, through a buffer of some KiB. {@code out} stays open. */
    public static void write(JsonNode node, OutputStream out) throws IOException {
        try {
            WRITER.writeValue(out, node);
        } catch (JacksonIOException broken) {
            throw broken.getCause();
        }
    }

    public static JsonNode number(long value) { return MAPPER.getNodeFactory().numberNode(value); }

    public static byte[] octets(JsonNode node) { return MAPPER.writeValueAsBytes(node); }
}
