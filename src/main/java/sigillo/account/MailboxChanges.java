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

    /** The change log does not reach back so far, or the answer would be too large: read the mailbox anew. */
    record Resynchronise(long revision) implements MailboxChanges {}
}
