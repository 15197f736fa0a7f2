package sigillo.main.mail;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import sigillo.base.Address;
import sigillo.queue.Carrier;
import sigillo.queue.Destination;
import sigillo.queue.Outcome;
import sigillo.smtp.ReversePath;

/** The way to others while a version tests itself: the same destinations, and what waits for them goes on waiting. Nobody is asked anything. */
public final class HeldBack implements Elsewhere, Carrier {
    private static final Duration AGAIN = Duration.ofMinutes(1);

    private final Elsewhere way;
    private final InstantSource clock;

    public HeldBack(Elsewhere way, InstantSource clock) {
        this.way = way;
        this.clock = clock;
    }

    @Override public Destination of(ReversePath from, Address recipient) {
        var there = way.of(from, recipient);
        return new Destination(there.key(), this, there.isFinal());
    }

    @Override public List<Outcome> carry(Job job) {
        var waits = new Outcome.Paced(clock.instant().plus(AGAIN), "an upgrade is under way", true);
        return job.envelope().recipients().stream().<Outcome>map(_ -> waits).toList();
    }

    @Override public void close() { way.close(); }
}
