package sigillo.account;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * A folder. {@code name} is its own name without its parents' (RFC 8621 section 2), in Unicode NFC, without {@code /}.
 * {@code sortOrder}: where a client has set one (RFC 8621 section 2). {@code uidNext} and {@code modSeq} (the highest of its messages and removals) are IMAP's.
 */
public record Mailbox(
        MailboxId id, Optional<MailboxId> parent, String name, Optional<Role> role, boolean subscribed,
        OptionalLong sortOrder, long uidValidity, long uidNext, long modSeq, Counts counts) {

    /**
     * Kept transactionally; {@link Account#verify} derives them again. {@code size} in octets, each membership counted.
     */
    public record Counts(long emails, long unseen, long deleted, long threads, long unseenThreads, long size) {
        public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0);
    }
}
