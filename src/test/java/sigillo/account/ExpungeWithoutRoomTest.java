package sigillo.account;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import sigillo.base.Bytes;
import sigillo.base.Octets;
import sigillo.keyring.TestSeal;
import sigillo.store.Batch;
import sigillo.store.ForwardingStore;
import sigillo.store.Partition;
import sigillo.store.Written;
import sigillo.store.memory.MemoryStore;

/** What is expunged is so, also when the store has no space just then to forget what is older. */
class ExpungeWithoutRoomTest {
    private static final class Filling extends ForwardingStore {
        private volatile int left = Integer.MAX_VALUE;

        Filling() { super(new MemoryStore()); }

        @Override protected CompletableFuture<Written> submit(Partition partition, Batch batch) {
            boolean isAccounts = partition.name().text().startsWith("a/"); // the keyring's writes when it likes
            return !isAccounts || left-- > 0 ? partition.submit(batch)
                : CompletableFuture.completedFuture(new Written.Refused(Written.Cause.FULL, "no space"));
        }
    }

    @Test void whatIsDoneIsSaidToBeDone() {
        var store = new Filling();
        var clock = InstantSource.system();
        var undelete = new UndeleteSettings(Duration.ofDays(1), 1); // of which any mail is too much
        var account = new Accounts(store, TestSeal.over(store, clock), Bytes.wrap(new byte[32]), clock, undelete)
            .create(new AccountId("anna"));
        var inbox = account.mailboxId(Role.INBOX).orElseThrow();
        var mail = Octets.of("Subject: one\r\n\r\nText.\r\n".getBytes(StandardCharsets.US_ASCII));
        account.deposit(new Deposit(mail, List.of(inbox), Set.of(), true, clock.instant(), Optional.empty()));
        store.left = 1;
        assertEquals(List.of(1L), account.expunge(inbox, UidSet.ALL));
        assertEquals(1, account.expunged(9).size(), "it could not be forgotten yet");
        store.left = Integer.MAX_VALUE;
        account.tidy();
        assertEquals(List.of(), account.expunged(9));
        assertEquals(List.of(), account.verify().faults());
    }
}
