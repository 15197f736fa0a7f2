package sigillo.filter;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import sigillo.message.HeaderEdit;
import sigillo.smtp.SmtpReply;

/**
 * Another program, or a list of others, that is asked about each message while its authentication is checked. Any thread,
 * several messages at once.
 */
public interface Engine {
    /** For the log and the story. */
    String name();

    /** Whether it is asked about this one. {@code isOfStranger}: it comes from outside, and was judged by no server of ours. */
    default boolean concerns(Mail mail, boolean isOfStranger) { return isOfStranger; }

    /** Beyond it nobody waits: the thread that looks is interrupted, and it counts as {@link Said.Silent}. */
    Duration patience();

    /** Blocks. What it throws counts as {@link Said.Silent}, and is logged. */
    Said look(Mail mail) throws InterruptedException;

    /** What came of it. */
    sealed interface Said {
        /**
         * {@code virus}: RFC 5235 section 3.3, 1 is clean and 5 infected; empty for who does not look for any. {@code edits}:
         * of its header, when it is taken.
         */
        record Reasons(List<Reason> reasons, OptionalInt virus, List<HeaderEdit> edits) implements Said {
            public Reasons {
                reasons = List.copyOf(reasons);
                edits = List.copyOf(edits);
            }

            public Reasons(List<Reason> reasons, OptionalInt virus) { this(reasons, virus, List.of()); }
        }

        /** It does not come in, or not now; {@code why} is a sentence for the story. */
        record Against(SmtpReply reply, String why) implements Said {}

        /** It has nothing to say: off, slow, or broken; {@code why} is a sentence for the story. */
        record Silent(String why) implements Said {}
    }
}
