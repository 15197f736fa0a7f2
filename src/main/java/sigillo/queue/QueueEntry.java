package sigillo.queue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An entry as operators see it. Of its recipients that wait, {@code recipients} are the first
 * {@link QueueLimits#SHOWN_RECIPIENTS_MAX}; {@code more}: there are others.
 */
public record QueueEntry(
        String id, String trace, Instant created, String from, Optional<String> submitter, long octets,
        List<Waiting> recipients, boolean more) {
    /** Stands for what is sealed and does not open. */
    public static final String NOT_OPENED = "(cannot be opened)";
    /** Stands for what a damaged row does not tell. */
    public static final String DAMAGED = "(damaged)";

    /**
     * {@code next}: the next attempt, empty while held. {@code lastReply} and {@code lastPeer} are of the last attempt;
     * {@code lastMeaning}: what is known of that reply, in two languages; {@code fault}: what keeps us from calling the destination at all.
     */
    public record Waiting(
            String address, String destination, boolean held, int attempts, Optional<Instant> next,
            Optional<Instant> lastAttempt, Optional<String> lastReply, Optional<String> lastPeer,
            Optional<String> lastMeaning, Optional<String> lastMeaningInItalian, Optional<String> fault) {
        static Waiting ofDamaged() {
            return new Waiting(DAMAGED, DAMAGED, false, 0, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.empty(), Optional.empty());
        }
    }
}
