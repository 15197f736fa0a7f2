package sigillo.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import sigillo.base.Bytes;
import sigillo.base.Octets;
import sigillo.base.SetClock;
import sigillo.keyring.TestSeal;
import sigillo.store.Batch;
import sigillo.store.ForwardingStore;
import sigillo.store.Partition;
import sigillo.store.StoreException;
import sigillo.store.Written;
import sigillo.store.memory.MemoryStore;

/** What is expunged is so, also when the store has no space just then to forget what is older. */
class ExpungeWithoutRoomTest {
    private static final class Filling extends ForwardingStore {
        private final AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);
        /** As below the floor of free space. */
        private volatile boolean onlyMakesRoom;

        Filling() { super(new MemoryStore()); }

        @Override protected CompletableFuture<Written> submit(Partition partition, Batch batch) {
            if (!partition.name().text().startsWith("a/")) return partition.submit(batch); // the keyring's, which writes when it likes
            boolean isTaken = left.getAndDecrement() > 0 && (!onlyMakesRoom || batch.givesSpace());
            return isTaken ? partition.submit(batch)
                : CompletableFuture.completedFuture(new Written.Refused(Written.Cause.FULL, "no space"));
        }
    }

    private final Filling store = new Filling();
    private final SetClock clock = new SetClock(Instant.parse("2026-11-01T00:00:00Z"));

    private Account account(long octetsMax) {
        var undelete = new UndeleteSettings(Duration.ofDays(1), octetsMax);
        return new Accounts(store, TestSeal.over(store, clock), Bytes.wrap(new byte[32]), clock, undelete)
            .create(new AccountId("anna"));
    }

    private static MailboxId inbox(Account account) { return account.mailboxId(Role.INBOX).orElseThrow(); }

    private static Deposit deleted(Account account) {
        var mail = Octets.of("Subject: one\r\n\r\nText.\r\n".getBytes(StandardCharsets.US_ASCII));
        return new Deposit(mail, List.of(inbox(account)), Set.of(), true, Instant.EPOCH, Optional.empty());
    }

    private int blobs() {
        var blobs = new ArrayList<Bytes>();
        store.blobs().ids(BlobIds.ALL, blobs::add);
        return blobs.size();
    }

    @Test void whatIsDoneIsSaidToBeDone() {
        var account = account(1); // of which any mail is too much
        account.deposit(deleted(account));
        store.left.set(1);
        assertEquals(List.of(1L), account.expunge(inbox(account), UidSet.ALL));
        assertEquals(1, account.expunged(9).size(), "it could not be forgotten yet");
        store.left.set(Integer.MAX_VALUE);
        account.tidy();
        assertEquals(List.of(), account.expunged(9));
        assertEquals(List.of(), account.verify().faults());
    }

    /** Below the floor: marked, expunged, to be had back; then its days are over, and its octets are gone. */
    @Test void aFullDiskCanEmptyItself() {
        var account = account(1 << 30);
        account.deposit(Collections.nCopies(3, deleted(account)));
        var folder = ((MailboxAnswer.Done) account.create("old", Optional.empty())).mailbox().id();
        account.copy(inbox(account), UidSet.of(3), folder);
        store.onlyMakesRoom = true;
        assertFull(() -> account.deposit(deleted(account)));
        assertFull(() -> account.flags(inbox(account), UidSet.ALL, change(FlagChange.Mode.ADD, Set.of(Keyword.SEEN))));
        assertFull(() -> account.flags(inbox(account), UidSet.ALL, change(FlagChange.Mode.REMOVE, Set.of())));
        account.flags(folder, UidSet.ALL, change(FlagChange.Mode.ADD, Set.of()));
        assertEquals(List.of(1L, 2L, 3L), account.expunge(inbox(account), UidSet.ALL));
        assertEquals(List.of(1L), account.expunge(folder, UidSet.ALL));
        assertEquals(3, account.expunged(9).size(), "nothing is forgotten before its days are over");
        assertEquals(3, blobs());
        clock.advance(Duration.ofDays(2));
        account.tidy();
        assertEquals(List.of(), account.expunged(9));
        assertEquals(0, blobs());
        assertInstanceOf(MailboxAnswer.Done.class, account.delete(folder));
        store.onlyMakesRoom = false;
        assertEquals(List.of(), account.verify().faults());
    }

    private static FlagChange change(FlagChange.Mode mode, Set<Keyword> keywords) {
        return new FlagChange(mode, keywords, true, Optional.empty());
    }

    private static void assertFull(Executable work) {
        assertTrue(assertThrows(StoreException.class, work).isFull());
    }

    /** Whatever becomes of the rest: what is forgotten durably is gone with its octets, not when the orphans are swept. */
    @Test void whatIsForgottenIsGoneThoughTheRestCannotBe() {
        var account = account(1 << 30);
        for (int i = 0; i < 11; i++) account.deposit(Collections.nCopies(200, deleted(account)));
        account.expunge(inbox(account), UidSet.ALL);
        assertEquals(2_200, blobs());
        clock.advance(Duration.ofDays(2));
        store.left.set(1);
        assertThrows(StoreException.class, account::tidy);
        assertEquals(1_200, account.expunged(9_999).size());
        assertEquals(1_200, blobs());
        store.left.set(Integer.MAX_VALUE);
        account.tidy();
        assertEquals(0, blobs());
        assertEquals(List.of(), account.verify().faults());
    }
}
