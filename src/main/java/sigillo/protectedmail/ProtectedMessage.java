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
 * {@code held}: a backup has brought it back, and nobody knows whether it was revoked, opened or tried since.
 */
record ProtectedMessage(AccountId account, Bytes verifier, Terms terms, long octets, Instant made, Instant until,
    int wrong,
        int replies, Optional<Instant> opened, boolean held) {
    /** 1, from before 2026-11-30, has no {@code held}. */
    private static final int VERSION = 2;

    /** What the sender has said. {@code tellsOpening}: he wants to hear of it. */
    record Terms(boolean isOnce, boolean tellsOpening, boolean takesReplies, String messageId) {}

    enum State { OPEN, OPENED, SPENT, OVER, HELD }

    /**
     * OPENED: it opened once, and that was it. SPENT: too many passwords were wrong. HELD: its sender has not said yet
     * that it may be opened again.
     */
    State state(Instant now) {
        if (!now.isBefore(until)) return State.OVER;
        if (wrong >= ProtectedLimits.TRIES_MAX) return State.SPENT;
        boolean isUsed = terms.isOnce && opened.filter(at -> now.isAfter(at.plus(ProtectedLimits.ONCE_GRACE)))
            .isPresent();
        if (isUsed) return State.OPENED;
        return held ? State.HELD : State.OPEN;
    }

    int triesLeft() { return Math.max(0, ProtectedLimits.TRIES_MAX - wrong); }

    ProtectedMessage wrong(int more) {
        return new ProtectedMessage(account, verifier, terms, octets, made, until, wrong + more, replies, opened,
            held);
    }

    ProtectedMessage replies(int more) {
        return new ProtectedMessage(account, verifier, terms, octets, made, until, wrong, replies + more, opened,
            held);
    }

    ProtectedMessage openedAt(Instant at) {
        return new ProtectedMessage(account, verifier, terms, octets, made, until, wrong, replies,
            Optional.of(opened.orElse(at)), held);
    }

    ProtectedMessage held(boolean now) {
        return new ProtectedMessage(account, verifier, terms, octets, made, until, wrong, replies, opened, now);
    }

    byte[] encode() {
        return new RowOut(VERSION, 160).text(account.text()).fixed(verifier.unsafeArray())
            .flag(terms.isOnce).flag(terms.tellsOpening).flag(terms.takesReplies).text(terms.messageId)
            .number(octets).time(made).time(until).number(wrong).number(replies)
            .flag(opened.isPresent()).time(opened.orElse(made)).flag(held).done();
    }

    static ProtectedMessage decode(byte[] row) {
        boolean isFirst = row.length > 0 && row[0] == 1;
        var in = new RowIn(row, isFirst ? 1 : VERSION);
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
            isOpened ? Optional.of(opened) : Optional.empty(), !isFirst && in.flag());
    }
}
