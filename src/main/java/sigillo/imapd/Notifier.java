package sigillo.imapd;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sigillo.account.Account;
import sigillo.account.Changes;
import sigillo.account.Mailbox;
import sigillo.account.MailboxId;
import sigillo.account.Role;
import sigillo.account.Subscription;
import sigillo.imap.NotifyCommand.Event;
import sigillo.imap.NotifyCommand.Filter;
import sigillo.imap.NotifyCommand.Group;
import sigillo.imap.NotifyCommand;
import sigillo.imap.StatusCommand.Item;

/**
 * Tells a client of mailboxes that it has not selected: RFC 5465. A listener only notes what has changed, on the committing
 * thread; {@link #tell} looks at it when the client may be told. When that is too much, it ends with NOTIFICATIONOVERFLOW, as
 * RFC 5465 section 5.8 allows.
 */
final class Notifier implements AutoCloseable {
    /** Names of mailboxes are kept to know what became of them: some 200 octets each. */
    private static final int NAMES_MAX = 2_000;
    /** Mailboxes that have changed since the client was told. */
    private static final int CHANGED_MAX = 5_000;
    /** Changes of annotations since the client was told: some kilobytes each at most. */
    private static final int ANNOTATED_MAX = 100;
    /** Of so many the last STATUS is kept, so that what says nothing new is not told. */
    private static final int TOLD_MAX = 500;

    private record Named(String path, boolean subscribed) {}

    private final Client client;
    private final List<Group> groups;
    private final Subscription subscription;
    private final Map<MailboxId, Named> names = new LinkedHashMap<>();
    private final Map<MailboxId, String> told = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override protected boolean removeEldestEntry(Map.Entry<MailboxId, String> eldest) { return size() > TOLD_MAX; }
    };
    private final Object lock = new Object();
    private final Set<MailboxId> changed = new LinkedHashSet<>();
    private final ArrayDeque<Changes.Annotated> annotated = new ArrayDeque<>();
    private boolean listChanged;
    private boolean overflown;

    Notifier(Client client, NotifyCommand command, Bell bell) {
        this.client = client;
        this.groups = command.groups().stream().map(Notifier::normal).toList();
        this.subscription = client.account().listen(changes -> note(changes, bell)); // first: what changes now is told later
        try {
            if (wantsNames()) readNames().ifPresent(names::putAll);
        } catch (RuntimeException unreadable) {
            subscription.close();
            throw unreadable;
        }
    }

    private void note(Changes changes, Bell bell) {
        synchronized (lock) {
            if (changed.size() + changes.mailboxes().size() > CHANGED_MAX) overflown = true;
            else changed.addAll(changes.mailboxes());
            listChanged |= changes.mailboxList();
            if (annotated.size() >= ANNOTATED_MAX) overflown = true;
            else changes.annotated().ifPresent(annotated::add);
        }
        bell.ring();
    }

    @Override public void close() { subscription.close(); }

    /** Of the selected mailbox, how: empty when nothing was said of it. */
    Optional<Group> selected() { return groups.stream().filter(Group::isSelected).findFirst(); }

    private boolean wantsNames() {
        return groups.stream().anyMatch(g -> g.events().contains(Event.MAILBOXNAME) || g.events().contains(Event.SUBSCRIPTIONCHANGE));
    }

    /** Empty when they are too many. */
    private Optional<Map<MailboxId, Named>> readNames() {
        var all = client.account().mailboxes();
        if (all.size() > NAMES_MAX) {
            synchronized (lock) {
                overflown = true;
            }
            return Optional.empty();
        }
        var now = new LinkedHashMap<MailboxId, Named>();
        for (var mailbox : all) now.put(mailbox.id(), named(mailbox));
        return Optional.of(now);
    }

    private Named named(Mailbox mailbox) { return new Named(client.account().path(mailbox), mailbox.subscribed()); }

    // ---- which events ----

    /** The first group that has it counts: RFC 5465 section 3. */
    private Set<Event> events(String path, boolean subscribed, boolean isInbox) {
        return groups.stream().filter(group -> has(group, path, subscribed, isInbox)).findFirst().map(Group::events).orElse(Set.of());
    }

    private static boolean has(Group group, String path, boolean subscribed, boolean isInbox) {
        return switch (group.filter()) {
            case SELECTED, SELECTED_DELAYED -> false;
            case INBOXES -> isInbox; // RFC 5465 section 6.3: where mail is delivered
            case PERSONAL -> true;
            case SUBSCRIBED -> subscribed;
            case MAILBOXES -> group.mailboxes().contains(path);
            case SUBTREE -> group.mailboxes().stream().anyMatch(name -> name.equals(path) || path.startsWith(name + "/"));
        };
    }

    /** RFC 9051 section 5.1: a name means here what it means in SELECT. */
    private static Group normal(Group group) {
        var mailboxes = group.mailboxes().stream().map(Account::normalPath).toList();
        return new Group(group.filter(), mailboxes, group.events(), group.items());
    }

    private Set<Event> events(Mailbox mailbox) {
        boolean isInbox = mailbox.role().equals(Optional.of(Role.INBOX));
        return events(client.account().path(mailbox), mailbox.subscribed(), isInbox);
    }

    // ---- what is told ----

    /** RFC 5465 section 3.1: NOTIFY SET STATUS tells of each mailbox, but the selected one. */
    void tellAll(Optional<MailboxId> selected) throws IOException {
        for (var mailbox : client.account().mailboxes()) {
            if (!selected.equals(Optional.of(mailbox.id()))) tellStatus(mailbox);
        }
    }

    /** False when it has ended. What cannot be read now is told with the next call. */
    boolean tell(Optional<MailboxId> selected) throws IOException {
        var due = new LinkedHashSet<MailboxId>();
        var annotations = new ArrayDeque<Changes.Annotated>();
        boolean list;
        synchronized (lock) {
            due.addAll(changed);
            changed.clear();
            annotations.addAll(annotated);
            annotated.clear();
            list = listChanged;
            listChanged = false;
        }
        try {
            if (list && wantsNames() && !hasOverflown()) tellNames();
            list = false;
            if (hasOverflown()) {
                client.out().line("* OK [NOTIFICATIONOVERFLOW] Too much has changed: there are no more notifications");
                return false;
            }
            for (; !annotations.isEmpty(); annotations.remove()) tellAnnotated(annotations.element());
            tellStatus(due, selected);
            return true;
        } catch (IOException | RuntimeException notTold) {
            putBack(due, annotations, list);
            throw notTold;
        }
    }

    private boolean hasOverflown() {
        synchronized (lock) {
            return overflown;
        }
    }

    private void putBack(Set<MailboxId> due, ArrayDeque<Changes.Annotated> annotations, boolean list) {
        synchronized (lock) {
            changed.addAll(due);
            while (!annotations.isEmpty()) annotated.addFirst(annotations.removeLast()); // they came before
            listChanged |= list;
        }
    }

    /** Takes out of {@code due} what is told. */
    private void tellStatus(Set<MailboxId> due, Optional<MailboxId> selected) throws IOException {
        for (var left = due.iterator(); left.hasNext(); left.remove()) {
            var id = left.next();
            var mailbox = selected.equals(Optional.of(id)) ? Optional.<Mailbox>empty() : client.account().mailbox(id);
            if (mailbox.isPresent()) tellStatus(mailbox.get());
        }
    }

    private void tellStatus(Mailbox mailbox) throws IOException {
        var events = events(mailbox);
        if (!events.contains(Event.MESSAGENEW)) return;
        var items = new ArrayList<>(List.of(Item.MESSAGES, Item.UIDNEXT, Item.UIDVALIDITY));
        if (events.contains(Event.FLAGCHANGE)) items.addAll(List.of(Item.UNSEEN, Item.HIGHESTMODSEQ));
        var status = new MailboxStatus(client);
        var now = status.values(mailbox, items);
        if (now.equals(told.get(mailbox.id()))) return;
        status.tell(client.account().path(mailbox), now);
        told.put(mailbox.id(), now);
    }

    /** RFC 5465 sections 5.6 and 5.7: the names alone. */
    private void tellAnnotated(Changes.Annotated one) throws IOException {
        var mailbox = one.mailbox().flatMap(client.account()::mailbox);
        if (one.mailbox().isPresent() && mailbox.isEmpty()) return;
        boolean wanted = mailbox.map(box -> events(box).contains(Event.MAILBOXMETADATACHANGE))
            .orElseGet(() -> groups.stream().anyMatch(group -> group.events().contains(Event.SERVERMETADATACHANGE)));
        if (!wanted) return;
        var out = client.out().raw("* METADATA ").mailbox(mailbox.map(client.account()::path).orElse(""));
        for (var name : one.names()) out.raw(" ").text(name);
        out.crlf();
    }

    /** RFC 5465 sections 5.4 and 5.5: as LIST responses. */
    private void tellNames() throws IOException {
        var now = readNames();
        if (now.isEmpty()) return;
        var line = new MailboxLine(client);
        for (var entry : now.get().entrySet()) {
            var old = names.get(entry.getKey());
            if (entry.getValue().equals(old)) continue;
            var mailbox = client.account().mailbox(entry.getKey());
            if (mailbox.isEmpty()) continue;
            var events = events(mailbox.get());
            boolean isRenamed = old == null || !old.path.equals(entry.getValue().path);
            if (isRenamed && old != null && events.contains(Event.MAILBOXNAME)) line.tellOldName(mailbox.get(), old.path);
            else if (events.contains(isRenamed ? Event.MAILBOXNAME : Event.SUBSCRIPTIONCHANGE)) line.tell(mailbox.get());
            names.put(entry.getKey(), entry.getValue()); // now that it is told
        }
        for (var left = names.entrySet().iterator(); left.hasNext(); ) {
            var one = left.next();
            if (now.get().containsKey(one.getKey())) continue;
            var gone = one.getValue();
            boolean isTold = events(gone.path, gone.subscribed, false).contains(Event.MAILBOXNAME);
            if (isTold) client.out().raw("* LIST (\\NonExistent) \"/\" ").mailbox(gone.path).crlf();
            left.remove();
        }
    }

    /** RFC 5465 section 6: whether a filter names something. */
    static boolean knows(NotifyCommand command) {
        return command.groups().stream().noneMatch(group -> group.events().contains(Event.OTHER));
    }

    /** Those that may be told as soon as they come, in the mailbox that is selected: RFC 5465 section 6.1. */
    boolean tellsRemovalsAtOnce() { return selected().map(group -> group.filter() == Filter.SELECTED).orElse(false); }

    /** What becomes of the mailbox that is selected, while nothing is asked: RFC 5465 sections 5 and 6.1. */
    boolean tellsSelected(Event event) { return selected().map(group -> group.events().contains(event)).orElse(false); }
}
