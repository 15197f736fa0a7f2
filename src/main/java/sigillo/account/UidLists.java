package sigillo.account;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Which UIDs mailboxes have, and which flags where somebody has asked for them, as it was last read, of all accounts together: the
 * next who asks reads only what the change log tells of since then. What is longest unasked for goes first. Of large mailboxes the
 * UIDs are in the store too ({@link PackedUids}), for the first who asks after a start. Any thread.
 */
final class UidLists {
    /** Smaller ones are read whole as quickly as their changes. */
    static final int MESSAGES_MIN = 200;
    /** In a heap of 56 MiB; a mailbox of a million takes 150 KiB, which sessions share, and at most a MiB more for its flags. */
    static final long OCTETS_MAX = 3 << 20;

    /** Large mailboxes that are read or brought up to date at once: each makes up to some MiB meanwhile. */
    private static final int LARGE_AT_ONCE = 4;
    /** About what keeping one takes beside what is kept. */
    private static final long PLACE_OCTETS = 256;

    private record Place(AccountId account, MailboxId mailbox) {}

    /**
     * {@code uids}: frozen, all that there was at this revision, perhaps with what came and without what went later. {@code flags}: of
     * those, where they are known.
     */
    private record Kept(long revision, UidList uids, Optional<FlagList> flags, long octets) {
        static Kept of(long revision, UidList uids, Optional<FlagList> flags) {
            return new Kept(revision, uids, flags, PLACE_OCTETS + uids.octets() + flags.map(FlagList::octets).orElse(0L));
        }
    }

    private final Semaphore large = new Semaphore(LARGE_AT_ONCE, true);
    private final LinkedHashMap<Place, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);
    private long octets;

    /** The caller's own. */
    UidList read(Context context, ChangeLog log, MailboxId mailbox) {
        var tally = tally(context, mailbox);
        if (tally.emails < MESSAGES_MIN) return Entries.uids(context.committed(), mailbox);
        return bounded(tally, () -> now(context, log, mailbox, tally)).uids.copy();
    }

    /** Empty of a small mailbox. */
    Optional<FlagList> flags(Context context, ChangeLog log, MailboxId mailbox) {
        var tally = tally(context, mailbox);
        if (tally.emails < MESSAGES_MIN) return Optional.empty();
        return bounded(tally, () -> flags(context, log, mailbox, tally));
    }

    private Optional<FlagList> flags(Context context, ChangeLog log, MailboxId mailbox, Tally tally) {
        var place = new Place(context.id(), mailbox);
        var before = get(place);
        if (before != null && before.flags.isPresent()) {
            var now = since(context, log, place, before, tally);
            if (now.isPresent()) return now.get().flags;
        }
        long revision = revision(context);
        var read = FlagList.read(context.committed(), mailbox);
        return keep(place, Kept.of(revision, read.uids(), Optional.of(read))).flags;
    }

    /** Writes the UIDs of a large mailbox into the store, where what is there is missing or old. */
    void pack(Context context, ChangeLog log, MailboxId mailbox) {
        var tally = tally(context, mailbox);
        if (tally.emails < PackedUids.MESSAGES_MIN) return;
        long packed = PackedUids.revision(context.committed(), mailbox);
        if (packed > 0 && packed <= revision(context) && revision(context) - packed < PackedUids.REVISIONS_MAX) return;
        var now = bounded(tally, () -> now(context, log, mailbox, tally));
        if (now.uids.octets() <= PackedUids.OCTETS_MAX) PackedUids.write(context, mailbox, new PackedUids.Packed(now.revision, now.uids));
    }

    /** Of a large mailbox, as some others of large ones end; the next then finds what was read. */
    private <T> T bounded(Tally tally, Supplier<T> reading) {
        if (tally.emails < PackedUids.MESSAGES_MIN) return reading.get();
        large.acquireUninterruptibly();
        try {
            return reading.get();
        } finally {
            large.release();
        }
    }

    /** Of a mailbox that is gone, one of nothing. */
    private static Tally tally(Context context, MailboxId mailbox) {
        return context.committed().get(Keys.tally(mailbox)).map(Tally::decode).orElseGet(Tally::new);
    }

    private static long revision(Context context) { return context.transactions().partition().revision(); }

    private Kept now(Context context, ChangeLog log, MailboxId mailbox, Tally tally) {
        var place = new Place(context.id(), mailbox);
        var before = get(place);
        if (before == null) {
            before = PackedUids.read(context.committed(), mailbox)
                .map(packed -> Kept.of(packed.revision(), packed.uids().freeze(), Optional.empty())).orElse(null);
        }
        var now = before == null ? Optional.<Kept>empty() : since(context, log, place, before, tally);
        if (now.isPresent()) return now.get();
        long revision = revision(context); // read first: what comes later may be told twice
        return keep(place, Kept.of(revision, Entries.uids(context.committed(), mailbox).freeze(), Optional.empty()));
    }

    /** With what has changed; empty when that is too much, or in a log that is longer than the mailbox. */
    private Optional<Kept> since(Context context, ChangeLog log, Place place, Kept before, Tally tally) {
        boolean isLong = tally.modSeq > before.revision && revision(context) - before.revision > tally.emails;
        if (isLong) return Optional.empty();
        if (!(log.changes(place.mailbox, before.revision) instanceof MailboxChanges.Known since)) return Optional.empty();
        if (since.changed().isEmpty() && since.vanished().isEmpty()) {
            return Optional.of(keep(place, new Kept(since.revision(), before.uids, before.flags, before.octets)));
        }
        var uids = before.uids.copy();
        uids.removeAll(since.vanished());
        var come = new ArrayList<Long>();
        for (var entry : since.changed()) come.add(entry.uid());
        uids.addAll(come);
        uids.freeze();
        return Optional.of(keep(place, Kept.of(since.revision(), uids, before.flags.map(flags -> flags.with(uids, since.changed())))));
    }

    /** What there was of an account that is removed. */
    synchronized void forget(AccountId account) {
        kept.entrySet().removeIf(one -> {
            boolean goes = one.getKey().account.equals(account);
            if (goes) octets -= one.getValue().octets;
            return goes;
        });
    }

    private synchronized Kept get(Place place) { return kept.get(place); }

    private synchronized Kept keep(Place place, Kept now) {
        octets += now.octets;
        var before = kept.put(place, now);
        if (before != null) octets -= before.octets;
        for (var eldest = kept.entrySet().iterator(); octets > OCTETS_MAX; eldest.remove()) octets -= eldest.next().getValue().octets;
        return now;
    }
}
