package sigillo.jmapd;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import sigillo.account.AccountId;
import sigillo.identities.Identities;
import sigillo.identities.IdentityLimits;
import sigillo.jmap.Arguments;
import sigillo.jmap.JsonText;
import sigillo.jmap.MethodError;
import sigillo.jmap.SetError;
import tools.jackson.databind.node.ObjectNode;

/** UndoSend/get and /set, of our own: how long what this account sends can be taken back. There is one object. */
final class UndoMethods {
    private static final String ID = "singleton";
    private static final Set<String> PROPERTIES = Set.of("id", "seconds");

    private final Identities identities;

    UndoMethods(Identities identities) { this.identities = identities; }

    private String state(AccountId account) { return Long.toString(identities.undo(account).toSeconds()); }

    ObjectNode get(Call call) throws MethodError, IOException {
        var arguments = GetArguments.of(call, PROPERTIES);
        call.arguments().end();
        var account = arguments.account().id();
        return arguments.answer(call, arguments.ids().orElse(Set.of(ID)), state(account), id -> id.equals(ID)
            ? Optional.of(JsonText.object().put("id", ID).put("seconds", identities.undo(account).toSeconds()))
            : Optional.empty());
    }

    ObjectNode set(Call call) throws MethodError, IOException {
        var account = call.account().id();
        var state = Setting.state(() -> state(account));
        state.check(call);
        var wanted = Setting.Wanted.of(call);
        call.arguments().end();
        return Setting.run(call, wanted, new Only(identities, account), state);
    }

    /** It neither comes nor goes. */
    private record Only(Identities identities, AccountId account) implements Setting.Type {
        @Override public ObjectNode create(Arguments properties) throws SetError { throw singleton(); }

        @Override public void destroy(String id) throws SetError {
            throw id.equals(ID) ? singleton() : SetError.notFound();
        }

        private static SetError singleton() { return SetError.of("singleton", "There is one, and it stays"); }

        @Override public void update(String id, ObjectNode patch) throws SetError, MethodError, IOException {
            if (!id.equals(ID)) throw SetError.notFound();
            var fixed = new Fixed(name -> !name.equals("seconds"),
                names -> Optional.of(JsonText.object().put("id", ID).retain(names)));
            var properties = Arguments.of(fixed.without(patch));
            var seconds = properties.unsigned("seconds");
            boolean isTooLong = seconds.isPresent() && seconds.getAsLong() > IdentityLimits.UNDO_MAX.toSeconds();
            if (isTooLong) throw SetError.invalid("seconds", "is more than " + IdentityLimits.UNDO_MAX.toSeconds());
            if (patch.has("seconds")) identities.undo(account,
                seconds.isPresent() ? Duration.ofSeconds(seconds.getAsLong()) : IdentityLimits.UNDO);
        }
    }
}
