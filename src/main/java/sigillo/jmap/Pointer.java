package sigillo.jmap;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A JSON pointer (RFC 6901) with {@code *} for all of an array: RFC 8620 section 3.7. What it visits is counted, so
 * that no pointer costs more than its request may.
 */
final class Pointer {
    private static final int TOKENS_MAX = 32;

    private final List<String> tokens;
    private final Visits visits;

    private Pointer(List<String> tokens, Visits visits) {
        this.tokens = tokens;
        this.visits = visits;
    }

    /** Leaves at the first thing that is not there; never leaves this class. */
    private static final class Missing extends Exception {
        private static final long serialVersionUID = 1;

        Missing() { super(null, null, false, false); }
    }

    /** What is there; empty for nothing, for no pointer, and for more than may be visited. Total. */
    static Optional<JsonNode> evaluate(String text, JsonNode in, Visits visits) {
        if (!text.isEmpty() && text.charAt(0) != '/') return Optional.empty();
        var tokens = new ArrayList<String>();
        for (var token : text.split("/", TOKENS_MAX + 2)) tokens.add(token);
        if (tokens.size() > TOKENS_MAX + 1) return Optional.empty();
        try {
            return Optional.of(new Pointer(tokens, visits).from(in, 1));
        } catch (Missing nothing) {
            return Optional.empty();
        }
    }

    private JsonNode from(JsonNode node, int at) throws Missing {
        if (!visits.take()) throw new Missing();
        if (at >= tokens.size()) return node;
        var token = tokens.get(at).replace("~1", "/").replace("~0", "~"); // RFC 6901
        if (node.isArray()) return token.equals("*") ? all(node, at + 1) : from(element(node, token), at + 1);
        var value = node.isObject() ? node.get(token) : null;
        if (value == null) throw new Missing();
        return from(value, at + 1);
    }

    /** RFC 8620 section 3.7: arrays that come of it are joined. */
    private JsonNode all(JsonNode array, int at) throws Missing {
        var joined = JsonText.array();
        for (var one : array) {
            var found = from(one, at);
            if (found.isArray()) for (var inner : found) add(joined, inner);
            else add(joined, found);
        }
        return joined;
    }

    private void add(tools.jackson.databind.node.ArrayNode joined, JsonNode one) throws Missing {
        if (joined.size() >= JmapLimits.REFERRED_VALUES_MAX || !visits.take()) throw new Missing();
        joined.add(one);
    }

    private static JsonNode element(JsonNode array, String token) throws Missing {
        boolean isIndex = token.matches("0|[1-9][0-9]{0,8}");
        var element = isIndex ? array.get(Integer.parseInt(token)) : null;
        if (element == null) throw new Missing();
        return element;
    }
}
