package sigillo.takeout;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import sigillo.account.AccountId;
import sigillo.base.FairPlaces;

/**
 * Who takes mail away or brings some: an account once, of all so many; and whose turn it is of them to work. While its
 * peer is waited for the turn is another's, so a slow line holds up nobody, however long it takes. Any thread.
 */
final class TakeoutPlaces {
    private final FairPlaces<AccountId> places = new FairPlaces<>(TakeoutLimits.PLACES);
    private final Semaphore turns = new Semaphore(TakeoutLimits.AT_WORK, true);

    /** Empty where there is none for that account now. */
    Optional<FairPlaces.Place> enter(AccountId account) { return places.enter(account); }

    /** Waits for it: those who work are never long. */
    Turn begin() {
        turns.acquireUninterruptibly();
        return new Turn();
    }

    /** To be closed. One thread. */
    final class Turn implements AutoCloseable {
        private Turn() {}

        /** Carries out what waits for the peer, by {@code pace}; until it is this one's turn again is not counted there. */
        int waiting(PeerPace pace, PeerPace.Step step) throws IOException {
            turns.release();
            try {
                return pace.through(step);
            } finally {
                turns.acquireUninterruptibly();
            }
        }

        @Override public void close() { turns.release(); }
    }
}
