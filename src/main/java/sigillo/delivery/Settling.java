package sigillo.delivery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sigillo.account.AccountId;
import sigillo.base.Complaints;
import sigillo.base.Octets;
import sigillo.directory.Recipients;
import sigillo.queue.Enqueue;
import sigillo.queue.Outgoing;
import sigillo.smtp.Envelope;
import sigillo.smtp.Recipient;
import sigillo.smtp.SmtpReply;
import sigillo.store.StoreException;

/**
 * One accepted message on its way to the parts of its envelope, each of which has one answer. In LMTP two recipients
 * that lead into one account get one copy and the same answer; one that leads there among other places is a copy of its
 * own.
 */
final class Settling {
    private final Recipients recipients;
    private final Filing filing;
    private final Forwarding forwarding;
    private final Enqueue queue;
    private final Complaints complaints;
    private final Evidence evidence;
    private final Optional<String> suspicion;
    private final Octets message;
    private final Optional<byte[]> field;
    private final Map<AccountId, SmtpReply> filed = new HashMap<>();

    /**
     * {@code message} has its Received line, {@code suspicion} says why it goes into Junk. {@code field}: in which what the
     * filter thinks of it goes with it, and is found when somebody says that it was wrong; not to other servers.
     */
    Settling(Recipients recipients, Filing filing, Forwarding forwarding, Enqueue queue, Complaints complaints,
             Evidence evidence, Optional<String> suspicion, Octets message, Optional<byte[]> field) {
        this.recipients = recipients;
        this.filing = filing;
        this.forwarding = forwarding;
        this.queue = queue;
        this.complaints = complaints;
        this.evidence = evidence;
        this.suspicion = suspicion;
        this.message = message;
        this.field = field;
    }

    SmtpReply settle(Envelope part) {
        return switch (Plan.of(recipients, evidence.trail(), evidence.writer(), part)) {
            case Plan.Refuse(var reply) -> reply;
            case Plan.File(var account, var recipient) ->
                filed.computeIfAbsent(account, _ -> file(account, part, recipient));
            case Plan.SendOn(var alias, var route) -> sendOn(part, alias, route);
            case Plan.Queue() -> enqueue(new Outgoing(part, assessed(), evidence.incoming().trace(), Optional.empty()));
        };
    }

    private Octets assessed() { return field.map(line -> Octets.concat(List.of(Octets.of(line), message))).orElse(message); }

    private SmtpReply file(AccountId account, Envelope part, Recipient recipient) {
        var mail = new Filing.Mail(part, recipient.address(), assessed(), evidence.incoming().trace(), suspicion, evidence.assessment());
        return switch (filing.file(account, mail, Optional.empty())) {
            case Filed.Kept() -> accepted();
            case Filed.Full(var reply) -> reply;
            case Filed.Refused(var reply) -> reply;
            case Filed.Gone() -> Route.UNKNOWN;
            case Filed.Trouble(var why) -> Filed.reply(why);
        };
    }

    private SmtpReply sendOn(Envelope part, Recipient alias, Route.To route) {
        var trace = evidence.incoming().trace();
        try {
            var reply = enqueue(forwarding.outgoing(alias, route, part, message, trace));
            if (reply.isPositive()) forwarding.tell(alias, route, trace);
            return reply;
        } catch (IOException spoolBroken) {
            throw new UncheckedIOException(spoolBroken);
        }
    }

    private SmtpReply enqueue(Outgoing outgoing) {
        try {
            queue.enqueue(outgoing);
            return accepted();
        } catch (StoreException trouble) {
            complaints.add("message " + outgoing.trace() + " could not be put into the queue", trouble);
            return Filed.reply(trouble);
        }
    }

    private SmtpReply accepted() { return SmtpReply.of(250, "2.0.0", "Accepted as " + evidence.incoming().trace()); }
}
