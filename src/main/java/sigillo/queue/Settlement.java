package sigillo.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import sigillo.dsn.Action;
import sigillo.dsn.RecipientStatus;
import sigillo.smtp.Recipient;
import sigillo.smtp.Recipient.Notify;
import sigillo.smtp.SmtpReply;

/**
 * What one attempt's outcomes mean: for each recipient's row, for the destination, and what the sender is to be told.
 * Pure. {@code fates} are in the order of the claim.
 */
record Settlement(List<Fate> fates, Effect effect, List<RecipientStatus> tell, List<TicketWork.News> news) {

    /** {@code calledOff}: we are stopping, so that what is not final was not tried to the end. */
    static Settlement of(Claim claim, List<Outcome> outcomes, DestinationRow destination, Context context) {
        var effect = effect(outcomes, destination, context);
        var fates = new ArrayList<Fate>();
        var tell = new ArrayList<RecipientStatus>();
        var news = new ArrayList<TicketWork.News>();
        for (int i = 0; i < outcomes.size(); i++) {
            var row = claim.rows().get(i);
            fates.add(fate(outcomes.get(i), row, effect, context));
            if (i < claim.keys().size()) news(outcomes.get(i), claim.keys().get(i).number(), claim.destination().isFinal()).ifPresent(news::add);
            status(outcomes.get(i), claim.addressees().get(i).recipient(), claim.destination().isFinal(), context.now()).ifPresent(tell::add);
        }
        return new Settlement(fates, effect, tell, news);
    }

    record Context(long now, Schedule schedule, RandomGenerator random, boolean calledOff) {
        long after(Duration wait) { return now + wait.toMillis(); }
    }

    /** A destination is down, or out of our reach, only when the attempt says nothing else. */
    private static Effect effect(List<Outcome> all, DestinationRow destination, Context context) {
        // One that is damaged, or was not tried, tells nothing of it.
        var outcomes = all.stream().filter(o -> !(o instanceof Outcome.Damaged || o instanceof Outcome.Paced)).toList();
        if (context.calledOff()) return new Effect.None();
        if (outcomes.isEmpty()) return paced(all);
        int failures = destination.failures() + 1;
        if (outcomes.stream().allMatch(o -> o instanceof Outcome.OurFault)) {
            var fault = (Outcome.OurFault) outcomes.getFirst();
            return new Effect.Fault(context.after(context.schedule().afterFaults(failures, context.random())),
                fault.why());
        }
        if (outcomes.stream().allMatch(o -> o instanceof Outcome.OurFault || o instanceof Outcome.Unreachable)) {
            var reply = outcomes.stream().flatMap(o -> reply(o, context.now()).stream()).findFirst().orElseThrow();
            return new Effect.Down(context.after(context.schedule().afterAttempts(failures, context.random())), reply);
        }
        return new Effect.Up();
    }

    private static Effect paced(List<Outcome> all) {
        var paced = all.stream().flatMap(o -> o instanceof Outcome.Paced one ? Stream.of(one) : Stream.empty()).toList();
        if (paced.isEmpty()) return new Effect.None();
        return paced.stream().filter(Outcome.Paced::isForAll).findFirst()
            .<Effect>map(one -> new Effect.Rest(one.until().toEpochMilli(), one.why())).orElse(new Effect.Passed());
    }

    private static Optional<LastReply> reply(Outcome outcome, long now) {
        return switch (outcome) {
            case Outcome.Delivered(var reply, var peer, _) -> Optional.of(new LastReply(reply, peer, now));
            case Outcome.Deferred(var reply, var peer, _) -> Optional.of(new LastReply(reply, peer, now));
            case Outcome.Unreachable(var reply, var peer) -> Optional.of(new LastReply(reply, peer, now));
            case Outcome.Bounced(var reply, var peer) -> Optional.of(new LastReply(reply, peer, now));
            case Outcome.Rerouted(var reply, var peer, _) -> Optional.of(new LastReply(reply, peer, now));
            case Outcome.OurFault _, Outcome.Damaged _, Outcome.Paced _ -> Optional.empty();
        };
    }

    private static Fate fate(Outcome outcome, RecipientRow row, Effect effect, Context context) {
        return switch (outcome) {
            case Outcome.Delivered _, Outcome.Bounced _ -> new Fate.Done();
            case Outcome.Damaged(var why) -> new Fate.Aside(why);
            case Outcome.Rerouted _ when !context.calledOff() -> new Fate.Again(context.now(), reply(outcome, context.now()), false);
            case Outcome.Paced(var until, _, _) when !context.calledOff() ->
                new Fate.Waits(until.toEpochMilli(), effect instanceof Effect.Rest ? context.now() : until.toEpochMilli());
            case Outcome.Rerouted _, Outcome.Paced _ -> new Fate.Untouched();
            case Outcome.Deferred _, Outcome.Unreachable _, Outcome.OurFault _ -> context.calledOff()
                ? new Fate.Untouched()
                : new Fate.Again(due(outcome, row, effect, context), reply(outcome, context.now()),
                    !(outcome instanceof Outcome.OurFault));
        };
    }

    /** Who was tried at a destination that is down goes behind the others there: it may be the one that breaks it. */
    private static long due(Outcome outcome, RecipientRow row, Effect effect, Context context) {
        return switch (effect) {
            case Effect.Down(long until, _) -> until;
            case Effect.Fault(long until, _) -> until;
            case Effect.Up _, Effect.Passed _, Effect.None _, Effect.Rest _ -> context.after(longer(
                context.schedule().afterAttempts(row.attempts() + 1, context.random()), retryAfter(outcome)));
        };
    }

    private static Duration retryAfter(Outcome outcome) {
        var asked = outcome instanceof Outcome.Deferred deferred
            ? deferred.retryAfter().orElse(Duration.ZERO)
            : Duration.ZERO;
        return asked.compareTo(QueueLimits.RETRY_AFTER_MAX) < 0 ? asked : QueueLimits.RETRY_AFTER_MAX;
    }

    private static Duration longer(Duration a, Duration b) { return a.compareTo(b) < 0 ? b : a; }

    /** What its owner hears of one recipient. */
    private static Optional<TicketWork.News> news(Outcome outcome, int recipient, boolean isFinal) {
        return switch (outcome) {
            case Outcome.Delivered(var reply, _, boolean handedOn) -> Optional.of(new TicketWork.News(recipient,
                isFinal && !handedOn ? Ticket.Delivered.YES : Ticket.Delivered.UNKNOWN, Optional.of(reply)));
            case Outcome.Bounced(var reply, _) -> Optional.of(new TicketWork.News(recipient, Ticket.Delivered.NO, Optional.of(reply)));
            case Outcome.Deferred(var reply, _, _) -> Optional.of(new TicketWork.News(recipient, Ticket.Delivered.QUEUED, Optional.of(reply)));
            case Outcome.Unreachable(var reply, _) -> Optional.of(new TicketWork.News(recipient, Ticket.Delivered.QUEUED, Optional.of(reply)));
            case Outcome.Rerouted _, Outcome.Paced _, Outcome.OurFault _, Outcome.Damaged _ -> Optional.empty();
        };
    }

    /** What the sender is told now. RFC 3461 sections 5.2.2, 5.2.3 and 5.2.6. */
    private static Optional<RecipientStatus> status(Outcome outcome, Recipient recipient, boolean isFinal, long now) {
        return switch (outcome) {
            case Outcome.Bounced(var reply, var peer) -> Notices.wants(recipient, Notify.FAILURE)
                ? Optional.of(status(recipient, Action.FAILED, reply, peer, now)) : Optional.empty();
            case Outcome.Delivered(var reply, var peer, boolean handedOn)
                when Notices.wants(recipient, Notify.SUCCESS) && !handedOn ->
                Optional.of(status(recipient, isFinal ? Action.DELIVERED : Action.RELAYED, reply, peer, now));
            case Outcome.Delivered _, Outcome.Deferred _, Outcome.Rerouted _, Outcome.Paced _, Outcome.Unreachable _, Outcome.OurFault _,
                Outcome.Damaged _ -> Optional.empty();
        };
    }

    private static RecipientStatus status(Recipient recipient, Action action, SmtpReply reply, String peer, long now) {
        return new RecipientStatus(recipient, action, RecipientStatus.statusOf(reply),
            peer.isEmpty() ? Optional.empty() : Optional.of(peer), Optional.of(reply),
            Optional.of(Instant.ofEpochMilli(now)), Optional.empty());
    }
}
