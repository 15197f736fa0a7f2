package sigillo.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import sigillo.account.AccountId;
import sigillo.keyring.Unlocked;
import sigillo.keyring.Way;

class LendingTest {
    private final AtomicInteger closed = new AtomicInteger();
    private final AtomicInteger told = new AtomicInteger();
    private final Lending lending = new Lending(new Open());

    private final class Open implements Unlocked {
        @Override public AccountId account() { return new AccountId("anna"); }

        @Override public long slot() { return 7; }

        @Override public long add(Way way) { return 8; }

        @Override public void heal() {}

        @Override public boolean isWhole() { return true; }

        @Override public void whenEnded(Runnable action) {}

        @Override public boolean stands() { return true; }

        @Override public void close() { closed.incrementAndGet(); }
    }

    @Test void withoutLoansItClosesAtOnceAndOnce() {
        lending.end();
        lending.end();
        assertEquals(1, closed.get());
        assertTrue(lending.lend().isEmpty(), "it is over");
    }

    /** Nothing is closed under who still reads; he is told, and the last closes it. */
    @Test void theLastOneClosesIt() {
        var request = lending.lend().orElseThrow();
        var stream = lending.lend().orElseThrow();
        stream.whenEnded(told::incrementAndGet);
        assertTrue(stream.stands());
        lending.end();
        assertEquals(1, told.get());
        assertFalse(stream.stands());
        stream.close();
        stream.close();
        assertEquals(0, closed.get());
        request.close();
        assertEquals(1, closed.get());
    }

    @Test void whoHasGivenItBackIsToldNothing() {
        var request = lending.lend().orElseThrow();
        request.whenEnded(told::incrementAndGet);
        request.close();
        lending.end();
        request.whenEnded(told::incrementAndGet);
        assertEquals(0, told.get());
        assertEquals(1, closed.get());
    }

    @Test void whoAsksAfterTheEndIsToldAtOnce() {
        var request = lending.lend().orElseThrow();
        lending.end();
        request.whenEnded(told::incrementAndGet);
        assertEquals(1, told.get());
        request.close();
        assertEquals(1, closed.get());
    }
}
