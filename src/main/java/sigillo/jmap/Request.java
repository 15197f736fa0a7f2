package sigillo.jmap;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** RFC 8620 section 3.3. {@code createdIds}: what the client knows already of what it created; to be given back. */
public record Request(Set<String> using, List<Invocation> calls, Optional<Map<String, String>> createdIds) {
    private static final Set<String> PROPERTIES = Set.of("using", "methodCalls", "createdIds");

    public Request {
        using = Set.copyOf(using);
        calls = List.copyOf(calls);
    }

    public sealed interface Parsed {
        record Good(Request request) implements Parsed {}

        record Bad(Problem why) implements Parsed {}
    }

    /** {@code known}: the capabilities of this server. Total. */
    public static Parsed parse(byte[] body, Set<String> known) {
        if (body.length > JmapLimits.REQUEST_OCTETS_MAX) return new Parsed.Bad(Problem.limit("maxSizeRequest", 400));
        var json = JsonText.parse(body);
        if (json.isEmpty()) return new Parsed.Bad(Problem.NOT_JSON);
        return json.get() instanceof ObjectNode object ? parse(object, known) : new Parsed.Bad(Problem.NOT_REQUEST);
    }

    /** As one that came over a WebSocket, which has properties of its own. */
    public static Parsed parse(ObjectNode object, Set<String> known) {
        var using = texts(object.get("using"));
        var calls = calls(object.get("methodCalls"));
        var created = object.get("createdIds");
        boolean isRequest = using.isPresent() && calls.isPresent() && (created == null || ids(created).isPresent());
        if (!isRequest) return new Parsed.Bad(Problem.NOT_REQUEST);
        var unknown = using.get().stream().filter(capability -> !known.contains(capability)).findFirst();
        if (unknown.isPresent()) return new Parsed.Bad(Problem.unknownCapability(unknown.get()));
        if (calls.get().size() > JmapLimits.CALLS_MAX) return new Parsed.Bad(Problem.limit("maxCallsInRequest", 400));
        return new Parsed.Good(new Request(Set.copyOf(using.get()), calls.get(),
            Optional.ofNullable(created).flatMap(Request::ids)));
    }

    private static Optional<List<String>> texts(JsonNode node) {
        if (node == null || !node.isArray()) return Optional.empty();
        var all = new ArrayList<String>();
        for (var one : node) {
            if (!one.isString()) return Optional.empty();
            all.add(one.stringValue());
        }
        return Optional.of(all);
    }

    private static Optional<List<Invocation>> calls(JsonNode node) {
        if (node == null || !node.isArray()) return Optional.empty();
        var all = new ArrayList<Invocation>();
        for (var one : node) {
            boolean isCall = one.isArray() && one.size() == 3 && one.get(0).isString() && one.get(1).isObject()
                && one.get(2).isString() && one.get(2).stringValue().length() <= JmapLimits.CALL_ID_CHARACTERS_MAX;
            if (!isCall) return Optional.empty();
            all.add(new Invocation(one.get(0).stringValue(), (ObjectNode) one.get(1), one.get(2).stringValue()));
        }
        return Optional.of(all);
    }

    private static Optional<Map<String, String>> ids(JsonNode node) {
        if (!node.isObject()) return Optional.empty();
        var all = new LinkedHashMap<String, String>();
        for (var property : node.properties()) {
            boolean areIds = Ids.isId(property.getKey()) && property.getValue().isString()
                && Ids.isId(property.getValue().stringValue());
            if (!areIds) return Optional.empty();
            all.put(property.getKey(), property.getValue().stringValue());
        }
        return Optional.of(all);
    }

    /** RFC 8620 section 3.4. */
    public static ObjectNode response(List<Invocation> answers, Optional<Map<String, String>> createdIds,
        String sessionState) {
        var all = JsonText.object();
        var list = all.putArray("methodResponses");
        for (var answer : answers) list.addArray().add(answer.name()).add(answer.arguments()).add(answer.callId());
        createdIds.ifPresent(ids -> {
            var object = all.putObject("createdIds");
            ids.forEach(object::put);
        });
        return all.put("sessionState", sessionState);
    }
}
