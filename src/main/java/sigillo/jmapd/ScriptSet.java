package sigillo.jmapd;

import java.io.IOException;
import java.util.Set;
import java.util.Optional;
import sigillo.jmap.Arguments;
import sigillo.jmap.JsonText;
import sigillo.jmap.MethodError;
import sigillo.jmap.SetError;
import sigillo.rules.Listing;
import sigillo.rules.Rules;
import tools.jackson.databind.node.ObjectNode;

/** SieveScript/set: RFC 9661 section 2.3. What has errors is not kept; the active one is not destroyed. */
record ScriptSet(Call call, Scripts scripts, ScriptCheck check) implements Setting.Type {
    private static final Set<String> OF_SERVER = Set.of("id", "isActive");

    @Override public ObjectNode create(Arguments properties) throws SetError, MethodError, IOException {
        ofServer(properties);
        var id = scripts.rules().freshId();
        var said = properties.text("name");
        var blob = properties.textThatIs("blobId");
        properties.end();
        var name = said.orElse("script-" + id.substring(1, 9));
        var octets = ScriptCheck.octets(call, blob);
        check.check(call, Optional.of(name), octets);
        kept(scripts.rules().create(scripts.account(), id, name, octets), name);
        var made = JsonText.object().put("id", id)
            .put("blobId", Scripts.blobId(Rules.hash(octets))).put("isActive", false);
        return said.isPresent() ? made : made.put("name", name);
    }

    private static void ofServer(Arguments properties) throws SetError {
        for (var name : OF_SERVER) if (properties.has(name)) throw SetError.invalid(name, "cannot be set");
    }

    @Override public void update(String id, ObjectNode patch) throws SetError, MethodError, IOException {
        var before = found(id);
        var properties = Arguments.gathering(new Fixed(OF_SERVER::contains,
            names -> Optional.of(ScriptMethods.json(before).retain(names))).without(patch));
        if (properties.has("name") && properties.text("name").isEmpty()) throw SetError.invalid("name", "is missing");
        var name = properties.text("name").orElse(before.name());
        var blob = properties.has("blobId") ? Optional.of(properties.textThatIs("blobId")) : Optional.<String>empty();
        properties.end();
        var octets = blob.isPresent() ? Optional.of(ScriptCheck.octets(call, blob.get())) : Optional.<byte[]>empty();
        if (octets.isPresent()) check.check(call, Optional.of(name), octets.get());
        if (!name.equals(before.name())) kept(scripts.rules().rename(scripts.account(), before.name(), name), name);
        if (octets.isPresent()) kept(scripts.rules().put(scripts.account(), name, octets.get()), name);
    }

    /** Looked for, there or not, counts as read: who asks for what is not there is bounded too. */
    private Listing.Entry found(String id) throws SetError, MethodError {
        call.budget().read(Budget.LOOK_OCTETS);
        return scripts.get(id).orElseThrow(SetError::notFound);
    }

    @Override public void destroy(String id) throws SetError, MethodError {
        var script = found(id);
        kept(scripts.rules().delete(scripts.account(), script.name()), script.name());
    }

    private void kept(Rules.Kept kept, String name) throws SetError {
        switch (kept) {
            case DONE -> { }
            case TOO_MANY -> throw SetError.of("overQuota", "There are as many scripts as there may be");
            case TOO_LARGE -> throw SetError.of("tooLarge", "The script is too large");
            case BAD_NAME -> throw SetError.invalid("name", "cannot be that of a script");
            case NO_SUCH_SCRIPT -> throw SetError.notFound();
            case IS_ACTIVE -> throw SetError.of("sieveIsActive",
                "It is the active one: activate another, or none, first");
            case EXISTS -> throw scripts.all().stream().filter(one -> one.name().equals(name)).findFirst()
                .map(one -> SetError.alreadyExists(one.id()))
                    .orElseGet(() -> SetError.of("alreadyExists", "There is one of that name"));
        }
    }
}
