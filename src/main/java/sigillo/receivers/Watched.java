package sigillo.receivers;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import sigillo.queue.Carrier;
import sigillo.queue.Outcome;
import sigillo.receivers.Standing.More;
import sigillo.refusals.Refusals;
import sigillo.resolver.Answer;
import sigillo.resolver.Resolver;
import sigillo.resolver.Resolver.MailExchanger;
import sigillo.smtp.SmtpReply;
import sigillo.store.StoreException;

/**
 * A carrier to other servers, of which is noted how mail fares. Directly to mail exchangers it keeps to the pace of a warm-up,
 * and where a destination refuses this server's address and there is another way, its mail is to go that way. Any thread.
 */
public final class Watched implements Carrier {
    private static final System.Logger LOG = System.getLogger("sigillo.receivers");
    private static final String DIRECTLY = "mx:";

    private final Carrier carrier;
    private final Receivers receivers;
    private final Resolver resolver;
    private final Optional<String> otherWay;
    private final InstantSource clock;

    /** {@code otherWay}: how it is called, for people. */
    public Watched(Carrier carrier, Receivers receivers, Resolver resolver, Optional<String> otherWay, InstantSource clock) {
        this.carrier = carrier;
        this.receivers = receivers;
        this.resolver = resolver;
        this.otherWay = otherWay;
        this.clock = clock;
    }

    @Override public List<Outcome> carry(Job job) {
        boolean isDirect = job.destination().startsWith(DIRECTLY);
        var domain = isDirect ? job.destination().substring(DIRECTLY.length()) : job.destination().replaceFirst("^([a-z]+:).*@", "$1");
        var pace = isDirect ? pace(domain, job) : Pace.FREE;
        if (pace.refusal().isPresent()) return job.envelope().recipients().stream().<Outcome>map(_ -> pace.refusal().get()).toList();
        var outcomes = carrier.carry(job);
        try {
            note(domain, outcomes);
            pace.receiver().ifPresent(receiver -> giveBack(receiver, outcomes));
            return isDirect && otherWay.isPresent() ? rerouted(domain, outcomes) : outcomes;
        } catch (StoreException trouble) { // what the servers said counts all the same
            LOG.log(Level.WARNING, "how mail fares at a receiver is not remembered: " + trouble.getMessage());
            return outcomes;
        }
    }

    // ---- pace ----

    private record Pace(Optional<String> receiver, Optional<Outcome.Paced> refusal) {
        static final Pace FREE = new Pace(Optional.empty(), Optional.empty());
    }

    private Pace pace(String domain, Job job) {
        if (receivers.warmingSince().isEmpty()) return Pace.FREE;
        var receiver = receiver(domain);
        if (receiver.isEmpty()) return Pace.FREE;
        int recipients = job.envelope().recipients().size();
        boolean isBulk = recipients > WarmUp.PERSONAL_MAX || isOfList(job);
        return receivers.take(receiver.get(), recipients, isBulk).map(until -> new Pace(receiver, Optional.of(waits(receiver.get(), until, isBulk))))
            .orElse(new Pace(receiver, Optional.empty()));
    }

    private static Outcome.Paced waits(String receiver, Instant until, boolean isBulk) {
        return new Outcome.Paced(until, receiver + " gets little from an address that is new to it (sigillo warm-up)"
            + (isBulk ? ", personal mail first" : ""), !isBulk);
    }

    /** Who runs its mail exchangers; the relay asks the same and finds it in the cache. */
    private Optional<String> receiver(String domain) {
        return resolver.mx(domain) instanceof Answer.Found<MailExchanger>(var hosts, _) && !hosts.isEmpty()
            ? Operators.of(hosts.getFirst().host()) : Optional.empty();
    }

    /** What mailing lists write, and what older programs did. */
    private static boolean isOfList(Job job) {
        try {
            var octets = job.message().bytes(0, Math.min(job.message().length(), ReceiverLimits.HEADER_OCTETS), ReceiverLimits.HEADER_OCTETS);
            var text = new String(octets, StandardCharsets.ISO_8859_1);
            int end = text.indexOf("\r\n\r\n");
            var header = "\n" + (end < 0 ? text : text.substring(0, end)).toLowerCase(Locale.ROOT);
            return header.contains("\nlist-unsubscribe:") || header.contains("\nlist-id:") || header.contains("\nprecedence: bulk");
        } catch (IOException unreadable) { // the carrier says so
            return false;
        }
    }

    private void giveBack(String receiver, List<Outcome> outcomes) {
        long spared = outcomes.stream().filter(outcome -> said(outcome).isEmpty()).count();
        if (spared > 0) receivers.giveBack(receiver, spared);
    }

    // ---- how it fares ----

    private record Said(SmtpReply reply, String peer) {}

    /** What a server said; empty when none was reached. */
    private static Optional<Said> said(Outcome outcome) {
        return (switch (outcome) {
            case Outcome.Delivered(var reply, var peer, _) -> Optional.of(new Said(reply, peer));
            case Outcome.Deferred(var reply, var peer, _) -> Optional.of(new Said(reply, peer));
            case Outcome.Unreachable(var reply, var peer) -> Optional.of(new Said(reply, peer));
            case Outcome.Bounced(var reply, var peer) -> Optional.of(new Said(reply, peer));
            case Outcome.Rerouted(var reply, var peer, _) -> Optional.of(new Said(reply, peer));
            case Outcome.OurFault _, Outcome.Damaged _, Outcome.Paced _ -> Optional.<Said>empty();
        }).filter(said -> !said.peer().isEmpty());
    }

    /** By the host that answered: what many domains have in common is one receiver. */
    private void note(String domain, List<Outcome> outcomes) {
        var now = clock.instant();
        var all = new HashMap<String, More>();
        for (var outcome : outcomes) {
            var more = more(outcome, now);
            if (more.equals(More.NOTHING)) continue;
            var name = said(outcome).flatMap(said -> Operators.of(said.peer())).orElse(domain);
            all.merge(name, more, More::plus);
        }
        all.forEach(receivers::note);
    }

    private static More more(Outcome outcome, Instant now) {
        Function<SmtpReply, Optional<Word>> word = reply ->
            Optional.of(new Word(now, said(outcome).map(Said::peer).orElse(""), reply.toString()));
        return switch (outcome) {
            case Outcome.Delivered _ -> new More(1, 0, 0, Optional.of(now), Optional.empty(), Use.NONE);
            case Outcome.Deferred(var reply, _, _) -> new More(0, 1, 0, Optional.empty(), word.apply(reply), Use.NONE);
            case Outcome.Unreachable(var reply, _) -> new More(0, 1, 0, Optional.empty(), word.apply(reply), Use.NONE);
            case Outcome.Bounced(var reply, _) -> new More(0, 0, 1, Optional.empty(), word.apply(reply), Use.NONE);
            case Outcome.Rerouted(var reply, _, _) -> new More(0, 0, 1, Optional.empty(), word.apply(reply), Use.NONE);
            case Outcome.OurFault _, Outcome.Damaged _, Outcome.Paced _ -> More.NOTHING;
        };
    }

    // ---- another way ----

    /** Who takes mail from us, or refuses it for another reason, does not refuse our address. */
    private List<Outcome> rerouted(String domain, List<Outcome> outcomes) {
        var all = new ArrayList<Outcome>();
        boolean isTaken = false;
        for (var outcome : outcomes) {
            var said = said(outcome);
            var why = said.filter(one -> !one.reply().isPositive()).flatMap(one -> Refusals.of(one.reply(), one.peer()))
                .filter(meaning -> meaning.isAboutAddress());
            isTaken |= said.isPresent() && said.get().reply().isPositive();
            boolean isElsewhere = why.isPresent() && receivers.refused(domain, why.get().says());
            all.add(isElsewhere ? new Outcome.Rerouted(said.get().reply(), said.get().peer(), otherWay.orElseThrow()) : outcome);
        }
        if (isTaken) receivers.tookDirectly(domain);
        return all;
    }
}
