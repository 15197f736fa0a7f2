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

    /** Whether a certificate could be ordered now, since the last order failed. */
    default boolean mayOrder() { return false; }

    /** Empty when it is ordered now; else why not. */
    default Optional<String> order() { return Optional.of(""); }

    // ---- browsers that are told by Web Push ----

    /** The key by which push services know this server; empty where no browser can be told. */
    default Optional<String> pushKey() { return Optional.empty(); }

    /** How many browsers of that account are told. */
    default long browsers(AccountId account) { return 0; }

    /** As the browser said it. False: it is none, or there are as many as may be. */
    default boolean subscribe(AccountId account, String endpoint, String p256dh, String auth) { return false; }

    default void unsubscribe(AccountId account, String endpoint) { }
}
