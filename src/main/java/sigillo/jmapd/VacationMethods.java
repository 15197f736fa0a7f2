package sigillo.jmapd;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import sigillo.account.AccountId;
import sigillo.jmap.Arguments;
import sigillo.jmap.JsonText;
import sigillo.jmap.MethodError;
import sigillo.jmap.SetError;
import sigillo.rules.RuleLimits;
import sigillo.rules.Rules;
import sigillo.rules.Vacation;
import tools.jackson.databind.node.ObjectNode;

/** VacationResponse/get and /set: RFC 8621 section 8. It counts beside the scripts of its owner, and changes none. */
final class VacationMethods {
    private static final String ID = "singleton";
    private static final Set<String> PROPERTIES =
        Set.of("id", "isEnabled", "fromDate", "toDate", "subject", "textBody", "htmlBody");

    private final Rules rules;

    VacationMethods(Rules rules) { this.rules = rules; }

    ObjectNode get(Call call) throws MethodError, IOException {
        var arguments = GetArguments.of(call, PROPERTIES);
        call.arguments().end();
        var kept = rules.vacation(arguments.account().id());
        return arguments.answer(call, arguments.ids().orElse(Set.of(ID)), Long.toString(kept.revision()),
            id -> id.equals(ID) ? Optional.of(json(kept.vacation(), arguments)) : Optional.empty());
    }

    private static ObjectNode json(Vacation one, GetArguments wanted) {
        var all = JsonText.object().put("id", ID);
        if (wanted.wants("isEnabled")) all.put("isEnabled", one.isEnabled());
        if (wanted.wants("fromDate")) all.put("fromDate", one.from().map(Instant::toString).orElse(null));
        if (wanted.wants("toDate")) all.put("toDate", one.until().map(Instant::toString).orElse(null));
        if (wanted.wants("subject")) all.put("subject", one.subject().orElse(null));
        if (wanted.wants("textBody")) all.put("textBody", one.text().orElse(null));
        if (wanted.wants("htmlBody")) all.put("htmlBody", one.html().orElse(null));
        return all;
    }

    ObjectNode set(Call call) throws MethodError, IOException {
        var account = call.account().id();
        if (!call.caller().writesRules()) {
            throw MethodError.of("forbidden", "This app password or token is not for rules");
        }
        var state = Setting.state(() -> Long.toString(rules.vacationRevision(account)));
        state.check(call);
        var wanted = Setting.Wanted.of(call);
        call.arguments().end();
        return Setting.run(call, wanted, new Only(rules, account), state);
    }

    /** There is one, which neither comes nor goes. */
    private record Only(Rules rules, AccountId account) implements Setting.Type {
        @Override public ObjectNode create(Arguments properties) throws SetError { throw singleton(); }

        @Override public void destroy(String id) throws SetError {
            throw id.equals(ID) ? singleton() : SetError.notFound();
        }

        private static SetError singleton() { return SetError.of("singleton", "There is one, and it stays"); }

        @Override public void update(String id, ObjectNode patch) throws SetError, MethodError {
            if (!id.equals(ID)) throw SetError.notFound();
            var before = rules.vacation(account).vacation();
            var properties = Arguments.gathering(patch);
            if (properties.has("id") && !properties.text("id").equals(Optional.of(ID))) throw SetError
                .invalid("id", "cannot be changed");
            if (properties.has("isEnabled") && properties.value("isEnabled").isEmpty()) throw SetError
                .invalid("isEnabled", "is no Boolean");
            boolean isEnabled = properties.flag("isEnabled", before.isEnabled());
            var from = properties.has("fromDate") ? properties.utcDate("fromDate") : before.from();
            var until = properties.has("toDate") ? properties.utcDate("toDate") : before.until();
            var after = new Vacation(isEnabled, from, until,
                text(properties, "subject", before.subject(), RuleLimits.VACATION_SUBJECT_CHARACTERS_MAX),
                text(properties, "textBody", before.text(), RuleLimits.VACATION_BODY_CHARACTERS_MAX),
                text(properties, "htmlBody", before.html(), RuleLimits.VACATION_BODY_CHARACTERS_MAX));
            properties.end();
            rules.vacation(account, after);
        }

        private static Optional<String> text(Arguments properties, String name, Optional<String> before, int max)
                throws SetError, MethodError {
            if (!properties.has(name)) return before;
            var text = properties.text(name);
            boolean isLong = text.isPresent() && text.get().length() > max;
            if (isLong) throw SetError.invalid(name, "has more than " + max + " characters");
            return text;
        }
    }
}
