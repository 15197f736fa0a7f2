package sigillo.imap;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** RFC 5465 section 8. Without groups: NOTIFY NONE. {@code status}: what there is now shall be told too. */
public record NotifyCommand(boolean status, List<Group> groups) implements ImapCommand.AfterLogin {
    public NotifyCommand { groups = List.copyOf(groups); }

    /** RFC 5465 section 6. */
    public enum Filter { SELECTED, SELECTED_DELAYED, INBOXES, PERSONAL, SUBSCRIBED, SUBTREE, MAILBOXES }

    /** RFC 5465 section 5. OTHER: one that we do not know. */
    public enum Event { MESSAGENEW, MESSAGEEXPUNGE, FLAGCHANGE, MAILBOXNAME, SUBSCRIPTIONCHANGE, MAILBOXMETADATACHANGE,
        SERVERMETADATACHANGE, OTHER }

    /** {@code mailboxes}: of SUBTREE and MAILBOXES. {@code items}: of new messages in the selected mailbox. */
    public record Group(Filter filter, List<String> mailboxes, Set<Event> events, List<FetchItem> items) {
        public Group {
            mailboxes = List.copyOf(mailboxes);
            events = Set.copyOf(events);
            items = List.copyOf(items);
        }

        public boolean isSelected() { return filter == Filter.SELECTED || filter == Filter.SELECTED_DELAYED; }

        /** RFC 5465 sections 5 and 6: who wants one of these must want the others. */
        private void check() throws Syntax {
            boolean isNew = events.contains(Event.MESSAGENEW);
            boolean isGone = events.contains(Event.MESSAGEEXPUNGE);
            if (isNew != isGone) throw new Syntax("MessageNew and MessageExpunge belong together");
            if (events.contains(Event.FLAGCHANGE) && !isNew) throw new Syntax("FlagChange needs MessageNew");
            if (!items.isEmpty() && !isSelected()) throw new Syntax("Only the selected mailbox has items");
            boolean isOfMailboxes = events.stream().anyMatch(event -> event.compareTo(Event.FLAGCHANGE) > 0 && event != Event.OTHER);
            if (isSelected() && isOfMailboxes) throw new Syntax("The selected mailbox has events of messages only");
        }
    }

    static NotifyCommand parse(Cursor in) throws Syntax {
        in.sp();
        var word = in.word();
        if (word.equals("NONE")) return new NotifyCommand(false, List.of());
        if (!word.equals("SET")) throw new Syntax("SET or NONE expected");
        in.sp();
        boolean status = in.skipWord("STATUS ");
        var groups = in.rest(GrammarLimits.NOTIFY_GROUPS_MAX, NotifyCommand::group);
        if (groups.stream().filter(Group::isSelected).count() > 1) throw new Syntax("There is one selected mailbox");
        return new NotifyCommand(status, groups);
    }

    private static Group group(Cursor in) throws Syntax {
        in.expect('(');
        var filter = filter(in);
        List<String> mailboxes = List.of();
        in.sp();
        if (filter == Filter.SUBTREE || filter == Filter.MAILBOXES) {
            mailboxes = in.isAt('(') ? in.nonEmptyList(GrammarLimits.NOTIFY_MAILBOXES_MAX, Cursor::mailbox) : List.of(in.mailbox());
            in.sp();
        }
        var group = events(in, filter, mailboxes);
        in.expect(')');
        group.check();
        return group;
    }

    private static Filter filter(Cursor in) throws Syntax {
        var word = in.word().replace('-', '_');
        for (var filter : Filter.values()) {
            if (filter.name().equals(word)) return filter;
        }
        throw new Syntax("Unknown mailboxes to notify of");
    }

    private static Group events(Cursor in, Filter filter, List<String> mailboxes) throws Syntax {
        var events = EnumSet.noneOf(Event.class);
        if (in.skipWord("NONE")) return new Group(filter, mailboxes, events, List.of());
        var items = new java.util.ArrayList<FetchItem>();
        in.nonEmptyList(GrammarLimits.WORDS_MAX, one -> {
            var event = event(one);
            if (event == Event.MESSAGENEW && one.skipWord(" (")) {
                do {
                    if (items.size() == GrammarLimits.FETCH_ITEMS_MAX) throw new Syntax("Too many items");
                    items.add(FetchItem.parse(one));
                } while (one.skip(' '));
                one.expect(')');
            }
            return events.add(event);
        });
        return new Group(filter, mailboxes, events, FetchItem.bounded(items));
    }

    private static Event event(Cursor in) throws Syntax {
        var word = in.word().toUpperCase(Locale.ROOT);
        for (var event : Event.values()) {
            if (event.name().equals(word)) return event;
        }
        return Event.OTHER;
    }
}
