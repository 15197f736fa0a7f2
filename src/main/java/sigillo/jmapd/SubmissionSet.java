package sigillo.jmapd;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sigillo.account.Email;
import sigillo.account.EmailId;
import sigillo.base.Address;
import sigillo.base.Octets;
import sigillo.directory.Recipients.Resolved;
import sigillo.directory.User;
import sigillo.identities.Identity;
import sigillo.jmap.Arguments;
import sigillo.jmap.JsonText;
import sigillo.jmap.MethodError;
import sigillo.jmap.SetError;
import sigillo.queue.NewTicket;
import sigillo.queue.QueueId;
import sigillo.queue.QueueLimits;
import sigillo.queue.Ticket;
import sigillo.queue.Tickets;
import sigillo.smtp.Origin;
import sigillo.smtp.Recipient;
import sigillo.store.StoreException;
import sigillo.submission.Sent;
import sigillo.submission.Submission;
import sigillo.trace.TraceId;
import tools.jackson.databind.node.ObjectNode;

/**
 * EmailSubmission/set: RFC 8621 section 7.5. What is created is in the queue, durably, before the answer says so; what
 * is to follow for the Emails is done by an Email/set of its own, whose answer comes behind this one's.
 */
final class SubmissionSet implements Setting.Type {
    private final Call call;
    private final Outbox outbox;
    private final InstantSource clock;
    private final String owner;
    /** The Email of each submission that was created, updated or destroyed. */
    private final Map<String, String> emails = new LinkedHashMap<>();

    private SubmissionSet(Call call, Outbox outbox, InstantSource clock) {
        this.call = call;
        this.outbox = outbox;
        this.clock = clock;
        this.owner = call.caller().accountId();
    }

    static ObjectNode answer(Call call, Outbox outbox, InstantSource clock, Methods.Method emailSet)
            throws MethodError, IOException {
        call.account();
        var state = Setting.state(() -> SubmissionMethods.state(outbox, call));
        state.check(call);
        var wanted = Setting.Wanted.of(call);
        var updates = call.arguments().objects("onSuccessUpdateEmail");
        var destroys = call.arguments().texts("onSuccessDestroyEmail").orElse(List.of());
        call.arguments().end();
        var set = new SubmissionSet(call, outbox, clock);
        try {
            return Setting.run(call, wanted, set, state);
        } finally {
            set.follow(updates, destroys, emailSet); // of what is in the queue, also where the answer is an error
        }
    }

    // ---- what follows for the Emails ----

    /** What fails in it is told of it alone: the mail is in the queue, and must not be sent again. */
    private void follow(Map<String, ObjectNode> updates, List<String> destroys, Methods.Method emailSet) {
        var arguments = JsonText.object().put("accountId", owner);
        var update = JsonText.object();
        updates.forEach((id, patch) -> email(id).ifPresent(email -> update.set(email, patch)));
        var destroy = JsonText.array();
        destroys.forEach(id -> email(id).ifPresent(destroy::add));
        if (update.isEmpty() && destroy.isEmpty()) return;
        arguments.set("update", update);
        arguments.set("destroy", destroy);
        call.also().add(Calls.answer("Email/set", emailSet, call.with(arguments)));
    }

    private Optional<String> email(String id) { return Optional.ofNullable(emails.get(call.resolved(id))); }

    // ---- one is created ----

    @Override public ObjectNode create(Arguments properties) throws SetError, MethodError, IOException {
        var identity = identity(properties);
        var email = email(properties);
        var said = properties.object("envelope");
        properties.end();
        var message = call.caller().account().content(email.id())
            .orElseThrow(() -> SetError.invalid("emailId", "is gone"));
        if (message.length() > outbox.messageOctetsMax()) throw SetError.of("tooLarge", "It is too large to be sent",
            "maxSize", JsonText.number(outbox.messageOctetsMax()));
        var envelope = said.isPresent() ? SubmissionEnvelope.of(said.get()) : SubmissionEnvelope.of(message, identity);
        check(envelope);
        return created(identity, email, message, envelope);
    }

    private Identity identity(Arguments properties) throws SetError, MethodError {
        var id = call.resolved(properties.textThatIs("identityId"));
        return outbox.identities().find(call.caller().account().id(), id)
            .orElseThrow(() -> SetError.invalid("identityId", "is no identity"));
    }

    private Email email(Arguments properties) throws SetError, MethodError {
        var id = call.resolved(properties.textThatIs("emailId"));
        return EmailId.parse(id).flatMap(call.caller().account()::email).filter(one -> !one.memberships().isEmpty())
            .orElseThrow(() -> SetError.invalid("emailId", "is no Email"));
    }

    private void check(SubmissionEnvelope envelope) throws SetError {
        var user = call.caller().user();
        var sender = envelope.envelope().from().sender();
        boolean isOwn = sender.isEmpty() || outbox.submission().maySendAs(user, sender.get());
        if (!isOwn) throw SetError.of("forbiddenMailFrom", "Nobody may send from this address here but its owner");
        var recipients = envelope.envelope().recipients();
        int max = outbox.recipientsOfOneMax();
        if (recipients.isEmpty()) throw SetError.of("noRecipients", "It is for nobody");
        if (recipients.size() > max) throw SetError.of("tooManyRecipients", "It is for more than " + max,
            "maxRecipients", JsonText.number(max));
        var refused = outbox.submission().refusal(user);
        if (refused.isPresent()) throw SetError.of("forbiddenToSend", refused.get().text());
        var wrong = recipients.stream().map(Recipient::address).filter(to -> !isReached(outbox, user, to, sender))
            .map(Address::toString).toList();
        if (!wrong.isEmpty()) throw SubmissionEnvelope.invalidRecipients(wrong);
    }

    /** As at the door of SMTP, after RCPT. */
    static boolean isReached(Outbox outbox, User user, Address to, Optional<Address> sender) {
        if (outbox.submission().refusal(user, to).isPresent()) return false;
        return switch (outbox.recipients().resolve(to)) {
            case Resolved.Local _, Resolved.Several _, Resolved.Elsewhere _, Resolved.Handled _,
                Resolved.NotLocal _ -> true;
            case Resolved.Back _ -> sender.isEmpty();
            case Resolved.Unknown _, Resolved.Disabled _, Resolved.Closed _ -> false;
        };
    }

    private ObjectNode created(Identity identity, Email email, Octets message, SubmissionEnvelope envelope)
            throws SetError {
        var now = clock.instant();
        var undo = outbox.identities().undo(call.caller().account().id());
        var sendAt = envelope.sendAt(now, undo).truncatedTo(ChronoUnit.SECONDS);
        boolean isTooLate = sendAt.isAfter(now.plus(outbox.holdMax()).plus(undo));
        if (isTooLate) throw SetError.invalid("envelope", "is to leave too late");
        var about = JsonText.object().put("identityId", identity.id()).put("emailId", email.id().toString())
            .put("threadId", email.thread().toString());
        about.set("envelope", envelope.json());
        var text = about.toString();
        if (text.length() > QueueLimits.TICKET_CHARACTERS_MAX) throw SetError.invalid("envelope", "is too long");
        var user = call.caller().user();
        var origin = new Origin(Optional.empty(), "", Submission.JMAP, Optional.empty(),
            Optional.of(user.address().toString()));
        var sent = outbox.submission().send(user, origin, envelope.heldUntil(sendAt, now), message, TraceId.fresh(),
            Optional.of(new NewTicket(owner, text)));
        return switch (sent) {
            case Sent.Queued(var id) -> shown(id, email, envelope, sendAt, now);
            case Sent.Refused(var why, var reply) -> throw switch (why) {
                case MALFORMED -> SetError.of("invalidEmail", reply.text());
                case SENDER -> SetError.of("forbiddenMailFrom", reply.text());
                case AUTHOR -> SetError.of("forbiddenFrom", reply.text());
                case LATER -> SetError.of("forbiddenToSend", reply.text());
                case TROUBLE -> SetError.of("serverFail", reply.text());
                case DOUBT -> SetError.of("serverPartialFail", "It may be in the queue: look before you send it again");
            };
        };
    }

    /** It is in the queue: what cannot be read now is told as it was then. */
    private ObjectNode shown(QueueId id, Email email, SubmissionEnvelope envelope, Instant sendAt, Instant now) {
        emails.put(id.text(), email.id().toString());
        var all = JsonText.object().put("id", id.text()).put("threadId", email.thread().toString());
        var ticket = found(id);
        var undo = ticket.map(Ticket::undo).orElse(sendAt.isAfter(now) ? Ticket.Undo.PENDING : Ticket.Undo.FINAL);
        SubmissionMethods.server(all, undo, ticket.map(Ticket::recipients).orElseGet(() -> queued(envelope)));
        all.set("envelope", envelope.json());
        return all.put("sendAt", sendAt.toString());
    }

    private Optional<Ticket> found(QueueId id) {
        try {
            return outbox.tickets().find(owner, id);
        } catch (StoreException cannotBeReadNow) {
            return Optional.empty();
        }
    }

    private static List<Ticket.Told> queued(SubmissionEnvelope envelope) {
        return envelope.envelope().recipients().stream()
            .map(to -> new Ticket.Told(to.address(), Ticket.Delivered.QUEUED, Optional.empty())).toList();
    }

    // ---- one is taken back, or forgotten ----

    @Override public void update(String id, ObjectNode patch) throws SetError, MethodError, IOException {
        var ticket = ticket(id);
        var fixed = new Fixed(name -> !name.equals("undoStatus"),
            names -> Optional.of(SubmissionMethods.json(ticket, names, Notified.of(call, ticket, names))));
        var properties = Arguments.of(fixed.without(patch));
        var undo = properties.text("undoStatus");
        var is = SubmissionMethods.name(ticket.undo());
        if (undo.isPresent() && !undo.get().equals(is)) takeBack(ticket, undo.get());
        emails.put(id, SubmissionMethods.about(ticket).emailId());
    }

    private void takeBack(Ticket ticket, String undo) throws SetError {
        if (!undo.equals("canceled")) throw SetError.invalid("undoStatus", "can only become canceled");
        switch (outbox.tickets().cancel(owner, ticket.id())) {
            case DONE -> { } // it stays counted as sent: else whoever sends and takes back has no limit
            case TOO_LATE -> throw SetError.of("cannotUnsend", "It is on its way");
            case NO_SUCH -> throw SetError.notFound();
        }
    }

    @Override public void destroy(String id) throws SetError {
        var ticket = ticket(id);
        if (!outbox.tickets().forget(owner, ticket.id())) throw SetError.notFound();
        emails.put(id, SubmissionMethods.about(ticket).emailId());
    }

    private Ticket ticket(String id) throws SetError {
        return QueueId.parse(id).flatMap(one -> outbox.tickets().find(owner, one)).orElseThrow(SetError::notFound);
    }
}
