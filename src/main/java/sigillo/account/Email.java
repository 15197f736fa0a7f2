package sigillo.account;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/** A kept message: RFC 8621 section 4. Its memberships say where it is; they may be several in one mailbox. */
public record Email(
        EmailId id, ThreadId thread, long size, Instant receivedAt, Set<Keyword> keywords, List<Membership> memberships,
        long createdAtRevision, long modSeq) {
    public Email {
        keywords = Set.copyOf(keywords);
        memberships = List.copyOf(memberships);
    }

    /** Where an Email is, under which UID, and whether it is marked there for removal. */
    public record Membership(MailboxId mailbox, long uid, long modSeq, boolean deleted) {}
}
