package sigillo.imapd;

import java.io.IOException;
import java.text.Normalizer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import sigillo.account.AccountLimits;
import sigillo.account.Mailbox;
import sigillo.account.MailboxId;
import sigillo.imap.ListCommand;
import sigillo.imap.ListCommand.Return;
import sigillo.imap.ListCommand.Select;
import sigillo.imap.ListPattern;
import sigillo.imap.Status;

/**
 * LIST: RFC 9051 section 6.3.9, RFC 5258, RFC 5819, RFC 6154. Mailboxes are held until they are told, but not their paths, which may
 * be many times as long as their names.
 */
final class MailboxList {
    private static final List<String> NOT_SUBSCRIBED = List.of("\\Noselect");

    private final Client client;
    private final List<Mailbox> all; // parents before their children
    private final Set<MailboxId> parents = new HashSet<>();
    private final Set<String> gone = new TreeSet<>(); // subscribed, and not there any more
    // above mailboxes that are wanted but do not match themselves:
    private final Set<MailboxId> above = new HashSet<>();
    private final Set<String> aboveGone = new TreeSet<>();

    /** LIST, or LSUB. */
    static Status tell(Client client, ListCommand command) throws IOException {
        long octets = octets(client, command);
        try (var _ = client.door().answers().take(client.user().account(), octets)) {
            var list = new MailboxList(client);
            return command.lsub() ? list.runLsub(command) : list.run(command);
        }
    }

    /** What is held, before it is read. */
    private static long octets(Client client, ListCommand command) {
        long octets = octets(client);
        if (!command.lsub() && !command.select().contains(Select.SUBSCRIBED)) return octets;
        boolean withParents = command.lsub() || command.select().contains(Select.RECURSIVEMATCH);
        int times = withParents ? 1 + AccountLimits.MAILBOX_DEPTH_MAX / 2 : 1;
        return octets + times * client.account().goneSubscriptionOctets();
    }

    /** What all mailboxes take. */
    static long octets(Client client) {
        return client.account().mailboxCount() * AnswerRoom.ENTRY_OCTETS + client.account().longNameOctets();
    }

    private MailboxList(Client client) {
        this.client = client;
        this.all = client.account().mailboxes();
        for (var mailbox : all) mailbox.parent().ifPresent(parents::add);
    }

    private interface Visitor {
        /** {@code above}: those that it lies in. */
        void visit(String path, Mailbox mailbox, Collection<Place> above) throws IOException;
    }

    private record Place(MailboxId id, String path) {}

    /** With paths that are made on the way. */
    private void each(Visitor visitor) throws IOException {
        var places = new ArrayDeque<Place>();
        for (var mailbox : all) {
            while (!places.isEmpty() && !mailbox.parent().equals(Optional.of(places.peek().id))) places.pop();
            var path = places.isEmpty() ? mailbox.name() : places.peek().path + "/" + mailbox.name();
            visitor.visit(path, mailbox, places);
            if (parents.contains(mailbox.id())) places.push(new Place(mailbox.id(), path));
        }
    }

    private Status run(ListCommand command) throws IOException {
        if (!command.extended() && command.patterns().equals(List.of(""))) {
            // RFC 9051 section 6.3.9: an empty name asks for the delimiter
            client.out().line("* LIST (\\Noselect)" + MailboxLine.DELIMITER + "\"\"");
            return Status.ok("Listed");
        }
        var patterns = command.patterns().stream().map(pattern -> pattern(command, pattern)).toList();
        if (command.select().contains(Select.SUBSCRIBED)) findGone();
        if (command.select().contains(Select.RECURSIVEMATCH)) findAbove(command, patterns);
        each((path, mailbox, _) -> {
            boolean isAboveGone = aboveGone.remove(path);
            if (matches(patterns, path)) tell(command, path, mailbox, isAboveGone || above.contains(mailbox.id()));
        });
        var absent = new TreeSet<>(aboveGone);
        if (isOnlySubscribed(command)) absent.addAll(gone);
        for (var path : absent) if (matches(patterns, path)) tellAbsent(command, path, aboveGone.contains(path));
        return Status.ok("Listed");
    }

    private static boolean matches(List<ListPattern> patterns, String path) {
        for (var pattern : patterns) if (pattern.matches(path)) return true;
        return false;
    }

    private void findGone() throws IOException {
        gone.addAll(client.account().goneSubscriptions());
        if (!gone.isEmpty()) each((path, _, _) -> gone.remove(path));
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
    private void findAbove(ListCommand command, List<ListPattern> patterns) throws IOException {
        each((path, mailbox, places) -> {
            boolean isHidden = !matches(patterns, path);
            if (isHidden && meets(mailbox, command.select())) places.forEach(place -> above.add(place.id));
        });
        for (var path : isOnlySubscribed(command) ? gone : Set.<String>of()) {
            if (!matches(patterns, path)) aboveGone.addAll(parents(path));
        }
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
        var patterns = List.of(pattern(command, command.patterns().getFirst()));
        boolean standsFor = command.patterns().getFirst().endsWith("%");
        findGone();
        for (var path : gone) {
            if (matches(patterns, path)) line("LSUB", NOT_SUBSCRIBED, path, "");
            if (standsFor) aboveGone.addAll(parents(path));
        }
        each((path, mailbox, places) -> {
            if (!mailbox.subscribed()) return;
            if (matches(patterns, path)) line("LSUB", attributes(mailbox, false), path, "");
            if (standsFor) places.forEach(place -> above.add(place.id));
        });
        if (standsFor) tellThoseThatStand(patterns);
        return Status.ok("Listed");
    }

    private void tellThoseThatStand(List<ListPattern> patterns) throws IOException {
        each((path, mailbox, _) -> {
            boolean stands = aboveGone.remove(path) | above.contains(mailbox.id());
            if (stands && !mailbox.subscribed() && matches(patterns, path)) line("LSUB", NOT_SUBSCRIBED, path, "");
        });
        aboveGone.removeAll(gone);
        for (var path : aboveGone) if (matches(patterns, path)) line("LSUB", NOT_SUBSCRIBED, path, "");
    }
}
