package sigillo.jmap;

import tools.jackson.databind.node.ObjectNode;

/** A call, or an answer to one: RFC 8620 section 3.2. {@code callId}: the client's, given back with each answer. */
public record Invocation(String name, ObjectNode arguments, String callId) {
    public static Invocation error(MethodError why, String callId) {
        return new Invocation("error", why.json(), callId);
    }
}
