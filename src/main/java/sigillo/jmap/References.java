package sigillo.jmap;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Puts results of earlier calls in the place of references to them: RFC 8620 section 3.7. For one request. */
public final class References {
    private final Visits visits = new Visits();

    /** The arguments without references; {@code before}: the answers so far. */
    public ObjectNode resolve(ObjectNode arguments, List<Invocation> before) throws MethodError {
        var resolved = JsonText.object();
        for (var argument : arguments.properties()) {
            var name = argument.getKey();
            if (!name.startsWith("#")) {
                resolved.set(name, argument.getValue());
                continue;
            }
            var plain = name.substring(1);
            // RFC 8620 section 3.7: both forms of one argument
            if (arguments.has(plain)) throw MethodError.invalidArguments(plain, "is there with and without #");
            resolved.set(plain, value(plain, argument.getValue(), before));
        }
        return resolved;
    }

    private JsonNode value(String argument, JsonNode reference, List<Invocation> before) throws MethodError {
        var callId = reference.path("resultOf").asString("");
        var name = reference.path("name").asString("");
        var path = reference.path("path");
        boolean isReference = reference.isObject() && reference.path("resultOf").isString()
            && reference.path("name").isString()
            && path.isString();
        if (!isReference) throw MethodError.invalidArguments("#" + argument, "is no reference to a result");
        // the first answer of that call: one with another name is an error
        var answer = before.stream().filter(one -> one.callId().equals(callId)).findFirst()
            .filter(one -> one.name().equals(name));
        return answer.flatMap(one -> Pointer.evaluate(path.stringValue(), one.arguments(), visits))
            .orElseThrow(() -> MethodError.of("invalidResultReference", "#" + argument
                + " refers to nothing that is there"));
    }

    static Optional<JsonNode> evaluate(String pointer, JsonNode in) {
        return Pointer.evaluate(pointer, in, new Visits());
    }
}
