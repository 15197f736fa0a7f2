package sigillo.jmapd;

import java.util.Optional;
import java.util.function.Predicate;
import sigillo.account.Account;
import sigillo.account.Touched;
import sigillo.account.Touched.Kind;

/**
 * The types whose state is a revision of the account: RFC 8620 section 1.6. It is the last by which one of the type was
 * touched, as {@code /changes} tells, so a client asks for nothing of types that stayed as they are. Two that are
 * alike say that nothing has changed between them; two that are not may say so of nothing, after many commits that
 * touched others alone.
 */
enum StateType {
    /** All that is touched is in a mailbox, whose counts it may change. */
    MAILBOX("Mailbox", _ -> true),
    /** A thread is another when an Email joins or leaves it. */
    THREAD("Thread", touched -> touched.kind() == Kind.EMAIL_CREATED || touched.kind() == Kind.EMAIL_DESTROYED),
    EMAIL("Email", touched -> touched.email().isPresent());

    private final String type;
    private final Predicate<Touched> isOf;

    StateType(String type, Predicate<Touched> isOf) {
        this.type = type;
        this.isOf = isOf;
    }

    static Optional<StateType> of(String type) {
        for (var one : values()) if (one.type.equals(type)) return Optional.of(one);
        return Optional.empty();
    }

    State now(Account account) { return at(account, account.revision()); }

    /** As it was at a revision. */
    State at(Account account, long revision) { return State.of(account.lastTouched(0, revision, isOf)); }

    /** As it was at a revision; empty where it is the same as at {@code since}, behind which nothing is read. */
    Optional<State> since(Account account, long since, long revision) {
        return Optional.of(account.lastTouched(since, revision, isOf)).filter(last -> last > since).map(State::of);
    }
}
