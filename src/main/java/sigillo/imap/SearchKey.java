package sigillo.imap;

import java.time.LocalDate;
import java.util.List;

/** What a message must be to be found: RFC 9051 section 6.4.4. */
public sealed interface SearchKey {

    record All() implements SearchKey {}

    /** Of which this session is the first to hear: RFC 3501 section 2.3.2. */
    record Recent() implements SearchKey {}

    record And(List<SearchKey> keys) implements SearchKey {
        public And { keys = List.copyOf(keys); }
    }

    record Or(SearchKey one, SearchKey other) implements SearchKey {}

    record Not(SearchKey key) implements SearchKey {}

    record HasFlag(Flag flag) implements SearchKey {}

    /** A header field holds a text; an empty text asks for the field itself. */
    record HasField(String name, String text) implements SearchKey {}

    record InBody(String text) implements SearchKey {}

    /** Header or body. */
    record InText(String text) implements SearchKey {}

    /** By the day on which the message came in. Before the day, on it, or since it. */
    record Received(When when, LocalDate day) implements SearchKey {}

    /** By the day that its Date field names, whatever the zone there. */
    record Sent(When when, LocalDate day) implements SearchKey {}

    /** By the day on which it came into this mailbox: RFC 8514 section 4.3. */
    record Saved(When when, LocalDate day) implements SearchKey {}

    /** RFC 5032 section 3: it came in so many seconds ago, or longer ago; else less long ago. */
    record Within(boolean older, long seconds) implements SearchKey {}

    enum When { BEFORE, ON, SINCE }

    record Larger(long octets) implements SearchKey {}

    record Smaller(long octets) implements SearchKey {}

    record Numbers(SequenceSet numbers) implements SearchKey {}

    record Uids(SequenceSet uids) implements SearchKey {}

    /** Of this MODSEQ or higher: RFC 7162 section 3.1.5. */
    record ModSeq(long least) implements SearchKey {}

    /** RFC 8474 section 6. */
    record EmailId(String id) implements SearchKey {}

    record ThreadId(String id) implements SearchKey {}

    /** True when somewhere in it RFC 7162 section 3.1.5's criterion stands: the answer then tells a MODSEQ. */
    default boolean asksModSeq() {
        return switch (this) {
            case And(var keys) -> keys.stream().anyMatch(SearchKey::asksModSeq);
            case Or(var one, var other) -> one.asksModSeq() || other.asksModSeq();
            case Not(var key) -> key.asksModSeq();
            case ModSeq _ -> true;
            default -> false;
        };
    }

    /** How many keys it is made of: each may be tried on each message. */
    default int count() {
        return switch (this) {
            case And(var keys) -> keys.stream().mapToInt(SearchKey::count).sum();
            case Or(var one, var other) -> one.count() + other.count();
            case Not(var key) -> key.count();
            default -> 1;
        };
    }
}
