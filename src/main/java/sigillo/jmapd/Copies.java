package sigillo.jmapd;

import sigillo.jmap.MethodError;
import tools.jackson.databind.node.ObjectNode;

/**
 * Email/copy and Blob/copy: RFC 8621 section 4.7, RFC 8620 section 6.3. Who signs in has one account, so there is none
 * to copy from.
 */
final class Copies {
    private Copies() {}

    static ObjectNode answer(Call call) throws MethodError {
        call.account();
        var from = call.arguments().id("fromAccountId")
            .orElseThrow(() -> call.arguments().wrong("fromAccountId", "is missing"));
        if (from.equals(call.caller().accountId())) throw call.arguments()
            .wrong("fromAccountId", "is the account itself");
        throw MethodError.of("fromAccountNotFound", "There is no such account");
    }
}
