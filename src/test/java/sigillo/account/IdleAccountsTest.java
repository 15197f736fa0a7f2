package sigillo.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import sigillo.base.Bytes;
import sigillo.base.Octets;
import sigillo.store.memory.MemoryStore;

/** An account that nobody uses costs no memory: a server has more of them than it could hold. */
class IdleAccountsTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private final Accounts accounts = new Accounts(new MemoryStore(), ContentSeal.NONE, Bytes.wrap(new byte[32]), InstantSource.fixed(NOON));

    @Test void anAccountThatNobodyHoldsIsForgotten() throws InterruptedException {
        var id = accounts.create(new AccountId("anna")).id();
        var seen = new WeakReference<>(accounts.open(id));
        for (int tries = 0; seen.get() != null; tries++) {
            assertTrue(tries < 100, "it is held");
            System.gc();
            Thread.sleep(10);
        }
        assertEquals(id, accounts.open(id).id());
    }

    /** Only the subscription is held: what others write to the account is told all the same. */
    @Test void whoListensIsToldByWhoeverOpensIt() throws InterruptedException {
        var told = new AtomicInteger();
        var subscription = accounts.create(new AccountId("anna")).listen(_ -> told.incrementAndGet());
        for (int i = 0; i < 5; i++) {
            System.gc();
            Thread.sleep(5);
            var account = accounts.open(new AccountId("anna"));
            assertSame(account, accounts.open(account.id()));
            account.deposit(Deposit.of(Octets.of("Subject: x\r\n\r\n".getBytes()), account.mailbox(Role.INBOX).orElseThrow().id(), NOON));
        }
        assertEquals(5, told.get());
        subscription.close();
    }
}
