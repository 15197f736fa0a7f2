package sigillo.popd;

import java.util.Optional;
import java.util.Set;
import sigillo.account.Account;
import sigillo.account.Copied;
import sigillo.account.FlagChange;
import sigillo.account.Keyword;
import sigillo.account.MailboxAnswer;
import sigillo.account.MailboxId;
import sigillo.account.Role;
import sigillo.account.UidSet;
import sigillo.directory.PopDeletes;

/**
 * The UPDATE state: RFC 1939 section 6. Removes what is marked, in pieces of one commit each; what failed is not done, what
 * was done stays, and no other message is touched.
 */
final class Update {
    private final Account account;
    private final OpenDrop drop;
    private final PopDeletes deletes;
    private final int piece;

    /** {@code piece}: messages of one commit. */
    Update(Account account, OpenDrop drop, PopDeletes deletes, int piece) {
        this.account = account;
        this.drop = drop;
        this.deletes = deletes;
        this.piece = piece;
    }

    /** Whether all is done. What the store throws is the caller's. */
    boolean run() {
        for (var some = drop.deletedFrom(1, piece); !some.isEmpty(); some = drop.deletedFrom(some.getLast() + 1, piece)) {
            if (!remove(drop.uids(some))) return false;
        }
        return true;
    }

    private boolean remove(UidSet uids) {
        return switch (deletes) {
            case EXPUNGE -> {
                account.remove(drop.inbox(), uids);
                yield true;
            }
            case TRASH -> trash().map(to -> account.move(drop.inbox(), uids, to) instanceof Copied.Done).orElse(false);
            case NOTHING -> hide(uids);
        };
    }

    /** Made anew where its owner has removed it. */
    private Optional<MailboxId> trash() {
        var there = account.mailboxId(Role.TRASH);
        if (there.isPresent()) return there;
        return account.create("Trash", Optional.of(Role.TRASH)) instanceof MailboxAnswer.Done(var made) ? Optional.of(made.id())
            : Optional.empty();
    }

    /** False when the account has no room for one more keyword. */
    private boolean hide(UidSet uids) {
        var change = new FlagChange(FlagChange.Mode.ADD, Set.of(Keyword.POP_DELETED), false, Optional.empty());
        return account.flags(drop.inbox(), uids, change).now().stream().allMatch(entry -> entry.keywords().contains(Keyword.POP_DELETED));
    }
}
