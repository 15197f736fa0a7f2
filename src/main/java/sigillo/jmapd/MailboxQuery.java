package sigillo.jmapd;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import sigillo.account.Mailbox;
import sigillo.account.MailboxId;
import sigillo.jmap.Arguments;
import sigillo.jmap.Filter;
import sigillo.jmap.MethodError;
import sigillo.jmap.SortTerm;
import sigillo.jmap.Window;
import tools.jackson.databind.node.ObjectNode;

/** Mailbox/query and Mailbox/queryChanges: RFC 8621 sections 2.3 and 2.4. */
final class MailboxQuery {
    private static final Set<String> SORTS = Set.of("sortOrder", "name", "parentId");

    private MailboxQuery() {}

    private record Asked(Optional<Filter<Predicate<Mailbox>>> filter, List<SortTerm> sort, boolean asTree,
        boolean filterAsTree) {
        static Asked of(Call call) throws MethodError {
            var arguments = call.arguments();
            return new Asked(Filter.parse(arguments.object("filter"), MailboxQuery::condition),
                SortTerm.parse(arguments, "sort", SORTS),
                arguments.flag("sortAsTree", false), arguments.flag("filterAsTree", false));
        }
    }

    static ObjectNode answer(Call call) throws MethodError {
        var account = call.account();
        var asked = Asked.of(call);
        var window = Window.parse(call.arguments());
        call.arguments().end();
        long revision = account.revision();
        return Queries.answer(call, revision, Window.Results.of(ids(account.mailboxes(), asked)), window);
    }

    static ObjectNode changes(Call call) throws MethodError {
        var account = call.account();
        var asked = Asked.of(call);
        var since = QuerySince.of(call);
        long revision = account.revision();
        var touched = since.touched(account, revision, one -> one.email().isPresent() ? Stream.empty()
            : Stream.of(one.mailbox().toString()));
        // one that is moved takes those below it along
        if (!touched.isEmpty() && (asked.asTree || asked.filterAsTree)) throw QuerySince.unknown();
        return since.answer(call, revision, touched, Window.Results.of(ids(account.mailboxes(), asked)));
    }

    private static List<String> ids(List<Mailbox> all, Asked asked) {
        var byId = new HashMap<MailboxId, Mailbox>();
        for (var one : all) byId.put(one.id(), one);
        var sorted = new ArrayList<>(all);
        sorted.sort(order(asked.sort));
        var wanted = new ArrayList<Mailbox>();
        for (var one : asked.asTree ? asTree(sorted) : sorted) if (isWanted(one, asked, byId)) wanted.add(one);
        return wanted.stream().map(one -> one.id().toString()).toList();
    }

    /** RFC 8621 section 2.3: with filterAsTree, all above must be wanted too. */
    private static boolean isWanted(Mailbox mailbox, Asked asked, Map<MailboxId, Mailbox> byId) {
        for (var at = mailbox; at != null; at = at.parent().map(byId::get).orElse(null)) {
            var here = at;
            boolean holds = asked.filter.map(filter -> filter.holds(condition -> condition.test(here))).orElse(true);
            if (!holds) return false;
            if (!asked.filterAsTree) return true;
        }
        return true;
    }

    /** RFC 8621 section 2.3: children behind their parent, in the order among themselves. */
    private static List<Mailbox> asTree(List<Mailbox> sorted) {
        var children = new HashMap<Optional<MailboxId>, List<Mailbox>>();
        for (var one : sorted) children.computeIfAbsent(one.parent(), _ -> new ArrayList<>()).add(one);
        var all = new ArrayList<Mailbox>();
        add(children, Optional.empty(), all);
        return all;
    }

    private static void add(Map<Optional<MailboxId>, List<Mailbox>> children, Optional<MailboxId> parent,
        List<Mailbox> into) {
        for (var one : children.getOrDefault(parent, List.of())) {
            into.add(one);
            add(children, Optional.of(one.id()), into);
        }
    }

    private static Comparator<Mailbox> order(List<SortTerm> terms) {
        Comparator<Mailbox> order = (_, _) -> 0;
        for (var term : terms) {
            Comparator<Mailbox> by = switch (term.property()) {
                case "sortOrder" -> Comparator.comparingLong(MailboxMethods::sortOrder);
                case "name" -> Comparator.comparing((Mailbox one) -> one.name().toLowerCase(Locale.ROOT));
                default -> Comparator.comparingLong((Mailbox one) -> one.parent().map(MailboxId::value).orElse(0L));
            };
            order = order.thenComparing(term.ascending() ? by : by.reversed());
        }
        return order.thenComparing(Mailbox::id); // the same each time
    }

    private static Predicate<Mailbox> condition(Arguments properties) throws MethodError {
        var all = new ArrayList<Predicate<Mailbox>>();
        if (properties.has("parentId")) {
            var parent = properties.id("parentId");
            all.add(one -> one.parent().map(MailboxId::toString).equals(parent));
        }
        properties.text("name").map(name -> name.toLowerCase(Locale.ROOT))
            .ifPresent(name -> all.add(one -> one.name().toLowerCase(Locale.ROOT).contains(name)));
        if (properties.has("role")) {
            var role = properties.text("role");
            all.add(one -> one.role().map(MailboxMethods::role).equals(role));
        }
        if (properties.value("hasAnyRole").isPresent()) {
            boolean wanted = properties.flag("hasAnyRole", false);
            all.add(one -> one.role().isPresent() == wanted);
        }
        if (properties.value("isSubscribed").isPresent()) {
            boolean wanted = properties.flag("isSubscribed", false);
            all.add(one -> one.subscribed() == wanted);
        }
        return one -> all.stream().allMatch(condition -> condition.test(one));
    }
}
