package sigillo.account;

import java.util.Optional;

/** A mailbox's id: RFC 8474 section 4.1's MAILBOXID and JMAP's. Never reused. */
public record MailboxId(long value) implements Comparable<MailboxId> {
    public MailboxId {
        if (value <= 0) throw new IllegalArgumentException("id " + value);
    }

    /** Reads what {@link #toString} writes; empty for anything else. */
    public static Optional<MailboxId> parse(String text) { return Ids.parse('F', text).map(MailboxId::new); }

    @Override public int compareTo(MailboxId other) { return Long.compare(value, other.value); }

    @Override public String toString() { return Ids.format('F', value); }
}
