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
import sigillo.imap.FetchItem;
import sigillo.imap.NotifyCommand.Event;
import sigillo.imap.NotifyCommand.Filter;
import sigillo.imap.NotifyCommand.Group;
import sigillo.imap.NotifyCommand;
import sigillo.imap.StatusCommand.Item;

/**
 * Tells a client of mailboxes that it has not selected: RFC 5465. A listener only notes what has changed, on the committing
 * thread; {@link #tell} looks at it when the client may be told. When that is too much, or {@link NotifyRoom} has no room for it, it
 * ends with NOTIFICATIONOVERFLOW, as RFC 5465 section 5.8 allows.
 */
final class Notifier implements AutoCloseable {
    /** Names of mailboxes are kept to know what became of them. */
    private static final int NAMES_MAX = 2_000;
    /** Mailboxes that have changed since the client was told. */
    private static final int CHANGED_MAX = 5_000;
    /** Changes of annotations since the client was told: some kilobytes each at most. */
    private static final int ANNOTATED_MAX = 100;
    /** Of so many the last STATUS is kept, so that what says nothing new is not told. */
    private static final int TOLD_MAX = 500;

    /** So many mailboxes that have changed take a place: no more than their ids are kept. */
    private static final int CHANGED_OF_PLACE = 4;

    private record Named(String path, boolean subscribed) {
        int places() { return 1 + NotifyRoom.more(path); }
    }

    private final Client client;
    private final List<Group> groups;
    private final Subscription subscription;
    private final Map<MailboxId, Named> names = new LinkedHashMap<>();
    private int namesPlaces;
    private final Map<MailboxId, String> told = new LinkedHashMap<>();
    private final Object lock = new Object();
    // under the lock:
    private final Set<MailboxId> changed = new LinkedHashSet<>();
    private final ArrayDeque<Changes.Annotated> annotated = new ArrayDeque<>();
    private boolean listChanged;
    private boolean overflown;
    private boolean closed;
    private int places; // that it has in the room
    private int changedPlaces;

    /** Throws {@link TooMany} when there is no room for what it is to keep. */
    Notifier(Client client, NotifyCommand command, Bell bell) throws TooMany {
        this.client = client;
        this.groups = command.groups().stream().map(Notifier::normal).toList();
        this.subscription = client.account().listen(changes -> note(changes, bell)); // first: what changes now is told later
        try {
            if (!takes(groups.stream().mapToInt(Notifier::places).sum())) throw new TooMany();
            if (wantsNames()) keepNames();
        } catch (TooMany | RuntimeException cannot) {
            close();
            throw cannot;
        }
    }

    /** False when there is no room for so many more. */
    private boolean takes(int more) {
        synchronized (lock) {
            boolean fits = !closed && client.door().notifying().change(client.user().account(), places, places + more);
            if (fits) places += more;
            return fits;
        }
    }

    private void note(Changes changes, Bell bell) {
        synchronized (lock) {
            if (closed) return;
            if (changed.size() + changes.mailboxes().size() > CHANGED_MAX) overflown = true;
            else changed.addAll(changes.mailboxes());
            int more = changed.size() / CHANGED_OF_PLACE - changedPlaces;
            if (more > 0 && takes(more)) changedPlaces += more;
            else overflown |= more > 0;
            listChanged |= changes.mailboxList();
            if (annotated.size() >= ANNOTATED_MAX) overflown = true;
            else changes.annotated().ifPresent(annotated::add);
        }
        bell.ring();
    }

    @Override public void close() {
        subscription.close();
        synchronized (lock) {
            if (!closed) client.door().notifying().change(client.user().account(), places, 0);
            closed = true;
        }
    }

    /** Of the selected mailbox, how: empty when nothing was said of it. */
    Optional<Group> selected() { return groups.stream().filter(Group::isSelected).findFirst(); }

    private boolean wantsNames() {
        return groups.stream().anyMatch(g -> g.events().contains(Event.MAILBOXNAME) || g.events().contains(Event.SUBSCRIPTIONCHANGE));
    }

    private void keepNames() throws TooMany {
        var all = mailboxes();
        if (all.isEmpty()) return;
        int most = 0;
        for (var mailbox : all.get()) {
            var named = named(mailbox);
            names.put(mailbox.id(), named);
            most += named.places();
        }
        if (!takes(most)) throw new TooMany();
        namesPlaces = most;
    }

    /** Empty when they are too many: no more is told then. */
    private Optional<List<Mailbox>> mailboxes() {
        var all = client.account().mailboxCount() > NAMES_MAX ? List.<Mailbox>of() : client.account().mailboxes();
        if (!all.isEmpty() && all.size() <= NAMES_MAX) return Optional.of(all);
        overflow();
        return Optional.empty();
    }

    private void overflow() {
        synchronized (lock) {
            overflown = true;
        }
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
            // below the empty name is everything, as for LIST
            case SUBTREE -> group.mailboxes().stream()
                .anyMatch(name -> name.isEmpty() || name.equals(path) || path.startsWith(name + "/"));
        };
    }

    /** RFC 9051 section 5.1: a name means here what it means in SELECT. */
    private static Group normal(Group group) {
        var mailboxes = group.mailboxes().stream().map(Account::normalPath).toList();
        return new Group(group.filter(), mailboxes, group.events(), group.items());
    }

    /** What a group takes of the room: each name in it, and each field of a header. */
    private static int places(Group group) {
        int names = group.mailboxes().stream().mapToInt(name -> 1 + NotifyRoom.more(name)).sum();
        int items = group.items().stream().mapToInt(Notifier::places).sum();
        return 1 + names + items;
    }

    private static int places(FetchItem item) {
        if (!(item instanceof FetchItem.Body body)) return 1;
        int fields = body.section().fields().stream().mapToInt(field -> 1 + NotifyRoom.more(field)).sum();
        return 1 + NotifyRoom.more(body.label()) + fields;
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
            leaveChanged();
            return true;
        } catch (IOException | RuntimeException notTold) {
            putBack(due, annotations, list);
            throw notTold;
        }
    }

    /** Those that had changed are told. */
    private void leaveChanged() {
        synchronized (lock) {
            int less = changedPlaces - changed.size() / CHANGED_OF_PLACE;
            if (less > 0 && takes(-less)) changedPlaces -= less;
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
        keepTold(mailbox.id(), now);
    }

    /** Where there is room: else the same is told once more, which does no harm. */
    private void keepTold(MailboxId id, String now) {
        if (told.size() == TOLD_MAX && !told.containsKey(id)) told.remove(told.keySet().iterator().next());
        else if (!told.containsKey(id) && !takes(1)) return;
        told.put(id, now);
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

    /** RFC 5465 sections 5.4 and 5.5: as LIST responses. While they are told no more is held than has changed. */
    private void tellNames() throws IOException {
        var due = dueNames();
        var line = new MailboxLine(client);
        for (var entry : due.entrySet()) {
            var old = names.get(entry.getKey());
            if (entry.getValue().isPresent()) tellName(line, entry.getKey(), entry.getValue().get(), old);
            else tellGone(old);
            // now that it is told
            if (entry.getValue().isPresent()) names.put(entry.getKey(), entry.getValue().get());
            else names.remove(entry.getKey());
        }
        countNames(names.values().stream().mapToInt(Named::places).sum());
    }

    /** What is other than it was when it was told; empty where it is gone. */
    private Map<MailboxId, Optional<Named>> dueNames() {
        var all = mailboxes();
        if (all.isEmpty()) return Map.of();
        var due = new LinkedHashMap<MailboxId, Optional<Named>>();
        var gone = new LinkedHashSet<>(names.keySet());
        int most = names.values().stream().mapToInt(Named::places).sum();
        for (var mailbox : all.get()) {
            gone.remove(mailbox.id());
            var now = named(mailbox);
            if (now.equals(names.get(mailbox.id()))) continue;
            due.put(mailbox.id(), Optional.of(now));
            most += now.places();
        }
        for (var id : gone) due.put(id, Optional.empty());
        if (countNames(most)) return due;
        overflow();
        return Map.of();
    }

    /** False, and nothing has changed, when there is no room for as many. */
    private boolean countNames(int now) {
        boolean fits = takes(now - namesPlaces);
        if (fits) namesPlaces = now;
        return fits;
    }

    private void tellName(MailboxLine line, MailboxId id, Named now, Named old) throws IOException {
        var mailbox = client.account().mailbox(id);
        if (mailbox.isEmpty()) return;
        var events = events(mailbox.get());
        boolean isRenamed = old == null || !old.path.equals(now.path);
        if (isRenamed && old != null && events.contains(Event.MAILBOXNAME)) line.tellOldName(mailbox.get(), old.path);
        else if (events.contains(isRenamed ? Event.MAILBOXNAME : Event.SUBSCRIPTIONCHANGE)) line.tell(mailbox.get());
    }

    private void tellGone(Named gone) throws IOException {
        if (!events(gone.path, gone.subscribed, false).contains(Event.MAILBOXNAME)) return;
        client.out().raw("* LIST (\\NonExistent) \"/\" ").mailbox(gone.path).crlf();
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
