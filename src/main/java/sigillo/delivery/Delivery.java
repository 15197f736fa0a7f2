package sigillo.delivery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import sigillo.account.Accounts;
import sigillo.authentication.Authentication;
import sigillo.authentication.OwnResults;
import sigillo.base.Complaints;
import sigillo.base.Domain;
import sigillo.base.Octets;
import sigillo.directory.Recipients;
import sigillo.filter.Filter;
import sigillo.queue.Enqueue;
import sigillo.smtp.Envelope;
import sigillo.smtp.Received;
import sigillo.smtp.SmtpReply;
import sigillo.store.StoreException;
import sigillo.trace.Traces;

/**
 * A message comes in: gather what is known, judge it, stamp it, then settle each part of the envelope that has one
 * answer (all of it in SMTP, one recipient in LMTP). A part that leads into one account is filed at once, and the
 * answer is that account's. A part that leads to several places goes into the queue as ONE entry: all of it is durable
 * or nothing is, the client gets its answer before it loses patience and sends again, and whatever then becomes of one
 * place is retried or told to the sender without touching the others.
 *
 * <p>Any thread may call; blocks for the store. What cannot be read or is a bug is thrown, and nothing was accepted.
 */
public final class Delivery implements Deliver {
    private static final List<Check> CHECKS = List.of(new HopCount(HopCount.HOPS_MAX), new AuthorCheck(), new EngineCheck());

    /** RFC 3463 section 3.4: what this takes is used up for now. */
    private static final SmtpReply BUSY =
        SmtpReply.of(451, "4.3.2", "Too much mail is being looked at just now, try again in a minute");

    private static final SmtpReply HEADER_TOO_LONG =
        SmtpReply.of(552, "5.3.4", "Authentication-Results stands behind 1 MiB of header");

    private static final byte[] CRLF = {'\r', '\n'};

    private final Domain hostname;
    private final Recipients recipients;
    private final Fullness fullness;
    private final Filing filing;
    private final Forwarding forwarding;
    private final Enqueue queue;
    private final Authentication authentication;
    private final OwnResults ownResults;
    private final Traces traces;
    private final InstantSource clock;
    private final Complaints complaints;
    private volatile Arrivals arrivals = Arrivals.NOBODY;
    private volatile TurnedAway turnedAway = TurnedAway.NOBODY;
    private volatile Optional<Filter> filter = Optional.empty();

    /** Nothing is asked of DNS. */
    public Delivery(Domain hostname, Recipients recipients, Accounts accounts, Enqueue queue, Traces traces,
                    InstantSource clock) {
        this(hostname, recipients, accounts, Fullness.GRACE, queue, Authentication.none(hostname, clock), traces,
            clock);
    }

    /** {@code grace}: see {@link Fullness}. */
    public Delivery(Domain hostname, Recipients recipients, Accounts accounts, Duration grace, Enqueue queue,
                    Authentication authentication, Traces traces, InstantSource clock) {
        this(hostname, recipients, accounts, grace, queue, SendingOn.AS_IT_IS, authentication, traces, clock);
    }

    public Delivery(Domain hostname, Recipients recipients, Accounts accounts, Duration grace, Enqueue queue,
                    SendingOn sendingOn, Authentication authentication, Traces traces, InstantSource clock) {
        this.hostname = hostname;
        this.recipients = recipients;
        this.fullness = new Fullness(accounts, grace, clock);
        this.filing = new Filing(recipients, accounts, fullness, traces, clock);
        this.forwarding = new Forwarding(sendingOn, traces, clock);
        this.queue = queue;
        this.authentication = authentication;
        this.ownResults = new OwnResults(hostname);
        this.traces = traces;
        this.clock = clock;
        this.complaints = new Complaints(System.getLogger(Delivery.class.getName()), clock);
    }

    /** To be called before the first mail. */
    public void obeying(OwnersRules rules) { filing.obeying(rules); }

    /** Who judges it; to be called before the first mail. */
    public void filtering(Filter judge) {
        filter = Optional.of(judge);
        filing.filtering(judge);
    }

    /** To be called before the first mail. */
    public void wrapping(Wrapping by) { filing.wrapping(by); }

    /** To be called before the first mail. */
    public void telling(Landed landed) { filing.telling(landed); }

    /** Who is told of what is taken. */
    public void telling(Arrivals told) { arrivals = told; }

    /** Who is told of what is not. */
    public void turningAway(TurnedAway told) { turnedAway = told; }

    @Override public SmtpReply toAll(Incoming incoming) {
        return answer(incoming, List.of(incoming.envelope())).getFirst();
    }

    @Override public List<SmtpReply> toEach(Incoming incoming) {
        var envelope = incoming.envelope();
        return answer(incoming, envelope.recipients().stream().map(one -> envelope.to(List.of(one))).toList());
    }

    @Override public Optional<SmtpReply> noRoom(Recipients.Resolved.Local local, long octets) {
        return fullness.refusal(local.account(), octets);
    }

    private List<SmtpReply> answer(Incoming incoming, List<Envelope> parts) {
        traces.tell(Steps.received(incoming, clock.instant()));
        return switch (gather(incoming)) {
            case Evidence.Gathered.NoRoom() -> refuse(incoming, parts, BUSY);
            case Evidence.Gathered.HeaderTooLong() -> refuse(incoming, parts, HEADER_TOO_LONG);
            case Evidence.Gathered.Known(var evidence) -> judged(evidence, parts);
        };
    }

    private List<SmtpReply> judged(Evidence evidence, List<Envelope> parts) {
        var incoming = evidence.incoming();
        evidence.findings().ifPresent(found -> Steps.checked(incoming, clock.instant(), found).forEach(traces::tell));
        evidence.assessment().ifPresent(found -> Steps.assessed(incoming, clock.instant(), found).forEach(traces::tell));
        return switch (Verdict.of(CHECKS, evidence)) {
            case Verdict.Accept(var suspicion) -> settle(evidence, suspicion, parts);
            case Verdict.Reject(var reply) -> refuse(incoming, parts, reply);
            case Verdict.Defer(var reply) -> refuse(incoming, parts, reply);
        };
    }

    private Evidence.Gathered gather(Incoming incoming) {
        try {
            return Evidence.gather(incoming, authentication, ownResults, filter, clock.instant());
        } catch (IOException spoolBroken) {
            throw new UncheckedIOException(spoolBroken);
        }
    }

    private List<SmtpReply> refuse(Incoming incoming, List<Envelope> parts, SmtpReply reply) {
        refused(incoming, incoming.envelope(), reply);
        return parts.stream().map(_ -> reply).toList();
    }

    private void refused(Incoming incoming, Envelope part, SmtpReply reply) {
        traces.tell(Steps.refused(incoming.trace(), clock.instant(), part, reply));
        var origin = incoming.origin();
        var recipients = part.recipients().stream().map(one -> one.address()).toList();
        turnedAway.told(new TurnedAway.Mail(part.from().sender(), recipients, origin.client(), origin.helo(), reply));
    }

    private List<SmtpReply> settle(Evidence evidence, Optional<String> suspicion, List<Envelope> parts) {
        var incoming = evidence.incoming();
        var field = evidence.assessment().flatMap(assessed -> filter.map(one -> one.field(assessed)));
        var settling = new Settling(recipients, filing, forwarding, queue, complaints, evidence, suspicion, stamped(evidence), field);
        var replies = parts.stream().map(one -> {
            var part = one.tls(incoming.envelope().tls());
            var reply = settled(settling, part, incoming);
            if (!reply.isPositive()) refused(incoming, part, reply);
            return reply;
        }).toList();
        if (replies.stream().anyMatch(SmtpReply::isPositive)) taken(evidence, suspicion.isPresent());
        return replies;
    }

    /** What goes wrong with one part is no other's: those that are kept already would come again. */
    private SmtpReply settled(Settling settling, Envelope part, Incoming incoming) {
        try {
            return settling.settle(part);
        } catch (RuntimeException | Error fault) {
            var trouble = fault instanceof StoreException store ? store : new StoreException("a part of it failed", fault);
            complaints.add("message " + incoming.trace() + " could not be settled", trouble);
            return Filed.reply(trouble);
        }
    }

    /** It is durable: what fails from here on is no reason to send it again. */
    private void taken(Evidence evidence, boolean isSuspect) {
        var incoming = evidence.incoming();
        try {
            filter.ifPresent(one -> evidence.assessment().ifPresent(one::took));
            arrivals.came(new Arrivals.Arrival(incoming.envelope(), evidence.findings(), isSuspect, evidence.message()));
        } catch (RuntimeException | Error fault) {
            complaints.add("message " + incoming.trace() + " was taken, and what follows from that failed", fault);
        }
    }

    /** RFC 5322 section 2.1: what has no header gets the empty line too, or its first lines would be read as fields. */
    private Octets stamped(Evidence evidence) {
        var incoming = evidence.incoming();
        var received = new Received(incoming.origin(), hostname, incoming.trace().text(),
            incoming.envelope().onlyRecipient(), clock.instant());
        var empty = Octets.of(evidence.trail().isBodyOnly() ? CRLF : new byte[0]);
        // RFC 8601 section 4.1: on top, as all of trace
        var unasked = authentication.isUnasked(incoming.origin()) ? authentication.nothingAsked() : new byte[0];
        var results = Octets.of(evidence.findings().map(authentication::field).orElse(unasked));
        return Octets.concat(List.of(results, Octets.of(received.encode()), empty, evidence.message()));
    }
}
