package sigillo.jmapd;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sigillo.account.Email;
import sigillo.account.EmailId;
import sigillo.account.MetaScan;
import sigillo.account.Touched;
import sigillo.jmap.Arguments;
import sigillo.jmap.JmapLimits;
import sigillo.jmap.JsonText;
import sigillo.jmap.MethodError;
import sigillo.snooze.Snoozes;
import tools.jackson.databind.node.ObjectNode;

/** Email/get and Email/changes: RFC 8621 sections 4.2 and 4.3. */
final class EmailGet {
    /** Of our own, and only where it is asked for; docs/jmap.md. */
    static final String SNOOZED = "snoozed";

    private final ReadingRoom room;
    private final Snoozes snoozes;
    private final SmimeProperties smime;

    EmailGet(ReadingRoom room, Snoozes snoozes, SmimeProperties smime) {
        this.room = room;
        this.snoozes = snoozes;
        this.smime = smime;
    }

    ObjectNode answer(Call call) throws MethodError, IOException {
        var account = call.account();
        var ids = call.arguments().ids("ids", JmapLimits.OBJECTS_IN_GET_MAX);
        var wanted = EmailProperties.of(call.arguments());
        call.arguments().end();
        // RFC 8620 section 5.1: all of them would be too many
        if (ids.isEmpty()) throw MethodError.of("requestTooLarge", "ids must be given");
        var answer = call.answer().put("state", StateType.EMAIL.now(account).toString());
        var list = answer.putArray("list");
        var notFound = answer.putArray("notFound");
        try (var metas = account.metas()) {
            for (var id : ids.get()) {
                var made = make(call, id, wanted, metas);
                if (made.isPresent()) list.add(made.get());
                else notFound.add(id);
            }
        }
        return answer;
    }

    private Optional<ObjectNode> make(Call call, String id, EmailProperties wanted,
        MetaScan metas) throws MethodError, IOException {
        var email = EmailId.parse(id).flatMap(call.caller().account()::email);
        if (email.isEmpty()) return Optional.empty();
        var made = wanted.readMessage() ? room.read(() -> EmailObject.of(email.get(), metas, wanted, call.budget()))
            : EmailObject.of(email.get(), metas, wanted, call.budget());
        if (made.isPresent() && wanted.wants(SNOOZED)) snoozed(made.get(), call, email.get());
        if (made.isPresent() && wanted.wantSmime()) smime(made.get(), call, email.get(), wanted, metas);
        return made;
    }

    /** What it is now, of these properties; what no Email has is passed over. */
    Optional<ObjectNode> now(Call call, Email email, Set<String> properties) throws MethodError, IOException {
        var asked = JsonText.object();
        properties.stream().filter(EmailProperties::isKnown).forEach(asked.putArray("properties")::add);
        var wanted = EmailProperties.of(Arguments.of(asked));
        if (wanted.readMessage()) call.budget().read(email.size());
        try (var metas = call.caller().account().metas()) {
            return make(call, email.id().toString(), wanted, metas);
        }
    }

    private void smime(ObjectNode made, Call call, Email email, EmailProperties wanted, MetaScan metas)
            throws MethodError, IOException {
        var meta = metas.meta(email.id());
        if (meta.isEmpty()) return;
        if (SmimeProperties.isSigned(meta.get())) call.budget().read(email.size());
        var content = metas.content(email.id());
        if (content.isEmpty()) return;
        room.read(() -> {
            smime.write(meta.get(), content.get(), email.receivedAt(), wanted.properties(), made);
            return made;
        });
    }

    private void snoozed(ObjectNode made, Call call, Email email) {
        snoozes.until(call.caller().account(), email).ifPresentOrElse(
            time -> made.putObject(SNOOZED).put("until", EmailObject.utcDate(time)), () -> made.putNull(SNOOZED));
    }

    static ObjectNode changes(Call call) throws MethodError {
        var changes = ChangeList.<EmailId>of(call, StateType.EMAIL, touched -> touched.email().map(id ->
            Map.entry(id, new ChangeList.Met(touched.kind() == Touched.Kind.EMAIL_CREATED, false))));
        return changes.write(call.answer(), id -> changes.account().thread(id).isPresent(), changes::isCreated);
    }
}
