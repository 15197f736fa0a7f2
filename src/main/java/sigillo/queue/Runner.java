package sigillo.queue;

import java.lang.System.Logger.Level;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import sigillo.base.Octets;
import sigillo.store.Damaged;
import sigillo.store.StoreException;

/**
 * Carries entries of one turn, one after the other, on a thread of its own: claim, carry, settle. A settlement is one
 * batch; a crash between the other side's yes and that batch repeats one attempt and no more. What the store will not
 * take now is kept in hand and offered again.
 */
final class Runner implements Runnable {
    private static final System.Logger LOG = System.getLogger(Runner.class.getName());

    private final Dispatcher dispatcher;
    private final Turn turn;
    private final Claims claims;
    private final Settler settler;
    private final Environment environment;
    private Optional<Claim> claim = Optional.empty();
    private boolean left;

    Runner(Dispatcher dispatcher, Turn turn, Claims claims, Settler settler, Environment environment) {
        this.dispatcher = dispatcher;
        this.turn = turn;
        this.claims = claims;
        this.settler = settler;
        this.environment = environment;
    }

    @Override public void run() {
        try {
            claim = claims.next(turn);
            while (claim.isPresent() && !dispatcher.isStopping()) claim = serve(claim.get());
            claim.ifPresent(unserved -> turn.release(unserved.id()));
            if (!left && leave()) settler.endTurn(turn.destination, turn.hasServed());
        } catch (RuntimeException | Error | InterruptedException e) {
            LOG.log(Level.WARNING, "the turn of a destination ends early", e);
            claim.ifPresent(unserved -> turn.release(unserved.id()));
            if (!left) leave();
            dispatcher.rest();
        }
    }

    /** One attempt; returns the next claim. When there is none, the turn has been left. */
    private Optional<Claim> serve(Claim now) throws InterruptedException {
        dispatcher.grow(turn);
        var message = settler.message(now);
        var outcomes = message.map(m -> carry(now, m)).orElse(List.of());
        boolean calledOff = dispatcher.isStopping();
        Thread.interrupted(); // what is settled now must not be disturbed by what ended the attempt
        var settlement = untilTaken(() -> settler.settlement(now, outcomes, calledOff));
        var next = turn.goesOn(settlement.effect()) && !calledOff ? nextClaim() : Optional.<Claim>empty();
        boolean last = next.isEmpty() && leave();
        try {
            settle(now, outcomes, settlement, last);
        } finally {
            turn.release(now.id());
            claim = next;
        }
        return next;
    }

    /** What an attempt came to must be settled, also when the store cannot be read at the moment. */
    private Optional<Claim> nextClaim() {
        try {
            return claims.next(turn);
        } catch (RuntimeException | Error e) {
            if (!(e instanceof StoreException)) LOG.log(Level.ERROR, "the next mail for a destination cannot be taken up", e);
            dispatcher.rest();
            return Optional.empty();
        }
    }

    private boolean leave() {
        left = true;
        return turn.leave();
    }

    private List<Outcome> carry(Claim claim, Octets message) {
        var watched = new WatchedOctets(message);
        var outcomes = carryWatched(claim, watched);
        return watched.damaged().map(why -> outcomes.stream().map(outcome -> knowing(outcome, why)).toList()).orElse(outcomes);
    }

    /** What came to its end before the message broke off counts; a carrier calls the rest our fault, and would try for ever. */
    private static Outcome knowing(Outcome outcome, Damaged why) {
        return switch (outcome) {
            case Outcome.Delivered _, Outcome.Bounced _ -> outcome;
            case Outcome.Deferred _, Outcome.Rerouted _, Outcome.Paced _, Outcome.Unreachable _, Outcome.OurFault _, Outcome.Damaged _ -> new Outcome.Damaged(Settler.sentence(why));
        };
    }

    private List<Outcome> carryWatched(Claim claim, Octets message) {
        try {
            var outcomes = claim.destination().carrier().carry(
                new Carrier.Job(claim.key(), claim.row().trace(), claim.destination().key(), claim.envelope(), message, claim.entry().submitter()));
            if (outcomes.size() == claim.rows().size()) return outcomes;
            LOG.log(Level.ERROR, claim.destination().key() + " gave " + outcomes.size() + " results for " + claim.rows().size());
            return all(claim, "an error in this server");
        } catch (RuntimeException | Error e) {
            if (!dispatcher.isStopping())
                LOG.log(Level.ERROR, "the attempt of " + claim.key() + " at " + claim.destination().key() + " broke", e);
            return all(claim, e instanceof StoreException ? "the store cannot be read" : "an error in this server");
        }
    }

    private static List<Outcome> all(Claim claim, String why) {
        return Collections.nCopies(claim.rows().size(), new Outcome.OurFault(why));
    }

    private void settle(Claim claim, List<Outcome> outcomes, Settlement settlement, boolean last)
            throws InterruptedException {
        try (var settling = settler.settling(claim, settlement)) {
            var settled = untilTaken(() -> settling.offer(last));
            turn.settled(claim.id());
            settler.settled(claim, outcomes, settlement, settled);
        } catch (Damaged row) {
            asideTried(claim, Settler.sentence(row), row);
        } catch (StoreException stopping) {
            throw stopping;
        } catch (RuntimeException | Error bug) {
            asideTried(claim, "an error in this server", bug);
        }
    }

    /** Without this it would be sent again and again. */
    private void asideTried(Claim claim, String why, Throwable cause) throws InterruptedException {
        LOG.log(Level.ERROR, "what became of " + claim.key() + " cannot be written down", cause);
        untilTaken(() -> settler.hold(claim, why + ", after it was tried"));
    }

    /**
     * The other side's answer is known to nobody else: as long as the store cannot be read or written, this keeps it. A
     * stop that comes meanwhile loses it; then the mail is sent again. What is damaged is so the next time too.
     */
    private <T> T untilTaken(Supplier<T> work) throws InterruptedException {
        for (; ; ) {
            try {
                return work.get();
            } catch (Damaged forGood) {
                throw forGood;
            } catch (StoreException refused) {
                if (dispatcher.isStopping()) throw refused;
                environment.alarms().raise(Settler.STORE_ALARM, "The queue cannot write down what became of mail that "
                    + "was sent: " + refused.getMessage() + ". Free space, or restart after the disk is repaired.",
                    "La coda non può annotare che cosa è stato della posta inviata: " + refused.getMessage() + ". Fare spazio, o riavviare quando il disco è riparato.");
                Thread.sleep(environment.settings().storeRetry());
            }
        }
    }
}
