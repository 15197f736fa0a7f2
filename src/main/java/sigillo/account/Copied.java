package sigillo.account;

import java.util.List;

/** The answer to copy and move. */
public sealed interface Copied {
    /** Pairs in the order of source UIDs: RFC 4315 section 3's COPYUID. Empty when no UID of the set exists. Runs cost as much as one. */
    record Done(long uidValidity, List<Pair> pairs) implements Copied {
        public Done {
            pairs = Pairs.of(pairs);
        }
    }

    record NoSuchMailbox() implements Copied {}

    record OverLimit(String why) implements Copied {}

    record Pair(long from, long to) {}
}
