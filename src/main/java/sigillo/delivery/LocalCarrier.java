package sigillo.delivery;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import sigillo.account.AccountId;
import sigillo.account.Accounts;
import sigillo.authentication.OwnResults;
import sigillo.base.Domain;
import sigillo.directory.Recipients;
import sigillo.directory.Writer;
import sigillo.filter.Assessment;
import sigillo.filter.Filter;
import sigillo.message.HeaderSection;
import sigillo.message.MessageLimits;
import sigillo.queue.Carrier;
import sigillo.queue.Enqueue;
import sigillo.queue.Outcome;
import sigillo.smtp.Recipient;
import sigillo.smtp.SmtpReply;
import sigillo.store.StoreException;
import sigillo.trace.Traces;

/**
 * Carries queued messages to recipients here: into accounts, and through aliases on to others. A message of one entry
 * gets into an account once, however many of its recipients lead there and however often the job is repeated. Sending
 * on comes last, because it is the one thing that a repeated job would repeat.
 */
public final class LocalCarrier implements Carrier {
    private static final SmtpReply KEPT = SmtpReply.of(250, "2.0.0", "Delivered");
    private static final SmtpReply SENT_ON = SmtpReply.of(250, "2.0.0", "Sent on");

    /** RFC 5429 section 2.1.2: else a notification goes to somebody whose address a forger took. */
    private static final String REFUSED =
        "a rule of its owner refuses it, and nobody knows whether who would hear of that sent it";

    private static final String SUSPECT = "what was found out when it came says so";

    private final String here;
    private final Recipients recipients;
    private final Filing filing;
    private final Forwarding forwarding;
    private final Enqueue queue;
    private final OwnResults ownResults;
    private final InstantSource clock;
    private volatile Optional<Filter> filter = Optional.empty();

    public LocalCarrier(Domain hostname, Recipients recipients, Accounts accounts, Enqueue queue, Traces traces,
                        InstantSource clock) {
        this(hostname, recipients, accounts, Fullness.GRACE, queue, traces, clock);
    }

    /** {@code grace}: see {@link Fullness}. */
    public LocalCarrier(Domain hostname, Recipients recipients, Accounts accounts, Duration grace, Enqueue queue,
                        Traces traces, InstantSource clock) {
        this(hostname, recipients, accounts, grace, queue, SendingOn.AS_IT_IS, traces, clock);
    }

    public LocalCarrier(Domain hostname, Recipients recipients, Accounts accounts, Duration grace, Enqueue queue,
                        SendingOn sendingOn, Traces traces, InstantSource clock) {
        this.here = hostname.name();
        this.recipients = recipients;
        this.filing = new Filing(recipients, accounts, new Fullness(accounts, grace, clock), traces, clock);
        this.forwarding = new Forwarding(sendingOn, traces, clock);
        this.queue = queue;
        this.ownResults = new OwnResults(hostname);
        this.clock = clock;
    }

    /** Who judges it; to be called before the first mail. */
    public void filtering(Filter judge) {
        filter = Optional.of(judge);
        filing.filtering(judge);
    }

    /** To be called before the first mail. */
    public void obeying(OwnersRules rules) { filing.obeying(rules); }

    /** To be called before the first mail. */
    public void wrapping(Wrapping by) { filing.wrapping(by); }

    /** To be called before the first mail. */
    public void telling(Landed landed) { filing.telling(landed); }

    @Override public List<Outcome> carry(Job job) {
        try {
            var section = HeaderSection.read(job.message(), MessageLimits.DEFAULT);
            var known = new Known(Trail.of(section), ownResults.isSuspect(section), ownResults.isSenderKnown(section),
                writer(job, section), filter.flatMap(one -> one.travelled(section.header(), job.message(), clock.instant())));
            return job.envelope().recipients().stream().map(recipient -> carry(job, known, recipient)).toList();
        } catch (IOException | StoreException trouble) {
            return Collections.nCopies(job.envelope().recipients().size(), new Outcome.OurFault(trouble.getMessage()));
        }
    }

    /** What was found out when it came stands in its header, since it may have waited. */
    private record Known(Trail trail, boolean isSuspect, boolean isSenderKnown, Writer writer, Optional<Assessment> assessment) {}

    /** What has come over no server was written here, and nobody signs in without a sender: it is a notification of ours. */
    private Writer writer(Job job, HeaderSection section) {
        if (job.envelope().from().sender().isEmpty() && !section.header().has("Received")) return Writer.WHOEVER;
        return Evidence.author(section).filter(from -> ownResults.isAuthorShown(section, from)).map(Writer::shown)
            .orElse(Writer.NOT_SHOWN);
    }

    private Outcome carry(Job job, Known known, Recipient recipient) {
        try {
            return switch (Route.of(recipients, known.trail, job.envelope().from(), known.writer, recipient)) {
                case Route.Nowhere(var why) -> new Outcome.Bounced(why, here);
                case Route.Handled() -> new Outcome.OurFault("it is for a list now, and was for another when it came");
                case Route.To to -> file(job, known, recipient, to).orElseGet(() -> sendOn(job, recipient, to));
            };
        } catch (StoreException trouble) { // with this recipient; the others have their mail
            return new Outcome.OurFault(trouble.getMessage());
        }
    }

    /**
     * What hinders; empty when every account has the message. Each is tried, whatever became of the one before: who is
     * full keeps the mail from nobody else. What may be better later is told before what will not, or nobody would try.
     */
    private Optional<Outcome> file(Job job, Known known, Recipient recipient, Route.To to) {
        var suspicion = Optional.of(SUSPECT).filter(_ -> known.isSuspect);
        var mail = new Filing.Mail(job.envelope(), recipient.address(), job.message(), job.trace(), suspicion, known.assessment).submittedBy(job.submitter());
        return to.accounts().stream()
            .map(account -> file(account, mail, known, job.key() + "/" + account))
            .toList().stream()
            .flatMap(filed -> hindrance(filed).stream())
            .min(Comparator.comparing(outcome -> outcome instanceof Outcome.Bounced));
    }

    private Filed file(AccountId account, Filing.Mail mail, Known known, String key) {
        var filed = filing.file(account, mail, Optional.of(key));
        return filed instanceof Filed.Refused && !known.isSenderKnown
            ? filing.file(account, mail.suspected(REFUSED), Optional.of(key)) : filed;
    }

    private Optional<Outcome> hindrance(Filed filed) {
        return switch (filed) {
            case Filed.Kept() -> Optional.empty();
            case Filed.Full(var reply) -> Optional.of(reply.code() / 100 == 5 ? new Outcome.Bounced(reply, here)
                : new Outcome.Deferred(reply, here, Optional.empty()));
            case Filed.Refused(var reply) -> Optional.of(new Outcome.Bounced(reply, here));
            case Filed.Gone() -> Optional.of(new Outcome.Bounced(Route.UNKNOWN, here));
            case Filed.Trouble(var why) -> Optional.of(new Outcome.OurFault(why.getMessage()));
        };
    }

    private Outcome sendOn(Job job, Recipient recipient, Route.To to) {
        if (to.elsewhere().isEmpty()) return new Outcome.Delivered(KEPT, here, false);
        try {
            queue.enqueue(forwarding.outgoing(recipient, to, job.envelope(), job.message(), job.trace()));
        } catch (IOException | StoreException trouble) {
            return new Outcome.OurFault(trouble.getMessage());
        }
        forwarding.tell(recipient, to, job.trace());
        return new Outcome.Delivered(SENT_ON, here, Forwarding.isSingle(to));
    }
}
