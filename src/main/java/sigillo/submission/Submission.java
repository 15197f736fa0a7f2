package sigillo.submission;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.BiConsumer;
import sigillo.account.AccountId;
import sigillo.authentication.OwnResults;
import sigillo.base.Address;
import sigillo.base.Complaints;
import sigillo.base.Domain;
import sigillo.base.Octets;
import sigillo.directory.Recipients;
import sigillo.directory.User;
import sigillo.filter.Filter;
import sigillo.filter.Mail;
import sigillo.filter.SpamFields;
import sigillo.message.DateTime;
import sigillo.message.HeaderSection;
import sigillo.message.MessageLimits;
import sigillo.message.TlsRequired;
import sigillo.queue.Enqueue;
import sigillo.queue.NewTicket;
import sigillo.queue.Outgoing;
import sigillo.signing.Signer;
import sigillo.smtp.Envelope;
import sigillo.smtp.Origin;
import sigillo.smtp.Received;
import sigillo.smtp.Recipient;
import sigillo.smtp.SmtpReply;
import sigillo.sending.Sending;
import sigillo.spool.Spooled;
import sigillo.store.StoreException;
import sigillo.submission.Sent.Why;
import sigillo.trace.TraceId;
import sigillo.trace.Traces;

/**
 * A user sends: line ends are mended, the author is checked, the header is completed, it is signed, and goes into the
 * queue as one entry, recipients here and elsewhere alike. Any thread may call; blocks for the store. Of a message only
 * its header is held in memory.
 */
public final class Submission implements Submit {
    /** The protocol of what is submitted by JMAP. It is none of RFC 3848's, and stands in no Received line. */
    public static final String JMAP = "jmap";

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final SmtpReply TOO_MUCH =
        SmtpReply.of(450, "4.7.1", "You have sent too much for now, please try again later");
    private static final SmtpReply PAUSED = SmtpReply.of(450, "4.7.1", "Sending is paused for this account, since it sent to "
        + "unusually many recipients; a message in its inbox says what to do");

    /** RFC 3463 section 3.8: X.7.1. */
    private static final SmtpReply UNWANTED = SmtpReply.of(550, "5.7.1", "This recipient has complained of mail from your account, "
        + "so it sends none there; who runs this server can lift that");

    private final Domain hostname;
    private final OwnResults ownResults;
    private final Authors authors;
    private final Sending sending;
    private final Enqueue queue;
    private final Signer signer;
    private final Traces traces;
    private final InstantSource clock;
    private final Complaints complaints;
    private volatile Optional<Scanning> scanning = Optional.empty();

    /** Nothing is signed. */
    public Submission(Domain hostname, Recipients recipients, Enqueue queue, Traces traces, Sending sending,
                      InstantSource clock) {
        this(hostname, recipients, queue, Signer.NONE, traces, sending, clock);
    }

    public Submission(Domain hostname, Recipients recipients, Enqueue queue, Signer signer, Traces traces,
                      Sending sending, InstantSource clock) {
        this.hostname = hostname;
        this.ownResults = new OwnResults(hostname);
        this.authors = new Authors(recipients);
        this.sending = sending;
        this.queue = queue;
        this.signer = signer;
        this.traces = traces;
        this.clock = clock;
        this.complaints = new Complaints(System.getLogger(Submission.class.getName()), clock);
    }

    /**
     * Whose programs look for viruses in what users send; {@code infected}: is told by which account, and what was found, and returns
     * at once. To be called before the first mail.
     */
    public void scanning(Filter filter, BiConsumer<AccountId, String> infected) {
        scanning = Optional.of(new Scanning(filter, traces, clock, infected));
    }

    @Override public boolean maySendAs(User user, Address address) { return authors.owns(user, address); }

    /** What the store cannot tell now is asked again for the message. */
    @Override public Optional<SmtpReply> refusal(User user) {
        try {
            return sending.paused(user.account()).map(_ -> PAUSED);
        } catch (StoreException trouble) {
            return Optional.empty();
        }
    }

    /** RFC 6650: who has complained gets nothing more. What the store cannot tell now refuses nobody. */
    @Override public Optional<SmtpReply> refusal(User user, Address recipient) {
        try {
            boolean isUnwanted = sending.unwanted().isUnwanted(user.account(), recipient);
            return isUnwanted ? Optional.of(UNWANTED) : Optional.empty();
        } catch (StoreException trouble) {
            return Optional.empty();
        }
    }

    @Override public SmtpReply submit(User user, Origin origin, Envelope envelope, Spooled message, TraceId trace) {
        return switch (send(user, origin, envelope, message, trace, Optional.empty())) {
            case Sent.Queued _ -> SmtpReply.of(250, "2.0.0", "Queued as " + trace);
            case Sent.Refused(_, var reply) -> reply;
        };
    }

    /** As {@link #submit}, of a message from anywhere; {@code ticket}: for who wants to hear what becomes of it. */
    public Sent send(User user, Origin origin, Envelope envelope, Octets message, TraceId trace,
            Optional<NewTicket> ticket) {
        var now = clock.instant();
        traces.tell(Steps.submitted(trace, now, user, origin, envelope, message.length()));
        var sent = send(new Attempt(user, origin, envelope, trace, now, ticket), message);
        if (sent instanceof Sent.Refused(_, var reply)) traces.tell(Steps.refused(trace, now, user, envelope, reply));
        return sent;
    }

    private record Attempt(User user, Origin origin, Envelope envelope, TraceId trace, Instant now,
            Optional<NewTicket> ticket) {
        /** Whose address stands where the message says none. */
        Address author() { return envelope.from().sender().orElse(user.address()); }
    }

    private Sent send(Attempt attempt, Octets message) {
        try {
            var text = withLineEnds(attempt.envelope(), message);
            var section = HeaderSection.read(text, MessageLimits.DEFAULT);
            var refusal = refusal(attempt, text, section);
            if (refusal.isPresent()) return refusal.get();
            // RFC 8601 section 5: what users say in our name would be believed like our own
            var own = SpamFields.withoutForeign(ownResults.removed(text, section));
            var rest = own == text ? section : HeaderSection.read(own, MessageLimits.DEFAULT);
            // signed last of all: nothing is changed from here on (decision 0022)
            return enqueue(attempt, attempt.envelope().tagged(TlsRequired.isNo(rest.header())),
                signer.signed(Mending.mended(own, rest, missing(attempt))));
        } catch (IOException spoolBroken) {
            throw new UncheckedIOException(spoolBroken);
        }
    }

    /**
     * Only BINARYMIME says that a bare CR or LF is content (RFC 3030 section 3). In other mail it came by BDAT, and as
     * it is it could neither be sent by DATA nor be shown the same by all.
     */
    private static Octets withLineEnds(Envelope envelope, Octets message) throws IOException {
        return switch (envelope.body()) {
            case BINARY -> message;
            case SEVEN_BIT, EIGHT_BIT -> CrlfOctets.mended(message);
        };
    }

    private Optional<Sent.Refused> refusal(Attempt attempt, Octets text, HeaderSection section) throws IOException {
        var malformed = Form.check(text, section);
        if (malformed.isPresent()) return malformed.map(reply -> new Sent.Refused(Why.MALFORMED, reply));
        return authors.sender(attempt.user(), attempt.envelope().from())
            .map(reply -> new Sent.Refused(Why.SENDER, reply))
            .or(() -> authors.header(attempt.user(), section.header()).map(Submission::ofAuthor))
            .or(() -> scanned(attempt, text, section).map(Submission::ofContent))
            .or(() -> counted(attempt));
    }

    /** 554: what stands there is no address; 550: it is somebody else's. */
    private static Sent.Refused ofAuthor(SmtpReply reply) {
        return new Sent.Refused(reply.code() == 554 ? Why.MALFORMED : Why.AUTHOR, reply);
    }

    /** What was found in it stays so; what could not be looked at may be later. */
    private static Sent.Refused ofContent(SmtpReply reply) {
        return new Sent.Refused(reply.isPermanent() ? Why.MALFORMED : Why.LATER, reply);
    }

    private Optional<SmtpReply> scanned(Attempt attempt, Octets text, HeaderSection section) {
        var mail = new Mail(attempt.envelope(), attempt.origin(), text, section, attempt.trace(), attempt.now());
        return scanning.flatMap(one -> one.refusal(attempt.user().account(), mail));
    }

    /** Last, so that only what would go is counted. */
    private Optional<Sent.Refused> counted(Attempt attempt) {
        var recipients = attempt.envelope().recipients().stream().map(Recipient::address).toList();
        try {
            return switch (sending.take(attempt.user().account(), recipients)) {
                case Sending.Answer.Go _ -> Optional.empty();
                case Sending.Answer.Later _ -> Optional.of(new Sent.Refused(Why.LATER, TOO_MUCH));
                case Sending.Answer.Paused _ -> Optional.of(new Sent.Refused(Why.LATER, PAUSED));
            };
        } catch (StoreException trouble) {
            return Optional.of(later(attempt, trouble));
        }
    }

    private Mending.Missing missing(Attempt attempt) {
        var received = new Received(attempt.origin(), hostname, attempt.trace().text(),
            attempt.envelope().onlyRecipient(), attempt.now());
        return new Mending.Missing(received.encode(), DateTime.format(attempt.now().atOffset(ZoneOffset.UTC)),
            messageId(attempt.author().domain()), "<" + attempt.author() + ">", "<" + attempt.user().address() + ">");
    }

    private static String messageId(Domain right) {
        var random = new byte[16];
        RANDOM.nextBytes(random);
        return "<" + HexFormat.of().formatHex(random) + "@" + right + ">";
    }

    private Sent enqueue(Attempt attempt, Envelope envelope, Octets message) {
        try {
            var submitter = Optional.of(attempt.user().address().toString());
            var outgoing = new Outgoing(envelope, message, attempt.trace(), submitter, attempt.ticket());
            return new Sent.Queued(queue.enqueue(outgoing));
        } catch (StoreException trouble) {
            if (!trouble.mayBeKept()) giveBack(attempt);
            var why = trouble.mayBeKept() ? Why.DOUBT : Why.TROUBLE;
            return new Sent.Refused(why, later(attempt, trouble).reply());
        }
    }

    /** A program that tries until the queue takes it has sent it once. */
    private void giveBack(Attempt attempt) {
        try {
            sending.giveBack(attempt.user().account(), attempt.envelope().recipients().size());
        } catch (StoreException trouble) {
            complaints.add("what message " + attempt.trace() + " was counted as stays counted", trouble);
        }
    }

    private Sent.Refused later(Attempt attempt, StoreException trouble) {
        complaints.add("message " + attempt.trace() + " could not be put into the queue", trouble);
        return new Sent.Refused(Why.TROUBLE, trouble.isFull()
            ? SmtpReply.of(452, "4.3.1", "No space left here, please try again later")
            : SmtpReply.of(451, "4.3.0", "Trouble here, please try again later"));
    }
}
