package sigillo.queue;

import java.io.IOException;
import java.io.OutputStream;
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
import sigillo.store.Damaged;
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

    /** What is told of. */
    record About(long id, EntryRow row, Entry entry) {}

    /** A written notification, its blob kept, to be put in with {@link #add}; to be closed once it is durable, or given up. */
    record Notice(NewEntry entry, Address to, Intake intake) implements AutoCloseable {
        @Override public void close() { intake.close(); }
    }

    /** RFC 3461 section 4.1: without NOTIFY, failures and delays are told. */
    static boolean wants(Recipient recipient, Notify what) {
        return recipient.notifyOn().isEmpty() ? what != Notify.SUCCESS : recipient.notifyOn().contains(what);
    }

    /**
     * Writes the notification, if there is someone to tell. Empty also when {@code statuses} is. A message that is damaged
     * keeps nobody from being told; one that cannot be read now does while {@code isPatient}. Throws
     * {@link StoreException} when the notification cannot be kept.
     */
    Optional<Notice> write(About about, List<RecipientStatus> statuses, boolean isPatient, long now) {
        if (statuses.isEmpty()) return Optional.empty();
        return about.entry().envelope().from().sender().map(sender -> write(about, sender, statuses, isPatient, now));
    }

    private Notice write(About about, Address sender, List<RecipientStatus> statuses, boolean isPatient, long now) {
        try {
            return write(about, sender, statuses, now, rows.message(about.id(), about.row()));
        } catch (Damaged message) {
            return write(about, sender, statuses, now, Octets.of(new byte[0]));
        } catch (StoreException failed) {
            if (isPatient || isReadable(about)) throw failed;
            return write(about, sender, statuses, now, Octets.of(new byte[0]));
        }
    }

    private boolean isReadable(About about) {
        try {
            rows.message(about.id(), about.row()).writeTo(OutputStream.nullOutputStream());
            return true;
        } catch (StoreException | IOException failed) {
            return false;
        }
    }

    private Notice write(About about, Address sender, List<RecipientStatus> statuses, long now, Octets message) {
        var trace = TraceId.fresh();
        var envelope = about.entry().envelope();
        boolean isTlsRequired = envelope.tls() == Envelope.Tls.REQUIRED;
        // RFC 8689 section 5: it is protected like the message, of which it has the header alone
        var ret = isTlsRequired ? Optional.of(Envelope.Ret.HDRS) : envelope.ret();
        var original = new Original(message, ret, envelope.body(), envelope.smtpUtf8());
        try {
            var written = DsnWriter.write(report(about, sender, statuses, now, trace.text()), original);
            var to = new Envelope(ReversePath.NULL, List.of(new Recipient(sender, NEVER, Optional.empty())), Optional.empty(), Optional.empty(),
                written.body(), written.smtpUtf8(), Optional.empty(), isTlsRequired ? Envelope.Tls.REQUIRED : Envelope.Tls.AS_USUAL);
            var destination = environment.destinations().of(ReversePath.NULL, sender).key();
            return make(new Intake.Made(to, environment.signer().signed(written.message()), trace, Optional.empty(), List.of(destination), now), sender);
        } catch (IOException unreadable) {
            throw new StoreException("the message cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    private Notice make(Intake.Made made, Address sender) {
        var intake = rows.intake();
        try {
            return new Notice(intake.make(made), sender, intake);
        } catch (RuntimeException refused) {
            intake.giveUp();
            intake.close();
            throw refused;
        }
    }

    private Report report(About about, Address sender, List<RecipientStatus> statuses, long now, String idLeft) {
        var settings = environment.settings();
        return new Report(settings.hostname(), settings.notifier(), sender, about.entry().envelope().envid(), about.row().created(),
            Instant.ofEpochMilli(now), idLeft + "@" + settings.hostname(), statuses);
    }

    void add(QueueTx tx, Notice notice, long now) { tx.add(notice.entry(), now, environment.settings().schedule()); }

    /** Tells both stories: of the message that is reported on, and of the notification. */
    void tell(TraceId about, Notice notice, long now) {
        var at = Instant.ofEpochMilli(now);
        var to = List.of(notice.to());
        var id = QueueId.of(notice.entry().id());
        var trace = notice.entry().row().trace();
        environment.traces().tell(new Event(about, at, Event.Kind.NOTIFIED, to,
            "The sender is notified by " + id + ", trace " + trace, Optional.empty()));
        environment.traces().tell(new Event(trace, at, Event.Kind.QUEUED, to,
            "A notification about trace " + about + " waits as " + id, Optional.empty()));
    }
}
