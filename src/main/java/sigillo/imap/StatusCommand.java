package sigillo.imap;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/** RFC 9051 section 6.3.11. */
public record StatusCommand(String mailbox, List<Item> items) implements ImapCommand.AfterLogin {
    public StatusCommand { items = List.copyOf(items); }

    /**
     * RECENT is RFC 3501's; SIZE RFC 8438's; HIGHESTMODSEQ RFC 7162's; MAILBOXID RFC 8474's; APPENDLIMIT RFC 7889's;
     * DELETED-STORAGE RFC 9208's.
     */
    public enum Item {
        MESSAGES, RECENT, UIDNEXT, UIDVALIDITY, UNSEEN, DELETED, SIZE, HIGHESTMODSEQ, MAILBOXID, APPENDLIMIT,
        DELETED_STORAGE;

        public String label() { return name().replace('_', '-'); }
    }

    static StatusCommand parse(Cursor in) throws Syntax {
        in.sp();
        var mailbox = in.mailbox();
        in.sp();
        return new StatusCommand(mailbox, items(in));
    }

    /** Each once, in the order in which they were asked for. */
    static List<Item> items(Cursor in) throws Syntax {
        return new ArrayList<>(new LinkedHashSet<>(in.nonEmptyList(GrammarLimits.WORDS_MAX, StatusCommand::item)));
    }

    private static Item item(Cursor in) throws Syntax {
        var name = in.word();
        for (var item : Item.values()) {
            if (item.label().equals(name)) return item;
        }
        throw new Syntax("Unknown item of STATUS");
    }
}
