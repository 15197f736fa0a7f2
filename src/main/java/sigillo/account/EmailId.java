package sigillo.account;

import java.util.Optional;

/** An Email's id, kept by copies and moves: RFC 8474 section 5.1's EMAILID and JMAP's. Never reused. */
public record EmailId(long value) implements Comparable<EmailId> {
    public EmailId {
        if (value <= 0) throw new IllegalArgumentException("id " + value);
    }

    /** Reads what {@link #toString} writes; empty for anything else. */
    public static Optional<EmailId> parse(String text) { return Ids.parse('M', text).map(EmailId::new); }

    @Override public int compareTo(EmailId other) { return Long.compare(value, other.value); }

    @Override public String toString() { return Ids.format('M', value); }
}
