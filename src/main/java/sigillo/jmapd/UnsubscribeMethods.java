package sigillo.jmapd;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sigillo.account.Email;
import sigillo.account.EmailId;
import sigillo.https.WebAddress;
import sigillo.jmap.JsonText;
import sigillo.jmap.MethodError;
import sigillo.message.HeaderSection;
import sigillo.message.MessageLimits;
import sigillo.unsubscribe.Unsubscribing;
import sigillo.unsubscribe.Unsubscribing.Outcome;
import tools.jackson.databind.node.ObjectNode;

/** Unsubscribe/get and /send, of our own: leaving a list by one click (RFC 8058), which this server does in its reader's place. docs/jmap.md. */
final class UnsubscribeMethods {
    private static final Map<Outcome, String> NAMES = Map.of(Outcome.DONE, "done", Outcome.REFUSED, "refused", Outcome.NOT_REACHED, "notReached", Outcome.SLOWED, "slowed");

    private final Unsubscribing unsubscribing;

    UnsubscribeMethods(Unsubscribing unsubscribing) { this.unsubscribing = unsubscribing; }

    ObjectNode get(Call call) throws MethodError, IOException {
        var arguments = GetArguments.of(call, Set.of("id", "host"));
        call.arguments().end();
        var ids = arguments.ids().orElseThrow(() -> MethodError.of("requestTooLarge", "ids must be given"));
        return arguments.answer(call, ids, StateType.EMAIL, id -> offered(call, id).map(list -> {
            var shown = JsonText.object().put("id", id);
            return arguments.wants("host") ? shown.put("host", list.host()) : shown;
        }));
    }

    ObjectNode send(Call call) throws MethodError, IOException {
        var account = call.account();
        var id = call.resolved(call.arguments().textThatIs("emailId"));
        call.arguments().end();
        var list = offered(call, id);
        var outcome = list.map(one -> NAMES.get(unsubscribing.leave(account.id(), one))).orElse("notOffered");
        return call.answer().put("emailId", id).put("outcome", outcome);
    }

    private Optional<WebAddress> offered(Call call, String id) throws MethodError, IOException {
        var email = EmailId.parse(id).flatMap(call.caller().account()::email);
        return email.isEmpty() ? Optional.empty() : offered(call, email.get());
    }

    private Optional<WebAddress> offered(Call call, Email email) throws MethodError, IOException {
        var content = call.caller().account().content(email.id());
        if (content.isEmpty()) return Optional.empty();
        call.budget().read(Math.min(content.get().length(), MessageLimits.DEFAULT.headerOctetsMax()));
        return unsubscribing.offered(HeaderSection.read(content.get(), MessageLimits.DEFAULT).header());
    }
}
