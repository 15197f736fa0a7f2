package sigillo.jmap;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a client says over a WebSocket, and what it hears there: RFC 8887 section 4.3. */
public sealed interface SocketMessage {
    /** RFC 8887 section 4.3.2. {@code id}: given back with the answer. */
    record Call(Optional<String> id, Request request) implements SocketMessage {}

    /** RFC 8887 section 4.3.5.2. {@code types}: all, where it is empty. {@code pushState}: what the client knows. */
    record PushEnable(Optional<Set<String>> types, Optional<String> pushState) implements SocketMessage {}

    /** RFC 8887 section 4.3.5.3. */
    record PushDisable() implements SocketMessage {}

    /** {@code id}: of the request, where one can be read. */
    record Bad(Optional<String> id, Problem why) implements SocketMessage {}

    /** {@code known}: the capabilities of this server. Total. */
    static SocketMessage parse(byte[] text, Set<String> known) {
        var json = JsonText.parse(text);
        if (json.isEmpty()) return new Bad(Optional.empty(), Problem.NOT_JSON);
        if (!(json.get() instanceof ObjectNode object)) return new Bad(Optional.empty(), Problem.NOT_REQUEST);
        var id = text(object, "id").filter(said -> said.length() <= JmapLimits.CALL_ID_CHARACTERS_MAX);
        boolean isId = id.isPresent() || isNothing(object.get("id"));
        return switch (text(object, "@type").filter(_ -> isId).orElse("")) {
            case "Request" -> call(object, id, known);
            case "WebSocketPushEnable" -> enable(object, id);
            case "WebSocketPushDisable" -> new PushDisable();
            default -> new Bad(id, Problem.NOT_REQUEST);
        };
    }

    private static SocketMessage call(ObjectNode object, Optional<String> id, Set<String> known) {
        return switch (Request.parse(object, known)) {
            case Request.Parsed.Good(var request) -> new Call(id, request);
            case Request.Parsed.Bad(var why) -> new Bad(id, why);
        };
    }

    private static SocketMessage enable(ObjectNode object, Optional<String> id) {
        var types = object.get("dataTypes");
        var state = text(object, "pushState");
        boolean isKnown = state.isPresent() || isNothing(object.get("pushState"));
        if (!isKnown) return new Bad(id, Problem.NOT_REQUEST);
        if (isNothing(types)) return new PushEnable(Optional.empty(), state);
        if (!types.isArray()) return new Bad(id, Problem.NOT_REQUEST);
        var wanted = new LinkedHashSet<String>();
        for (var type : types) {
            if (!type.isString()) return new Bad(id, Problem.NOT_REQUEST);
            wanted.add(type.stringValue());
        }
        return new PushEnable(Optional.of(wanted), state);
    }

    private static boolean isNothing(JsonNode node) { return node == null || node.isNull(); }

    private static Optional<String> text(ObjectNode object, String name) {
        return Optional.ofNullable(object.get(name)).filter(JsonNode::isString).map(JsonNode::stringValue);
    }

    // ---- what is answered ----

    /** RFC 8887 section 4.3.3: a response gets its kind, and whose it is. */
    static ObjectNode answered(Optional<String> id, ObjectNode response) {
        var all = JsonText.object().put("@type", "Response");
        id.ifPresent(one -> all.put("requestId", one));
        all.setAll(response);
        return all;
    }

    /** RFC 8887 section 4.3.4. */
    static ObjectNode refused(Optional<String> id, Problem why) {
        var all = JsonText.object().put("@type", "RequestError").put("requestId", id.orElse(null));
        all.setAll(why.json());
        return all;
    }
}
