package sigillo.relay;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import sigillo.base.Domain;
import sigillo.net.ClientTls;
import sigillo.policy.Policies;
import sigillo.queue.Carrier;
import sigillo.queue.Outcome;
import sigillo.relay.Attempt.Weight;
import sigillo.resolver.Resolver;
import sigillo.smtp.Envelope;
import sigillo.smtp.SmtpReply;
import sigillo.trace.Event;
import sigillo.trace.Traces;

/**
 * Carries mail to other servers. Hosts are tried in turn; whom one takes, or refuses, is not tried at the next. What is
 * wrong on our side never bounces mail. Any thread; on a virtual one an interrupt ends an attempt, within seconds even
 * when a message waits for its answer.
 */
public final class Relay implements Carrier, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Relay.class.getName());

    private final RelaySettings settings;
    private final Targets targets;
    private final Opening opening;
    private final Patience patience;
    private final IdlePeers idle;
    private final Traces traces;
    private final TlsSession.Watch sessions;

    public Relay(RelaySettings settings, Resolver resolver) { this(settings, resolver, ClientTls.verifying()); }

    /** {@code verifying}: the trust for hosts whose certificate must be valid. */
    public Relay(RelaySettings settings, Resolver resolver, ClientTls verifying) {
        this(settings, resolver, verifying, Patience.DEFAULT);
    }

    Relay(RelaySettings settings, Resolver resolver, ClientTls verifying, Patience patience) {
        this(settings, new Outside(resolver, verifying, Policies.NONE), Traces.NONE, patience);
    }

    /** Tells which security each connection had to have, and by whose word. */
    public Relay(RelaySettings settings, Outside outside, Traces traces) { this(settings, outside, traces, Patience.DEFAULT); }

    /**
     * What is known of others: {@code verifying} is the trust for hosts whose certificate must be valid. {@code sessions}
     * hears what TLS came to at exchangers.
     */
    public record Outside(Resolver resolver, ClientTls verifying, Policies policies, TlsSession.Watch sessions) {
        public Outside(Resolver resolver, ClientTls verifying, Policies policies) { this(resolver, verifying, policies, TlsSession.Watch.NONE); }
    }

    Relay(RelaySettings settings, Outside outside, Traces traces, Patience patience) {
        this.settings = settings;
        this.targets = new Targets(settings, outside.resolver(), outside.policies());
        this.traces = traces;
        this.sessions = outside.sessions();
        this.opening = new Opening(settings, outside.verifying(), patience);
        this.patience = patience;
        this.idle = new IdlePeers(patience.idle());
    }

    /** Names where mail for a domain goes: what takes turns as one. */
    public String destination(Domain domain) { return Route.of(domain, settings).key(); }

    /** True when whoever takes mail of this domain from us delivers it. */
    public boolean isFinal(Domain domain) { return Route.of(domain, settings).isFinal(); }

    /** Replies of our own making have no peer. */
    @Override public List<Outcome> carry(Job job) {
        var attempt = new Attempt(job, patience.attempt());
        var route = Route.of(job.envelope().recipients().getFirst().address().domain(), settings);
        switch (targets.of(route, wish(job.envelope()))) {
            case Found.Hosts hosts -> carry(attempt, hosts);
            case Found.Never(var reply) -> attempt.note(Weight.FINAL, new Outcome.Bounced(reply, ""));
            case Found.Later(var reply) -> attempt.note(Weight.FINAL, new Outcome.Unreachable(reply, ""));
            case Found.OurFault(var why) -> attempt.note(Weight.FINAL, new Outcome.OurFault(why));
        }
        return attempt.outcomes();
    }

    private void carry(Attempt attempt, Found.Hosts hosts) {
        var heard = idle.take(hosts.best()).filter(peer -> {
            tell(attempt, "Went on with " + peer + ": " + peer.secured());
            return handOver(peer, attempt);
        }).map(Peer::target);
        for (var target : hosts.targets()) {
            if (!attempt.goesOn()) return;
            if (heard.filter(target::equals).isEmpty()) carry(attempt, target);
        }
    }

    /** What breaks here counts against this host alone: what earlier ones took must not be forgotten. */
    private void carry(Attempt attempt, Target target) {
        try {
            var opened = opening.open(target);
            count(attempt, target, opened);
            carry(attempt, target, opened);
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "calling " + target + " broke", e);
            var reply = SmtpReply.of(451, "4.3.0", "Calling " + target + " broke: an error in this server");
            attempt.note(Weight.UNREACHABLE, refused(target, reply, ""));
        }
    }

    /** RFC 8460 section 4: sessions with exchangers. What goes whatever TLS comes to says nothing of it, reports least of all. */
    private void count(Attempt attempt, Target target, Opened opened) {
        var domain = attempt.recipient(0).address().domain();
        if (target.hop().ours() || domain.isLiteral() || attempt.envelope().tls() == Envelope.Tls.NOT_REQUIRED || !isTold(attempt)) return;
        switch (opened) {
            case Opened.Ready(var peer) -> count(domain, target, peer.failure());
            case Opened.Insecure(_, var failure) -> count(domain, target, Optional.of(failure));
            case Opened.Refused _, Opened.Unreachable _, Opened.NoNetwork _, Opened.NotTrusted _ -> { }
        }
    }

    private boolean isTold(Attempt attempt) {
        try {
            return sessions.isOf(attempt.envelope(), attempt.job().message());
        } catch (IOException | RuntimeException unreadable) { // whoever hands it over says so
            return false;
        }
    }

    private void count(Domain domain, Target target, Optional<TlsSession.Failure> failure) {
        var ofPolicy = target.security() instanceof Security.Unasked(_, var problem) ? problem : Optional.<TlsSession.Failure>empty();
        policy(target.security()).ifPresent(policy ->
            sessions.saw(new TlsSession(domain, policy, target.hop().host(), target.address().getAddress(), ofPolicy.or(() -> failure))));
    }

    /** Empty where it is the sender's wish that counts. */
    private static Optional<TlsSession.Policy> policy(Security security) {
        return switch (security) {
            case Security.Dane dane -> Optional.of(TlsSession.Policy.of(dane.records()));
            case Security.Sts(_, var policy) -> Optional.of(TlsSession.Policy.of(policy));
            case Security.StsTesting(_, _, var policy) -> Optional.of(TlsSession.Policy.of(policy));
            case Security.Refused(_, _, var policy) -> Optional.of(policy);
            case Security.Unasked(_, var problem) when problem.isPresent() -> Optional.of(new TlsSession.Policy("sts", List.of(), List.of()));
            case Security.Unasked _, Security.Encrypted _ -> Optional.of(TlsSession.Policy.NONE);
            case Security.Verified _, Security.Unfit _ -> Optional.empty();
        };
    }

    private void carry(Attempt attempt, Target target, Opened opened) {
        switch (opened) {
            case Opened.Ready(var peer) -> begin(attempt, peer);
            case Opened.Insecure(var reply, _) -> {
                tell(attempt, reply.text());
                insecure(attempt, target, reply);
            }
            case Opened.Refused(var reply) -> attempt.note(Weight.UNREACHABLE, refused(target, reply, target.name()));
            case Opened.Unreachable(var why) ->
                attempt.note(Weight.UNREACHABLE, refused(target, SmtpReply.of(451, "4.4.1", why), ""));
            case Opened.NoNetwork(var why) -> attempt.note(Weight.NO_NETWORK, new Outcome.OurFault(why));
            case Opened.NotTrusted(var why) -> attempt.note(Weight.FINAL, new Outcome.OurFault(why));
        }
    }

    /** RFC 8689 section 4.2.1: what the sender requires is not waited for. What DNS keeps back for now is. */
    private static void insecure(Attempt attempt, Target target, SmtpReply reply) {
        if (attempt.isTlsRequired() && !(target.security() instanceof Security.Refused))
            attempt.note(Weight.UNFIT, new Outcome.Bounced(SmtpReply.of(550, "5.7.10", reply.text()), ""));
        else attempt.note(Weight.INSECURE, new Outcome.Unreachable(reply, ""));
    }

    /**
     * What is asked of connections for a message. RFC 8689 section 5: a notification is not lost because a server on its
     * way does not know REQUIRETLS, but it does not go in clear.
     */
    private static Targets.Wish wish(Envelope envelope) {
        return switch (envelope.tls()) {
            case AS_USUAL -> Targets.Wish.AS_USUAL;
            case NOT_REQUIRED -> Targets.Wish.WHATEVER;
            case REQUIRED -> envelope.from().sender().isPresent() ? Targets.Wish.VERIFIED : Targets.Wish.ENCRYPTED;
        };
    }

    /** RFC 8689 section 4.2.1: who does not promise to pass it on in this way does not get it. */
    private static boolean keepsNoPromise(Peer peer, Attempt attempt) {
        boolean isAsked = attempt.isTlsRequired() && attempt.envelope().from().sender().isPresent() && !peer.isDelivery();
        return isAsked && !(peer.isEncrypted() && peer.extensions().has("REQUIRETLS"));
    }

    private void begin(Attempt attempt, Peer peer) {
        boolean told = false;
        try {
            tell(attempt, "Called " + peer + ": " + peer.secured());
            told = true;
        } finally {
            if (!told) peer.talk().cut();
        }
        handOver(peer, attempt);
    }

    private void tell(Attempt attempt, String text) {
        var job = attempt.job();
        var addresses = attempt.open().stream().map(i -> attempt.recipient(i).address()).toList();
        traces.tell(new Event(job.trace(), Instant.now(), Event.Kind.ATTEMPTED, addresses, text, Optional.empty()));
    }

    /** A host of our own settings that does not take our call is our operator's business. */
    private static Outcome refused(Target target, SmtpReply reply, String peer) {
        return target.hop().ours() ? new Outcome.OurFault(target + ": " + reply) : new Outcome.Unreachable(reply, peer);
    }

    /** False when it hung up. A peer that is of use to nobody now is not kept for the next message. */
    private boolean handOver(Peer peer, Attempt attempt) {
        if (keepsNoPromise(peer, attempt)) {
            var reply = SmtpReply.of(550, "5.7.30", peer + " does not pass mail on over TLS only (REQUIRETLS), which the sender requires");
            attempt.note(Weight.UNFIT, new Outcome.Bounced(reply, ""));
            peer.talk().quit();
            return true;
        }
        boolean usable = false;
        boolean useful = false;
        try {
            requireCapable(peer, attempt);
            int before = attempt.open().size();
            usable = transactions(peer, attempt);
            useful = before == 0 || attempt.open().size() < before;
        } catch (IOException e) {
            attempt.settle(attempt.open(), new Outcome.OurFault("the message cannot be read: " + e.getMessage()));
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "the conversation with " + peer + " broke", e);
            attempt.settle(attempt.open(), new Outcome.OurFault("an error in this server"));
        } finally {
            release(peer, usable, useful);
        }
        return usable;
    }

    /** Of as many recipients as the server takes, while each of them serves somebody. False when it hung up. */
    private static boolean transactions(Peer peer, Attempt attempt) {
        for (int before = Integer.MAX_VALUE; attempt.goesOn() && attempt.open().size() < before && !peer.isWorn(); ) {
            var open = attempt.open();
            before = open.size();
            var some = open.subList(0, Math.min(before, peer.recipientsMax()));
            if (!new Handover(peer, attempt, some).run()) return false;
        }
        return true;
    }

    private void release(Peer peer, boolean usable, boolean useful) {
        if (!usable) peer.talk().cut();
        else if (useful) idle.give(peer);
        else peer.talk().quit();
    }

    private static void requireCapable(Peer peer, Attempt attempt) throws IOException {
        var missing = attempt.needs().missingAt(peer.extensions());
        missing.ifPresent(reply -> attempt.settle(attempt.open(), new Outcome.Bounced(reply, "")));
        if (peer.extensions().has("SMTPUTF8")) return;
        for (int i : attempt.open()) {
            if (attempt.recipient(i).address().needsUtf8()) attempt.settle(i, new Outcome.Bounced(Needs.NO_UTF8, ""));
        }
    }

    /** Says goodbye to servers whose connections wait. */
    @Override public void close() { idle.close(); }
}
