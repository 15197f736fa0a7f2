package sigillo.account;

import java.util.List;

/** What happened in one mailbox since a revision. */
public sealed interface MailboxChanges {
    /**
     * {@code changed}: new or changed entries as they are now, by UID; {@code vanished}: UIDs that are gone, sorted.
     */
    record Known(long revision, List<Entry> changed, List<Long> vanished) implements MailboxChanges {
        public Known {
            changed = List.copyOf(changed);
            vanished = List.copyOf(vanished);
        }
    }

    /** Of who reads them: taken before they are read. What it throws, he throws: there is none. */
    @FunctionalInterface interface Room<E extends Exception> {
        void take(int entries) throws E;
    }

    /** The change log does not reach back so far, or the answer would be too large: read the mailbox anew. */
    record Resynchronise(long revision) implements MailboxChanges {}
}
