package sigillo.protectedmail;

import java.time.Instant;
import java.util.Optional;
import sigillo.account.AccountId;
import sigillo.base.Bytes;
import sigillo.store.RowIn;
import sigillo.store.RowOut;

/**
 * What is kept of one, beside its encrypted octets. {@code verifier}: SHA-256 of what who knows the password shows.
 * {@code messageId}: of the sender's own copy, for answers. {@code wrong}: passwords that were. {@code opened}: first.
 */
record ProtectedMessage(AccountId account, Bytes verifier, Terms terms, long octets, Instant made, Instant until,
    int wrong,
        int replies, Optional<Instant> opened) {
    private static final int VERSION = 1;

    /** What the sender has said. {@code tellsOpening}: he wants to hear of it. */
    record Terms(boolean isOnce, boolean tellsOpening, boolean takesReplies, String messageId) {}

    enum State { OPEN, OPENED, SPENT, OVER }

    /** OPENED: it opened once, and that was it. SPENT: too many passwords were wrong. */
    State state(Instant now) {
        if (!now.isBefore(until)) return State.OVER;
        if (wrong >= ProtectedLimits.TRIES_MAX) return State.SPENT;
        boolean isUsed = terms.isOnce && opened.filter(at -> now.isAfter(at.plus(ProtectedLimits.ONCE_GRACE)))
            .isPresent();
        return isUsed ? State.OPENED : State.OPEN;
    }

    int triesLeft() { return Math.max(0, ProtectedLimits.TRIES_MAX - wrong); }

    ProtectedMessage wrong(int more) {
        return new ProtectedMessage(account, verifier, terms, octets, made, until, wrong + more, replies, opened);
    }

    ProtectedMessage replies(int more) {
        return new ProtectedMessage(account, verifier, terms, octets, made, until, wrong, replies + more, opened);
    }

    ProtectedMessage openedAt(Instant at) {
        return new ProtectedMessage(account, verifier, terms, octets, made, until, wrong, replies,
            Optional.of(opened.orElse(at)));
    }

    byte[] encode() {
        return new RowOut(VERSION, 160).text(account.text()).fixed(verifier.unsafeArray())
            .flag(terms.isOnce).flag(terms.tellsOpening).flag(terms.takesReplies).text(terms.messageId)
            .number(octets).time(made).time(until).number(wrong).number(replies)
            .flag(opened.isPresent()).time(opened.orElse(made)).done();
    }

    static ProtectedMessage decode(byte[] row) {
        var in = new RowIn(row, VERSION);
        var account = AccountId.of(in.text()).orElseThrow(() -> RowIn.broken("no account"));
        var verifier = Bytes.wrap(in.fixed(32));
        var terms = new Terms(in.flag(), in.flag(), in.flag(), in.text());
        long octets = in.number();
        var made = in.time();
        var until = in.time();
        int wrong = in.integer();
        int replies = in.integer();
        boolean isOpened = in.flag();
        var opened = in.time();
        return new ProtectedMessage(account, verifier, terms, octets, made, until, wrong, replies,
            isOpened ? Optional.of(opened) : Optional.empty());
    }
}
