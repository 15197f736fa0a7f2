package sigillo.queue;

import java.util.Optional;
import sigillo.base.Bytes;

/** What an attempt means for the row of one recipient. */
sealed interface Fate {

    /** Served, or given up: the row goes. */
    record Done() implements Fate {}

    /** To be tried again at {@code due} (milliseconds). {@code burned}: an attempt that counts for the schedule. */
    record Again(long due, Optional<LastReply> reply, boolean burned) implements Fate {
        /** {@code answer}: what {@link #reply} makes of who waits, sealed. Once only: who is due then has this fate already. */
        RecipientRow of(RecipientRow row, Optional<Bytes> answer) {
            if (row.due() == due) return row;
            var answered = answer.map(row::saying).orElse(row);
            return (burned && reply.isPresent() ? answered.attempted() : answered).dueAt(due);
        }
    }

    /**
     * Not tried: it waits until then (milliseconds), and that time does not count. Its age goes on from {@code agesFrom}: from
     * now on where its whole destination rests, whose time does not count.
     */
    record Waits(long until, long agesFrom) implements Fate {}

    /** Put aside until an operator looks at it. */
    record Aside(String why) implements Fate {}

    /** As it was: the attempt was called off. */
    record Untouched() implements Fate {}
}
