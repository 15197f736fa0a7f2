package sigillo.account;

import java.util.Optional;

/** A thread's id, decided at delivery, never changed: RFC 8474 section 5.2's THREADID and JMAP's. */
public record ThreadId(long value) implements Comparable<ThreadId> {
    public ThreadId {
        if (value <= 0) throw new IllegalArgumentException("id " + value);
    }

    /** Reads what {@link #toString} writes; empty for anything else. */
    public static Optional<ThreadId> parse(String text) { return Ids.parse('T', text).map(ThreadId::new); }

    @Override public int compareTo(ThreadId other) { return Long.compare(value, other.value); }

    @Override public String toString() { return Ids.format('T', value); }
}
