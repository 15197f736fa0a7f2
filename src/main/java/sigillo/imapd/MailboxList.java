package sigillo.imapd;

import java.io.IOException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import sigillo.account.Mailbox;
import sigillo.account.MailboxId;
import sigillo.imap.ListCommand;
import sigillo.imap.ListCommand.Return;
import sigillo.imap.ListCommand.Select;
import sigillo.imap.ListPattern;
import sigillo.imap.Status;

/** LIST: RFC 9051 section 6.3.9, RFC 5258, RFC 5819, RFC 6154. */
final class MailboxList {
    private final Client client;
    private final Map<String, Mailbox> byPath = new LinkedHashMap<>(); // parents before their children
    private final Set<MailboxId> parents = new HashSet<>();
    private final Set<String> gone = new TreeSet<>(); // subscribed, and not there any more

    /** LIST, or LSUB. All names are held until they are told. */
    static Status tell(Client client, ListCommand command) throws IOException {
        long octets = client.account().mailboxCount() * AnswerRoom.ENTRY_OCTETS;
        try (var _ = client.door().answers().take(client.user().account(), octets)) {
            var list = new MailboxList(client);
            return command.lsub() ? list.runLsub(command) : list.run(command);
        }
    }

    private MailboxList(Client client) {
        this.client = client;
        var paths = new HashMap<MailboxId, String>();
        for (var mailbox : client.account().mailboxes()) {
            var path = mailbox.parent().map(parent -> paths.get(parent) + "/").orElse("") + mailbox.name();
            paths.put(mailbox.id(), path);
            byPath.put(path, mailbox);
            mailbox.parent().ifPresent(parents::add);
        }
    }

    private Status run(ListCommand command) throws IOException {
        if (!command.extended() && command.patterns().equals(List.of(""))) {
            // RFC 9051 section 6.3.9: an empty name asks for the delimiter
            client.out().line("* LIST (\\Noselect)" + MailboxLine.DELIMITER + "\"\"");
            return Status.ok("Listed");
        }
        var patterns = command.patterns().stream().map(pattern -> pattern(command, pattern)).toList();
        boolean recursive = command.select().contains(Select.RECURSIVEMATCH);
        if (command.select().contains(Select.SUBSCRIBED)) findGone();
        var parents = recursive ? parentsOfHidden(command, patterns) : Set.<String>of();
        for (var entry : byPath.entrySet()) {
            if (patterns.stream().anyMatch(p -> p.matches(entry.getKey()))) {
                tell(command, entry.getKey(), entry.getValue(), parents.contains(entry.getKey()));
            }
        }
        var absent = new TreeSet<>(parents);
        absent.addAll(isOnlySubscribed(command) ? gone : Set.of());
        absent.removeAll(byPath.keySet());
        for (var path : absent) {
            if (patterns.stream().anyMatch(p -> p.matches(path))) tellAbsent(command, path, parents.contains(path));
        }
        return Status.ok("Listed");
    }

    private void findGone() {
        gone.addAll(client.account().goneSubscriptions());
        gone.removeAll(byPath.keySet());
    }

    /** What is gone is for nothing special. */
    private static boolean isOnlySubscribed(ListCommand command) { return !command.select().contains(Select.SPECIAL_USE); }

    /** RFC 5258 section 3: a name under which there is no mailbox, because it is subscribed or above one that is. */
    private void tellAbsent(ListCommand command, String path, boolean isParent) throws IOException {
        var attributes = new ArrayList<>(List.of("\\NonExistent"));
        // RFC 9051 section 6.3.9.5; below one that is not there is none that is
        if (command.returns().contains(Return.CHILDREN)) attributes.add("\\HasNoChildren");
        if (gone.contains(path)) attributes.add("\\Subscribed");
        line("LIST", attributes, path, isParent ? childInfo(command.select()) : "");
    }

    /** {@code isParent}: of a mailbox that is wanted but does not match itself. */
    private void tell(ListCommand command, String path, Mailbox mailbox, boolean isParent) throws IOException {
        boolean meets = meets(mailbox, command.select());
        if (!meets && !isParent) return;
        // RFC 5258 section 3.1: to select by subscription is also to ask for it
        boolean withSubscription =
            command.returns().contains(Return.SUBSCRIBED) || command.select().contains(Select.SUBSCRIBED);
        line("LIST", attributes(mailbox, withSubscription), path, isParent ? childInfo(command.select()) : "");
        // RFC 9051 section 6.3.9: what is only above others is told of no further
        boolean withStatus = meets && command.returns().contains(Return.STATUS);
        if (withStatus) new MailboxStatus(client).tell(path, mailbox, command.status());
    }

    /** Names are kept in NFC: RFC 9051 section 5.1. */
    private static ListPattern pattern(ListCommand command, String pattern) {
        return new ListPattern(Normalizer.normalize(command.reference() + pattern, Normalizer.Form.NFC));
    }

    private static boolean meets(Mailbox mailbox, Set<Select> select) {
        return (!select.contains(Select.SUBSCRIBED) || mailbox.subscribed())
            && (!select.contains(Select.SPECIAL_USE) || SpecialUse.attribute(mailbox).isPresent());
    }

    /** RFC 5258 section 3.5: those above a mailbox that is wanted but does not match the patterns itself. */
    private Set<String> parentsOfHidden(ListCommand command, List<ListPattern> patterns) {
        var above = new HashSet<String>();
        for (var entry : byPath.entrySet()) {
            var path = entry.getKey();
            boolean isHidden = patterns.stream().noneMatch(p -> p.matches(path));
            if (isHidden && meets(entry.getValue(), command.select())) above.addAll(parents(path));
        }
        for (var path : isOnlySubscribed(command) ? gone : Set.<String>of()) {
            if (patterns.stream().noneMatch(p -> p.matches(path))) above.addAll(parents(path));
        }
        return above;
    }

    private static List<String> parents(String path) {
        var parents = new ArrayList<String>();
        for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
            parents.add(path.substring(0, slash));
        }
        return parents;
    }

    private static String childInfo(Set<Select> select) {
        var criteria = new ArrayList<String>();
        if (select.contains(Select.SUBSCRIBED)) criteria.add("\"SUBSCRIBED\"");
        if (select.contains(Select.SPECIAL_USE)) criteria.add("\"SPECIAL-USE\"");
        return " (\"CHILDINFO\" (" + String.join(" ", criteria) + "))";
    }

    private List<String> attributes(Mailbox mailbox, boolean withSubscription) {
        return MailboxLine.attributes(mailbox, parents.contains(mailbox.id()), withSubscription);
    }

    private void line(String response, List<String> attributes, String path, String extension) throws IOException {
        client.out().raw("* ").raw(response).raw(" ").words(attributes).raw(MailboxLine.DELIMITER).mailbox(path);
        client.out().raw(extension).crlf();
    }

    /** RFC 3501 section 6.3.9: with {@code %}, a parent stands for subscribed mailboxes below it. */
    private Status runLsub(ListCommand command) throws IOException {
        if (command.patterns().isEmpty()) return Status.ok("Listed");
        var pattern = pattern(command, command.patterns().getFirst());
        boolean standsFor = command.patterns().getFirst().endsWith("%");
        var told = new HashSet<String>();
        findGone();
        var subscribed = new ArrayList<>(gone);
        byPath.forEach((path, mailbox) -> { if (mailbox.subscribed()) subscribed.add(path); });
        for (var path : subscribed) {
            if (pattern.matches(path)) lsub(path, told, Optional.ofNullable(byPath.get(path)));
        }
        for (var path : standsFor ? subscribed : List.<String>of()) {
            for (var parent : parents(path)) if (pattern.matches(parent)) lsub(parent, told, Optional.empty());
        }
        return Status.ok("Listed");
    }

    private void lsub(String path, Set<String> told, Optional<Mailbox> mailbox) throws IOException {
        if (!told.add(path)) return;
        line("LSUB", mailbox.map(m -> attributes(m, false)).orElse(List.of("\\Noselect")), path, "");
    }
}
