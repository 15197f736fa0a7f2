package sigillo.account;

import java.util.List;
import java.util.Optional;
import sigillo.store.StoreException;

/** The answer to copy and move. */
public sealed interface Copied {
    /** Pairs in the order of source UIDs: RFC 4315 section 3's COPYUID. Empty when no UID of the set exists. Runs cost as much as one. */
    record Done(long uidValidity, List<Pair> pairs) implements Copied {
        public Done {
            pairs = Pairs.of(pairs);
        }
    }

    /**
     * Of a move in several commits some are done, as in {@link Done}, and the next one was refused, or failed: one of the
     * two is there. What is not in a pair was not moved, unless the failure {@link StoreException#mayBeKept}.
     */
    record Partly(long uidValidity, List<Pair> pairs, Optional<Copied> refusal, Optional<StoreException> failure)
            implements Copied {
        public Partly {
            pairs = Pairs.of(pairs);
        }
    }

    record NoSuchMailbox() implements Copied {}

    record OverLimit(String why) implements Copied {}

    record Pair(long from, long to) {}
}
