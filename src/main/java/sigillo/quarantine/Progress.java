package sigillo.quarantine;

import java.time.Instant;
import java.util.Optional;
import sigillo.account.Account;
import sigillo.account.Notes;
import sigillo.store.Damaged;
import sigillo.store.RowIn;
import sigillo.store.RowOut;

/**
 * How far an account was looked at, in a note of it, which has no names and no content. Any thread.
 *
 * <pre>
 * 0    for which signatures, from when to when what came was looked at, whether that is all
 * 1    since when its owner is awaited
 * </pre>
 */
final class Progress {
    private static final String SUBJECT = "what was looked at again for viruses";
    private static final int VERSION = 1;
    private static final long STATE = 0;
    private static final long AWAITED = 1;

    /** {@code begun}: what came later was looked at with these signatures when it came. {@code down}: to what came then it is done. */
    record State(long signatures, Instant begun, Instant down, boolean isDone) {
        static State begin(long signatures, Instant now) { return new State(signatures, now, now, false); }

        /** Whether what came then is still to be looked at. */
        boolean isOpen(Instant received) { return !received.isAfter(down); }

        State until(Instant received) { return new State(signatures, begun, received, false); }

        State done() { return new State(signatures, begun, down, true); }

        byte[] encode() { return new RowOut(VERSION).number(signatures).number(begun.toEpochMilli()).number(down.toEpochMilli()).flag(isDone).done(); }
    }

    private final Notes notes;

    Progress(Account account) { this.notes = account.notes(SUBJECT); }

    /** Empty where it was never looked at, or the note is damaged. */
    Optional<State> state() { return notes.get(STATE).flatMap(Progress::decode); }

    private static Optional<State> decode(byte[] row) {
        try {
            var in = new RowIn(row, VERSION);
            return Optional.of(new State(in.number(), Instant.ofEpochMilli(in.number()), Instant.ofEpochMilli(in.number()), in.flag()));
        } catch (Damaged broken) {
            return Optional.empty();
        }
    }

    void note(State state) { put(STATE, state.encode()); }

    /** True for the one who is to await its owner: nobody else does, lately. */
    boolean await(Instant now) {
        return notes.change(rows -> {
            boolean isAwaited = rows.get(AWAITED).map(Progress::time).filter(since -> since.plus(QuarantineLimits.AWAITED).isAfter(now)).isPresent();
            if (!isAwaited) rows.put(AWAITED, new RowOut(VERSION).number(now.toEpochMilli()).done());
            return !isAwaited;
        });
    }

    void isHere() {
        notes.change(rows -> {
            rows.delete(AWAITED);
            return true;
        });
    }

    private static Instant time(byte[] row) {
        try {
            return Instant.ofEpochMilli(new RowIn(row, VERSION).number());
        } catch (Damaged broken) {
            return Instant.EPOCH;
        }
    }

    private void put(long number, byte[] row) {
        notes.change(rows -> {
            rows.put(number, row);
            return true;
        });
    }
}
