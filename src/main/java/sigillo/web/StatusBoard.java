package sigillo.web;

import java.util.Optional;
import sigillo.account.AccountId;
import sigillo.doctor.Board;

/** How the server is, for the page of whoever looks after it. Any thread. */
public interface StatusBoard {
    /** Whether it is shown to that account: postmaster's. */
    boolean isFor(AccountId account);

    /** As it was found last; empty before the first look is done. */
    Optional<Board> last();

    /** Begins a look, unless one is under way or was done just now. Returns at once. */
    void look();
}
