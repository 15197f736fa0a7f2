package sigillo.jmapd;

import sigillo.account.Account;
import sigillo.jmap.Arguments;
import sigillo.jmap.JsonText;
import sigillo.jmap.MethodError;
import tools.jackson.databind.node.ObjectNode;

/** One call of a request while it is carried out. */
record Call(Caller caller, ObjectNode raw, Arguments arguments, Budget budget) {

    /** RFC 8620 section 3.6.2. */
    Account account() throws MethodError {
        var id = arguments.id("accountId").orElseThrow(() -> arguments.wrong("accountId", "is missing"));
        if (!id.equals(caller.accountId())) throw MethodError.of("accountNotFound", "There is no such account");
        return caller.account();
    }

    ObjectNode answer() { return JsonText.object().put("accountId", caller.accountId()); }
}
