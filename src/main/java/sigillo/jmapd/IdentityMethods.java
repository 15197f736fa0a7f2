package sigillo.jmapd;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sigillo.identities.Identities;
import sigillo.identities.Identity;
import sigillo.jmap.JsonText;
import sigillo.jmap.MethodError;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Identity/get and Identity/changes: RFC 8621 sections 6.1 and 6.2. */
final class IdentityMethods {
    private static final Set<String> PROPERTIES =
        Set.of("id", "name", "email", "replyTo", "bcc", "textSignature", "htmlSignature", "mayDelete");

    private final Identities identities;

    IdentityMethods(Identities identities) { this.identities = identities; }

    ObjectNode get(Call call) throws MethodError, IOException {
        var arguments = GetArguments.of(call, PROPERTIES);
        call.arguments().end();
        var account = arguments.account().id();
        var state = identities.state(account);
        var all = new LinkedHashMap<String, Identity>();
        for (var one : identities.all(account)) all.put(one.id(), one);
        return arguments.answer(call, arguments.ids().orElse(all.keySet()), state,
            id -> Optional.ofNullable(all.get(id)).map(one -> json(one, arguments)));
    }

    private static ObjectNode json(Identity one, GetArguments wanted) {
        var all = JsonText.object().put("id", one.id());
        var details = one.details();
        if (wanted.wants("name")) all.put("name", details.name());
        if (wanted.wants("email")) all.put("email", one.email().toString());
        if (wanted.wants("replyTo")) all.set("replyTo", addresses(details.replyTo()));
        if (wanted.wants("bcc")) all.set("bcc", addresses(details.bcc()));
        if (wanted.wants("textSignature")) all.put("textSignature", details.text());
        if (wanted.wants("htmlSignature")) all.put("htmlSignature", details.html());
        if (wanted.wants("mayDelete")) all.put("mayDelete", one.mayDelete());
        return all;
    }

    private static JsonNode addresses(List<Identity.Named> all) {
        if (all.isEmpty()) return JsonText.nothing();
        var list = JsonText.array();
        for (var one : all) {
            list.addObject().put("name", one.name().orElse(null)).put("email", one.email().toString());
        }
        return list;
    }

    ObjectNode changes(Call call) throws MethodError {
        var account = call.account().id();
        var now = identities.state(account);
        var mark = now.substring(now.indexOf('-'));
        return OwnChanges.answer(call, now, state -> identities.since(account, state).map(all -> all.stream()
            .map(one -> new OwnChanges.One(one.id(), one.changed(), one.isCreated(), one.isGone())).toList()),
            changed -> changed + mark);
    }
}
