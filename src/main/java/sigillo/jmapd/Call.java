package sigillo.jmapd;

import java.util.Map;
import sigillo.account.Account;
import sigillo.jmap.Arguments;
import sigillo.jmap.JsonText;
import sigillo.jmap.MethodError;
import tools.jackson.databind.node.ObjectNode;

/** One call of a request while it is carried out. */
record Call(Caller caller, ObjectNode raw, Arguments arguments, Budget budget, Map<String, String> created) {

    /** RFC 8620 section 5.3: {@code #x} is what was created as x; what is not is left as it is, and is no id. */
    String resolved(String id) { return id.startsWith("#") ? created.getOrDefault(id.substring(1), id) : id; }


    /** RFC 8620 section 3.6.2. */
    Account account() throws MethodError {
        var id = arguments.id("accountId").orElseThrow(() -> arguments.wrong("accountId", "is missing"));
        if (!id.equals(caller.accountId())) throw MethodError.of("accountNotFound", "There is no such account");
        return caller.account();
    }

    ObjectNode answer() { return JsonText.object().put("accountId", caller.accountId()); }
}
