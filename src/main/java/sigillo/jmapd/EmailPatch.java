package sigillo.jmapd;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import sigillo.account.Keyword;
import sigillo.account.MailboxId;
import sigillo.jmap.SetError;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an update changes of an Email: RFC 8620 section 5.3, RFC 8621 section 4.6. {@code keywords}, {@code mailboxes}:
 * all that it shall have; in the others, by what is named alone.
 */
record EmailPatch(Optional<Set<Keyword>> keywords, Map<Keyword, Boolean> keyword, Optional<Set<MailboxId>> mailboxes,
    Map<MailboxId, Boolean> mailbox) {

    /** {@code resolved}: ids of mailboxes, where they are of one that was just created. */
    static EmailPatch parse(ObjectNode patch, Function<String, String> resolved) throws SetError {
        var keyword = new LinkedHashMap<Keyword, Boolean>();
        var mailbox = new LinkedHashMap<MailboxId, Boolean>();
        for (var one : patch.properties()) {
            var path = one.getKey().split("/", 3);
            boolean isWhole = path.length == 1 && (path[0].equals("keywords") || path[0].equals("mailboxIds"));
            if (isWhole) continue;
            var name = path.length == 2 ? path[1].replace("~1", "/").replace("~0", "~") : "";
            boolean isKeyword = path.length == 2 && path[0].equals("keywords");
            if (!isKeyword && !(path.length == 2 && path[0].equals("mailboxIds"))) throw SetError
                .invalid(one.getKey(), "cannot be set");
            // RFC 8620 section 5.3: not what another patch has as a whole
            if (patch.has(path[0])) throw SetError.of("invalidPatch", path[0] + " is set as a whole and in part");
            boolean isSet = isSet(one.getKey(), one.getValue());
            if (isKeyword) keyword.put(keyword(name), isSet);
            else mailbox.put(mailbox(resolved.apply(name)), isSet);
        }
        return new EmailPatch(keywords(patch.get("keywords")), keyword, mailboxes(patch.get("mailboxIds"), resolved),
            mailbox);
    }

    private static boolean isSet(String name, JsonNode value) throws SetError {
        if (value.isNull()) return false;
        if (value.isBoolean() && value.booleanValue()) return true;
        throw SetError.invalid(name, "is neither true nor null");
    }

    private static Keyword keyword(String name) throws SetError {
        return Keyword.parse(name).orElseThrow(() -> SetError.invalid("keywords", "has what is none"));
    }

    private static MailboxId mailbox(String id) throws SetError {
        return MailboxId.parse(id).orElseThrow(() -> SetError.invalid("mailboxIds", "has what is no mailbox"));
    }

    /** RFC 8621 section 4.1.1: the value is always true. */
    static Optional<Set<Keyword>> keywords(JsonNode said) throws SetError {
        if (said == null) return Optional.empty();
        var all = new HashSet<Keyword>();
        for (var name : names("keywords", said)) all.add(keyword(name));
        return Optional.of(all);
    }

    static Optional<Set<MailboxId>> mailboxes(JsonNode said, Function<String, String> resolved) throws SetError {
        if (said == null) return Optional.empty();
        var all = new HashSet<MailboxId>();
        for (var name : names("mailboxIds", said)) all.add(mailbox(resolved.apply(name)));
        if (all.isEmpty()) throw SetError.invalid("mailboxIds", "is empty");
        return Optional.of(all);
    }

    private static Set<String> names(String property, JsonNode said) throws SetError {
        if (!said.isObject()) throw SetError.invalid(property, "is no object");
        var names = new HashSet<String>();
        for (var one : said.properties()) {
            boolean isTrue = one.getValue().isBoolean() && one.getValue().booleanValue();
            if (!isTrue) throw SetError.invalid(property, "has a value that is not true");
            names.add(one.getKey());
        }
        return names;
    }

    Set<Keyword> keywordsAfter(Set<Keyword> before) { return after(keywords, keyword, before); }

    Set<MailboxId> mailboxesAfter(Set<MailboxId> before) { return after(mailboxes, mailbox, before); }

    private static <T> Set<T> after(Optional<Set<T>> whole, Map<T, Boolean> single, Set<T> before) {
        var all = new HashSet<>(whole.orElse(before));
        single.forEach((one, isSet) -> {
            if (isSet) all.add(one);
            else all.remove(one);
        });
        return all;
    }
}
