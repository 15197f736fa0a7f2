package sigillo.account;

import java.util.ArrayList;
import java.util.LinkedHashMap;

/**
 * Which UIDs large mailboxes have, as it was last read, of all accounts together: the next who asks reads only what the change log
 * tells of since then. What is longest unasked for goes first. Any thread.
 */
final class UidLists {
    /** Smaller ones are read whole as quickly as their changes. */
    static final int MESSAGES_MIN = 20_000;
    /** In a heap of 56 MiB; a mailbox of a million takes 150 KiB, and sessions share it. */
    static final long OCTETS_MAX = 3 << 20;

    private record Place(AccountId account, MailboxId mailbox) {}

    /** {@code uids}: frozen, all that there was at this revision, perhaps with what came and without what went later. */
    private record Kept(long revision, UidList uids, long octets) {}

    private final LinkedHashMap<Place, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);
    private long octets;

    /** The caller's own. */
    UidList read(Context context, ChangeLog log, MailboxId mailbox) {
        var tally = context.committed().get(Keys.tally(mailbox)).map(Tally::decode);
        if (tally.isEmpty() || tally.get().emails < MESSAGES_MIN) return Entries.uids(context.committed(), mailbox);
        var place = new Place(context.id(), mailbox);
        var before = get(place);
        if (before != null && log.changes(mailbox, before.revision) instanceof MailboxChanges.Known since) {
            var uids = before.uids.copy();
            uids.removeAll(since.vanished());
            var come = new ArrayList<Long>();
            for (var entry : since.changed()) come.add(entry.uid());
            uids.addAll(come);
            return keep(place, since.revision(), uids);
        }
        long revision = context.transactions().partition().revision(); // read first: what comes later may be told twice
        return keep(place, revision, Entries.uids(context.committed(), mailbox));
    }

    private synchronized Kept get(Place place) { return kept.get(place); }

    private synchronized UidList keep(Place place, long revision, UidList uids) {
        var now = new Kept(revision, uids.freeze(), uids.octets());
        octets += now.octets;
        var before = kept.put(place, now);
        if (before != null) octets -= before.octets;
        for (var eldest = kept.entrySet().iterator(); octets > OCTETS_MAX; eldest.remove()) octets -= eldest.next().getValue().octets;
        return uids.copy();
    }
}
