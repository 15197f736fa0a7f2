package sigillo.jmapd;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import sigillo.account.Account;
import sigillo.jmap.JmapLimits;
import sigillo.jmap.MethodError;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What every {@code /get} has: RFC 8620 section 5.1. {@code properties}: with the id, which is always answered. */
record GetArguments(Account account, Optional<Set<String>> ids, Set<String> properties) {

    static GetArguments of(Call call, Set<String> known) throws MethodError {
        var account = call.account();
        var ids = call.arguments().ids("ids", JmapLimits.OBJECTS_IN_GET_MAX);
        var properties = new LinkedHashSet<>(Set.of("id"));
        properties.addAll(call.arguments().properties("properties", known).orElse(known));
        return new GetArguments(account, ids, properties);
    }

    boolean wants(String property) { return properties.contains(property); }

    /** The answer, whose list and notFound are to be filled. The state is read before what it is the state of. */
    private ObjectNode begin(Call call, StateType type) {
        return call.answer().put("state", type.now(account).toString());
    }

    /** Makes one object; empty where there is none of this id. */
    interface Maker {
        Optional<ObjectNode> make(String id) throws MethodError, java.io.IOException;
    }

    ObjectNode answer(Call call, Iterable<String> wanted, StateType type, Maker maker)
            throws MethodError, java.io.IOException {
        return fill(call, begin(call, type), wanted, maker);
    }

    /** Of a type whose state is not the account's. */
    ObjectNode answer(Call call, Iterable<String> wanted, String state, Maker maker)
            throws MethodError, java.io.IOException {
        return fill(call, call.answer().put("state", state), wanted, maker);
    }

    private ObjectNode fill(Call call, ObjectNode answer, Iterable<String> wanted, Maker maker)
            throws MethodError, java.io.IOException {
        var list = answer.putArray("list");
        ArrayNode notFound = answer.putArray("notFound");
        for (var id : wanted) {
            var made = maker.make(id);
            if (made.isEmpty()) {
                notFound.add(id);
                continue;
            }
            call.budget().take(made.get());
            list.add(made.get());
        }
        return answer;
    }
}
