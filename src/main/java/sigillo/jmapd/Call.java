package sigillo.jmapd;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sigillo.account.Account;
import sigillo.jmap.Arguments;
import sigillo.jmap.Invocation;
import sigillo.jmap.Ids;
import sigillo.jmap.JsonText;
import sigillo.jmap.MethodError;
import tools.jackson.databind.node.ObjectNode;

/** One call of a request while it is carried out. {@code also}: what is answered behind its own answer. */
record Call(Caller caller, String callId, ObjectNode raw, Arguments arguments, Budget budget,
    Map<String, String> created, List<Invocation> also) {

    /** RFC 8620 section 5.3: {@code #x} is what was created as x; what is not is left as it is, and is no id. */
    String resolved(String id) { return id.startsWith("#") ? created.getOrDefault(id.substring(1), id) : id; }

    /** Ids of which some may be references to what was created, as in the examples of RFC 9404 section 4.1. */
    Set<String> resolvedIds(String name, int max) throws MethodError {
        var texts = arguments.texts(name).orElseThrow(() -> arguments.wrong(name, "is missing"));
        var ids = new LinkedHashSet<String>();
        for (var text : texts) ids.add(resolved(text));
        for (var id : ids) if (!Ids.isId(id)) throw arguments.wrong(name, "has what is no Id");
        if (ids.size() > max) throw MethodError.of("requestTooLarge", name + " has more than " + max);
        return ids;
    }

    /** What is read to find it is read for this request. */
    Optional<Blobs.Found> blob(String id) throws MethodError, IOException { return caller.blobs().find(id, budget); }

    /** RFC 8620 section 3.6.2. */
    Account account() throws MethodError {
        var id = arguments.id("accountId").orElseThrow(() -> arguments.wrong("accountId", "is missing"));
        if (!id.equals(caller.accountId())) throw MethodError.of("accountNotFound", "There is no such account");
        return caller.account();
    }

    /** One that follows out of this one, with arguments of its own. */
    Call with(ObjectNode other) { return new Call(caller, callId, other, Arguments.of(other), budget, created, also); }

    ObjectNode answer() { return JsonText.object().put("accountId", caller.accountId()); }
}
