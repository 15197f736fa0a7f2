package sigillo.imapd;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import sigillo.account.Entry;
import sigillo.account.MailboxId;
import sigillo.account.UidSet;
import sigillo.delivery.EventRules.Cause;
import sigillo.events.MailEvents;
import sigillo.imap.Flag;

/**
 * Tells of what a command has done in one mailbox, where a script is to run for it: RFC 6785 section 2.2. Costs two reads where none is. One
 * thread.
 */
final class Happened {
    private final Client client;
    private final MailEvents events;
    private final MailboxId mailbox;
    private final String script;
    private final Map<Long, Entry> before = new HashMap<>();

    private Happened(Client client, MailEvents events, MailboxId mailbox, String script) {
        this.client = client;
        this.events = events;
        this.mailbox = mailbox;
        this.script = script;
    }

    /** Empty: nobody wants to hear of it. */
    static Optional<Happened> in(Client client, MailboxId mailbox) {
        return client.door().events().flatMap(events ->
            events.script(client.account(), mailbox).map(script -> new Happened(client, events, mailbox, script)));
    }

    void appended(List<Long> uids) { tell(Cause.APPEND, List.of(), uids); }

    void copied(List<Long> uids) { tell(Cause.COPY, List.of(), uids); }

    /** These are about to be marked. */
    void before(UidSet uids) {
        before.clear();
        client.account().entries(mailbox, uids, entry -> before.put(entry.uid(), entry) == null);
    }

    /** They are as they are now. Told of together are those of which the same flags have changed. */
    void marked(List<Entry> now) {
        var byFlags = new LinkedHashMap<List<String>, List<Long>>();
        for (var entry : now) {
            var was = before.get(entry.uid());
            var changed = was == null ? List.<String>of() : changed(was, entry);
            if (!changed.isEmpty()) byFlags.computeIfAbsent(changed, _ -> new ArrayList<>()).add(entry.uid());
        }
        byFlags.forEach((flags, uids) -> tell(Cause.FLAG, flags, uids));
    }

    private static List<String> changed(Entry before, Entry now) {
        var changed = new TreeSet<String>();
        for (var keyword : before.keywords()) if (!now.keywords().contains(keyword)) changed.add(FlagNames.flag(keyword));
        for (var keyword : now.keywords()) if (!before.keywords().contains(keyword)) changed.add(FlagNames.flag(keyword));
        if (before.deleted() != now.deleted()) changed.add(Flag.DELETED.name());
        return List.copyOf(changed);
    }

    private void tell(Cause cause, List<String> flags, List<Long> uids) {
        if (!uids.isEmpty()) events.happened(client.account(), client.user().address(), cause, mailbox, script, flags, uids);
    }
}
