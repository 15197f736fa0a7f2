package sigillo.smtpd;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sigillo.base.Address;
import sigillo.delivery.TurnedAway;
import sigillo.directory.User;
import sigillo.smtp.SmtpReply;
import sigillo.trace.Event;
import sigillo.trace.TraceId;
import sigillo.trace.Traces;

/**
 * Tells of mail that a door refuses by itself, so that the operator finds it under the address of whom it was for. What
 * strangers can make us write has a bound over all doors: beyond it a refusal is only answered. Any thread.
 */
public final class RefusalStories {
    /** Saved up for a burst; a busy server refuses a fraction of it in an hour. */
    static final int SAVED_MAX = 2_000;
    /** One a second, some 300 octets each: a month of constant attack is under a gigabyte. */
    static final Duration EACH = Duration.ofSeconds(1);

    private final Traces traces;
    private final InstantSource clock;
    private double saved = SAVED_MAX;
    private Instant savedAt = Instant.MIN;
    private volatile TurnedAway turnedAway = TurnedAway.NOBODY;

    public RefusalStories(Traces traces, InstantSource clock) {
        this.traces = traces;
        this.clock = clock;
    }

    /** Who shows it to those for whom it was. */
    public RefusalStories telling(TurnedAway told) {
        turnedAway = told;
        return this;
    }

    /** What was not let in of mail from outside, for some of ours; it has a bound of its own. */
    void turnedAway(Who who, Optional<Address> sender, List<Address> recipients, SmtpReply reply) {
        if (!recipients.isEmpty()) turnedAway.told(new TurnedAway.Mail(sender, recipients, Optional.of(who.client()), who.helo(), reply));
    }

    /** The same for all refusals of a conversation. */
    record Who(Optional<User> user, String helo, InetAddress client) {}

    /** {@code at}: the command or {@code "the message"}; {@code concerned}: the sender first. */
    void tell(TraceId trace, String at, Who who, List<Address> concerned, SmtpReply reply) {
        var now = clock.instant();
        if (concerned.isEmpty() || !take(now)) return;
        var addresses = new ArrayList<Address>();
        who.user().ifPresent(user -> addresses.add(user.address()));
        concerned.stream().filter(address -> !addresses.contains(address)).forEach(addresses::add);
        var text = "Refused at " + at + ", from " + who.helo() + " [" + who.client().getHostAddress() + "]";
        traces.tell(new Event(trace, now, Event.Kind.REFUSED, addresses, text, Optional.of(reply.toString())));
    }

    private synchronized boolean take(Instant now) {
        if (now.isAfter(savedAt)) {
            double more = savedAt.equals(Instant.MIN) ? 0 : (double) Duration.between(savedAt, now).toMillis() / EACH.toMillis();
            saved = Math.min(SAVED_MAX, saved + more);
            savedAt = now;
        }
        if (saved < 1) return false;
        saved--;
        return true;
    }
}
