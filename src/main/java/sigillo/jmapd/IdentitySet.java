package sigillo.jmapd;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.identities.Identities;
import sigillo.identities.Identity.Details;
import sigillo.identities.Identity.Named;
import sigillo.identities.IdentityLimits;
import sigillo.jmap.Arguments;
import sigillo.jmap.JsonText;
import sigillo.jmap.MethodError;
import sigillo.jmap.SetError;
import tools.jackson.databind.node.ObjectNode;

/** Identity/set: RFC 8621 section 6.3. */
final class IdentitySet implements Setting.Type {
    private final AccountId account;
    private final Identities identities;

    private IdentitySet(AccountId account, Identities identities) {
        this.account = account;
        this.identities = identities;
    }

    static ObjectNode answer(Call call, Identities identities) throws MethodError, IOException {
        var account = call.account().id();
        var state = Setting.state(() -> identities.state(account));
        state.check(call);
        var wanted = Setting.Wanted.of(call);
        call.arguments().end();
        return Setting.run(call, wanted, new IdentitySet(account, identities), state);
    }

    @Override public ObjectNode create(Arguments properties) throws SetError, MethodError {
        var said = properties.textThatIs("email");
        var email = Address.parse(said).orElseThrow(() -> SetError.invalid("email", "is no address to send from"));
        var details = details(properties, Details.NONE);
        properties.end();
        var created = identities.create(account, email, details);
        done(created.done());
        return JsonText.object().put("id", created.identity().orElseThrow().id()).put("mayDelete", true);
    }

    @Override public void update(String id, ObjectNode patch) throws SetError, MethodError {
        var before = identities.find(account, id).orElseThrow(SetError::notFound);
        var properties = Arguments.gathering(patch);
        same(properties, "id", id);
        same(properties, "email", before.email().toString());
        boolean mayDelete = properties.flag("mayDelete", before.mayDelete());
        if (mayDelete != before.mayDelete()) throw SetError.invalid("mayDelete", "is the server's");
        var details = details(properties, before.details());
        properties.end();
        done(identities.update(account, id, details));
    }

    private static void same(Arguments properties, String name, String is) throws SetError, MethodError {
        if (properties.has(name) && !properties.text(name).equals(Optional.of(is))) {
            throw SetError.invalid(name, "cannot be changed");
        }
    }

    @Override public void destroy(String id) throws SetError { done(identities.delete(account, id)); }

    // ---- properties ----

    /** What is null is as what was never said: RFC 8621 section 6. */
    private static Details details(Arguments properties, Details before) throws SetError, MethodError {
        return new Details(text(properties, "name", before.name(), IdentityLimits.NAME_CHARACTERS_MAX),
            addresses(properties, "replyTo", before.replyTo()), addresses(properties, "bcc", before.bcc()),
            text(properties, "textSignature", before.text(), IdentityLimits.SIGNATURE_CHARACTERS_MAX),
            text(properties, "htmlSignature", before.html(), IdentityLimits.SIGNATURE_CHARACTERS_MAX));
    }

    private static String text(Arguments properties, String name, String before, int max) throws SetError, MethodError {
        if (!properties.has(name)) return before;
        var text = properties.text(name).orElse("");
        if (text.length() > max) throw SetError.invalid(name, "has more than " + max + " characters");
        boolean isNoLine = name.equals("name") && text.chars().anyMatch(Character::isISOControl);
        if (isNoLine) throw SetError.invalid(name, "is no line of text");
        return text;
    }

    private static List<Named> addresses(Arguments properties, String name, List<Named> before)
            throws SetError, MethodError {
        if (!properties.has(name)) return before;
        var list = properties.value(name);
        if (list.isEmpty()) return List.of();
        if (!list.get().isArray()) throw SetError.invalid(name, "is no list");
        if (list.get().size() > IdentityLimits.ADDRESSES_MAX) throw SetError.invalid(name, "has too many addresses");
        var all = new ArrayList<Named>();
        for (var one : list.get()) {
            if (!(one instanceof ObjectNode object)) throw SetError.invalid(name, "has what is no address");
            all.add(named(name, Arguments.of(object, name)));
        }
        return all;
    }

    private static Named named(String property, Arguments one) throws SetError, MethodError {
        var shown = one.text("name");
        var email = Address.parse(one.textThatIs("email"));
        one.end();
        boolean isShown = shown.isEmpty() || shown.get().length() <= IdentityLimits.NAME_CHARACTERS_MAX
            && shown.get().chars().noneMatch(Character::isISOControl);
        if (email.isEmpty() || !isShown) throw SetError.invalid(property, "has what is no address");
        return new Named(shown, email.get());
    }

    private static void done(Identities.Done done) throws SetError {
        switch (done) {
            case DONE -> { }
            case NOT_HIS -> throw SetError.of("forbiddenFrom", "Nobody may send from this address here but its owner");
            case TOO_MANY -> throw SetError.of("overQuota", "There are too many, or their signatures are too long");
            case NO_SUCH -> throw SetError.notFound();
            case STAYS -> throw SetError.of("forbidden", "It is there as long as the account has this address");
        }
    }
}
