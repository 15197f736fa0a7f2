package sigillo.queue;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sigillo.base.Address;
import sigillo.base.Octets;
import sigillo.dsn.DsnWriter;
import sigillo.dsn.Original;
import sigillo.dsn.RecipientStatus;
import sigillo.dsn.Report;
import sigillo.smtp.Envelope;
import sigillo.smtp.Recipient;
import sigillo.smtp.Recipient.Notify;
import sigillo.smtp.ReversePath;
import sigillo.store.StoreException;
import sigillo.trace.Event;
import sigillo.trace.TraceId;

/**
 * Makes notifications to senders. A notification is an entry of the queue like any other, put in by the batch that
 * changes the rows of which it tells. It comes from {@code <>} and asks for no notification itself, so a bounce that
 * bounces ends here: RFC 5321 section 6.1, RFC 3461 section 6.1.
 */
final class Notices {
    private static final Set<Notify> NEVER = Set.of(Notify.NEVER);

    private final QueueRows rows;
    private final Environment environment;

    Notices(QueueRows rows, Environment environment) {
        this.rows = rows;
        this.environment = environment;
    }

    /** A written notification, its blob kept, to be put in with {@link #add}. */
    record Notice(long id, EntryRow entry, Recipient recipient, Destination destination) {}

    /** RFC 3461 section 4.1: without NOTIFY, failures and delays are told. */
    static boolean wants(Recipient recipient, Notify what) {
        return recipient.notifyOn().isEmpty() ? what != Notify.SUCCESS : recipient.notifyOn().contains(what);
    }

    /**
     * Writes the notification, if there is someone to tell. Empty also when {@code statuses} is. Throws
     * {@link StoreException} when it cannot be kept.
     */
    Optional<Notice> write(EntryRow about, List<RecipientStatus> statuses, long now) {
        if (statuses.isEmpty()) return Optional.empty();
        return about.envelope().from().sender().map(sender -> write(about, sender, statuses, now));
    }

    private Notice write(EntryRow about, Address sender, List<RecipientStatus> statuses, long now) {
        try {
            return write(about, sender, statuses, now, rows.blob(about.blob()));
        } catch (StoreException unreadable) {
            // The message may be damaged; the sender is told all the same. If it is the store, this fails again.
            return write(about, sender, statuses, now, Octets.of(new byte[0]));
        }
    }

    private Notice write(EntryRow about, Address sender, List<RecipientStatus> statuses, long now, Octets message) {
        long id = rows.freshId();
        var trace = TraceId.fresh();
        var original = new Original(message, about.envelope().ret(), about.envelope().body(),
            about.envelope().smtpUtf8());
        try {
            var written = DsnWriter.write(report(about, sender, statuses, now, trace.text() + "." + QueueId.of(id)),
                original);
            var envelope = new Envelope(ReversePath.NULL, List.of(), Optional.empty(), Optional.empty(), written.body(),
                written.smtpUtf8(), Optional.empty());
            var entry = new EntryRow(envelope, trace, Optional.empty(), rows.putBlob(id, written.message()),
                written.message().length(), Instant.ofEpochMilli(now));
            return new Notice(id, entry, new Recipient(sender, NEVER, Optional.empty()),
                environment.destinations().of(ReversePath.NULL, sender));
        } catch (IOException unreadable) {
            throw new StoreException("the message cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    private Report report(EntryRow about, Address sender, List<RecipientStatus> statuses, long now, String idLeft) {
        var settings = environment.settings();
        return new Report(settings.hostname(), settings.notifier(), sender, about.envelope().envid(), about.created(),
            Instant.ofEpochMilli(now), idLeft + "@" + settings.hostname(), statuses);
    }

    void add(QueueTx tx, Notice notice, long now) {
        tx.add(notice.id(), notice.entry(), List.of(notice.recipient()), List.of(notice.destination().key()), now,
            environment.settings().schedule());
    }

    /** The notification was not put in after all. */
    void discard(Notice notice) { rows.deleteBlob(notice.entry().blob()); }

    /** Tells both stories: of the message that is reported on, and of the notification. */
    void tell(EntryRow about, Notice notice, long now) {
        var at = Instant.ofEpochMilli(now);
        var to = List.of(notice.recipient().address());
        environment.traces().tell(new Event(about.trace(), at, Event.Kind.NOTIFIED, to,
            "The sender is notified by " + QueueId.of(notice.id()) + ", trace " + notice.entry().trace(),
            Optional.empty()));
        environment.traces().tell(new Event(notice.entry().trace(), at, Event.Kind.QUEUED, to,
            "A notification about trace " + about.trace() + " waits as " + QueueId.of(notice.id()), Optional.empty()));
    }
}
