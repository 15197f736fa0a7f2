package sigillo.jmapd;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import sigillo.account.Email;
import sigillo.account.EmailId;
import sigillo.account.MailboxId;
import sigillo.jmap.Arguments;
import sigillo.jmap.JmapLimits;
import sigillo.jmap.JsonText;
import sigillo.jmap.MethodError;
import tools.jackson.databind.node.ObjectNode;

/** Blob/lookup: RFC 9404 section 4.3. A blob is of one Email, whose name it has, or it was uploaded and is of none. */
final class BlobLookup {
    private static final Set<String> TYPES = Set.of("Mailbox", "Thread", "Email");

    private BlobLookup() {}

    static List<String> types() { return List.copyOf(new TreeSet<>(TYPES)); }

    static ObjectNode answer(Call call) throws MethodError, IOException {
        call.account();
        var arguments = call.arguments();
        var types = arguments.texts("typeNames").orElseThrow(() -> arguments.wrong("typeNames", "is missing"));
        for (var type : types) {
            if (!TYPES.contains(type)) throw MethodError.of("unknownDataType", Arguments.shortened(type));
        }
        var ids = call.resolvedIds("ids", JmapLimits.OBJECTS_IN_GET_MAX);
        arguments.end();
        var answer = call.answer();
        var list = answer.putArray("list");
        var notFound = new ArrayList<String>();
        for (var id : ids) {
            var found = call.blob(id);
            if (found.isEmpty()) notFound.add(id);
            else list.add(matched(call, id, Set.copyOf(types)));
        }
        notFound.forEach(answer.putArray("notFound")::add);
        call.budget().take(answer);
        return answer;
    }

    private static ObjectNode matched(Call call, String id, Set<String> types) {
        var all = JsonText.object().put("id", id);
        var matched = all.putObject("matchedIds");
        types.forEach(matched::putArray);
        var email = BlobName.parse(id).filter(name -> !name.isUpload()).flatMap(name -> EmailId.parse(name.of()))
            .flatMap(call.caller().account()::email);
        if (email.isEmpty()) return all;
        if (types.contains("Email")) matched.withArray("Email").add(email.get().id().toString());
        if (types.contains("Thread")) matched.withArray("Thread").add(email.get().thread().toString());
        if (types.contains("Mailbox")) email.get().memberships().stream().map(Email.Membership::mailbox).distinct()
            .map(MailboxId::toString).forEach(matched.withArray("Mailbox")::add);
        return all;
    }
}
