package sigillo.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import sigillo.smtp.SmtpReply;

/**
 * What became of one recipient in one attempt. {@code peer} is the other side's name, for the story and the
 * notification.
 */
public sealed interface Outcome {

    /**
     * Taken over. {@code dsnHandedOn}: the next server speaks DSN and answers for success from here (RFC 3461 section
     * 5.2.1); or the message goes on in our own queue with the sender's wishes.
     */
    record Delivered(SmtpReply reply, String peer, boolean dsnHandedOn) implements Outcome {}

    /** Try later. {@code reply} is theirs, or ours when nobody answered. */
    record Deferred(SmtpReply reply, String peer, Optional<Duration> retryAfter) implements Outcome {}

    /**
     * Nobody took calls at the destination, whatever the message: no answer, a broken name server, a refusal at the
     * greeting. The queue then spares everything else that waits for this destination the same attempt.
     */
    record Unreachable(SmtpReply reply, String peer) implements Outcome {}

    /** Refused at this destination, and its mail goes another way from now on: at once, {@code way} says which. */
    record Rerouted(SmtpReply reply, String peer, String way) implements Outcome {}

    /**
     * Not tried: it waits its turn until then, and grows no older. {@code isForAll}: whatever else waits for this
     * destination does too.
     */
    record Paced(Instant until, String why, boolean isForAll) implements Outcome {}

    /** Never. */
    record Bounced(SmtpReply reply, String peer) implements Outcome {}

    /**
     * The fault is on our side (no network, no resolver, a smarthost refuses our login, a broken setting): hold, raise
     * an alarm, retry; the time does not count towards giving up, and mail never bounces for it.
     */
    record OurFault(String why) implements Outcome {}

    /**
     * The message cannot be opened from where the queue keeps it: it is held until an operator has looked. Carriers never
     * say so, they meet a message that cannot be read; the queue knows why.
     */
    record Damaged(String why) implements Outcome {}
}
