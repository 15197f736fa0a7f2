package sigillo.relay;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import sigillo.base.Domain;
import sigillo.net.ClientTls;
import sigillo.queue.Carrier;
import sigillo.queue.Outcome;
import sigillo.resolver.Resolver;
import sigillo.smtp.SmtpReply;

/**
 * Carries mail to other servers. Hosts are tried in turn until one takes the conversation as far as a transaction; what
 * that one says of each recipient counts. What is wrong on our side never bounces mail.
 */
public final class Relay implements Carrier, AutoCloseable {
    private final RelaySettings settings;
    private final Targets targets;
    private final Opening opening;
    private final IdlePeers idle = new IdlePeers();

    public Relay(RelaySettings settings, Resolver resolver) { this(settings, resolver, ClientTls.verifying()); }

    /** {@code verifying}: the trust for hosts whose certificate must be valid. */
    public Relay(RelaySettings settings, Resolver resolver, ClientTls verifying) {
        this.settings = settings;
        this.targets = new Targets(settings, resolver);
        this.opening = new Opening(settings, verifying);
    }

    /** Names where mail for a domain goes: what takes turns as one. */
    public String destination(Domain domain) { return Route.of(domain, settings).key(); }

    /** True when whoever takes mail of this domain from us delivers it. */
    public boolean isFinal(Domain domain) { return Route.of(domain, settings).isFinal(); }

    @Override public List<Outcome> carry(Job job) {
        var route = Route.of(job.envelope().recipients().getFirst().address().domain(), settings);
        return switch (targets.of(route)) {
            case Found.Hosts(var hosts) -> toOneOf(hosts, job);
            case Found.Never(var reply) -> all(job, new Outcome.Bounced(reply, "dns"));
            case Found.Later(var reply) -> all(job, new Outcome.Deferred(reply, "dns", Optional.empty()));
            case Found.OurFault(var why) -> all(job, new Outcome.OurFault(why));
        };
    }

    private List<Outcome> toOneOf(List<Target> hosts, Job job) {
        Outcome last = new Outcome.OurFault("no network");
        boolean someNetwork = false;
        for (var target : hosts) {
            switch (peer(target)) {
                case Opened.Ready(var peer) -> { return handOver(peer, job); }
                case Opened.Refused(var reply) -> { last = deferred(target, reply); someNetwork = true; }
                case Opened.Unreachable(var why, var noNetwork) -> {
                    if (!noNetwork || !someNetwork) last = noNetwork ? new Outcome.OurFault(why) : deferred(target, SmtpReply.of(451, "4.4.1", why));
                    someNetwork |= !noNetwork;
                }
                case Opened.NotTrusted(var why) -> { last = new Outcome.OurFault(why); someNetwork = true; }
            }
        }
        return all(job, last);
    }

    /** A host of our own settings that does not answer is our operator's business. */
    private static Outcome deferred(Target target, SmtpReply reply) {
        return target.hop().ours() ? new Outcome.OurFault(target + ": " + reply) : new Outcome.Deferred(reply, target.toString(), Optional.empty());
    }

    private Opened peer(Target target) {
        return idle.take(target).<Opened>map(Opened.Ready::new).orElseGet(() -> opening.open(target));
    }

    /** In transactions of as many recipients as the server takes. A connection that waited too long is opened anew once. */
    private List<Outcome> handOver(Peer first, Job job) {
        var result = transaction(first, job, 0);
        if (result.lost() && !result.begun() && first.wasIdle()) {
            first.talk().quit();
            if (!(opening.open(first.target()) instanceof Opened.Ready(var fresh))) return all(job, lost(first));
            return handOver(fresh, transaction(fresh, job, 0), job);
        }
        return handOver(first, result, job);
    }

    private List<Outcome> handOver(Peer peer, Handover.Result first, Job job) {
        var outcomes = new ArrayList<>(first.outcomes());
        int count = job.envelope().recipients().size();
        boolean lost = first.lost();
        while (!lost && outcomes.size() < count) {
            var next = transaction(peer, job, outcomes.size());
            outcomes.addAll(next.outcomes());
            lost = next.lost();
        }
        if (lost) peer.talk().quit();
        else idle.give(peer);
        while (outcomes.size() < count) outcomes.add(lost(peer));
        return outcomes;
    }

    private static Outcome lost(Peer peer) {
        return new Outcome.Deferred(SmtpReply.of(451, "4.4.2", "The connection to " + peer + " was lost"), peer.toString(), Optional.empty());
    }

    private static Handover.Result transaction(Peer peer, Job job, int from) {
        int count = Math.clamp(peer.extensions().limit("RCPTMAX").orElse(RelayLimits.RECIPIENTS_OF_TRANSACTION), 1,
            RelayLimits.RECIPIENTS_OF_TRANSACTION);
        var recipients = job.envelope().recipients();
        var envelope = job.envelope().to(recipients.subList(from, Math.min(recipients.size(), from + count)));
        try {
            return new Handover(peer, envelope, job.message(), Needs.of(envelope, job.message())).run();
        } catch (IOException unreadable) {
            Outcome ours = new Outcome.OurFault("the message cannot be read: " + unreadable.getMessage());
            return new Handover.Result(Collections.nCopies(envelope.recipients().size(), ours), true, true);
        }
    }

    private static List<Outcome> all(Job job, Outcome outcome) { return Collections.nCopies(job.envelope().recipients().size(), outcome); }

    /** Says goodbye to servers whose connections wait. */
    @Override public void close() { idle.close(); }
}
