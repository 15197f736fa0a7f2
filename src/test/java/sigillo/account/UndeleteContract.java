package sigillo.account;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sigillo.account.AccountContract.addDeleted;
import static sigillo.account.AccountContract.assertSound;
import static sigillo.account.AccountContract.deposit;
import static sigillo.account.AccountContract.entry;
import static sigillo.account.AccountContract.inbox;
import static sigillo.account.AccountContract.keyword;
import static sigillo.account.AccountContract.make;
import static sigillo.account.AccountContract.message;
import static sigillo.account.AccountContract.now;
import static sigillo.account.AccountContract.uids;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import sigillo.base.Octets;
import sigillo.keyring.TestSeal;
import sigillo.store.BlobStore;
import sigillo.store.Partition;
import sigillo.store.PartitionName;
import sigillo.store.Store;

/** What was expunged can be had back for a time. */
public interface UndeleteContract extends AccountContract {
    UndeleteSettings MONTH = new UndeleteSettings(Duration.ofDays(30), 1 << 20);

    private Account anna(Clock clock, UndeleteSettings undelete) {
        return new Accounts(store(), TestSeal.over(store(), clock), HASH_KEY, clock, undelete).create(ANNA);
    }

    private static void expunge(Account account, Mailbox mailbox, Email email) {
        long uid = email.memberships().getFirst().uid();
        account.flags(mailbox.id(), uids(uid), addDeleted());
        assertEquals(List.of(uid), account.expunge(mailbox.id(), UidSet.ALL));
    }

    private static byte[] octets(Octets octets) throws IOException {
        var out = new ByteArrayOutputStream();
        octets.writeTo(out);
        return out.toByteArray();
    }

    @Test default void whatWasExpungedComesBackAsItWas() throws IOException {
        var account = anna(new Clock(), MONTH);
        var email = deposit(account, inbox(account), "wanted after all", Keyword.SEEN, keyword("holiday"));
        expunge(account, inbox(account), email);
        assertTrue(account.email(email.id()).isEmpty());
        assertEquals(0, now(account, inbox(account)).counts().emails());
        assertSound(account);

        var expunged = account.expunged(10).getFirst();
        assertEquals(new Expunged(email.id(), NOON, inbox(account).id(), email.size(), email.receivedAt(),
            Set.of(Keyword.SEEN, keyword("holiday"))), expunged);
        assertArrayEquals(octets(message("wanted after all")), octets(account.content(expunged).orElseThrow()));

        var back = AccountContract.kept(account.undelete(expunged, inbox(account).id()));
        assertNotEquals(email.id(), back.id(), "everybody was told that the old one is gone");
        assertEquals(2, back.memberships().getFirst().uid(), "no UID returns");
        assertEquals(email.receivedAt(), entry(account, inbox(account), 2).receivedAt());
        assertEquals(Set.of(Keyword.SEEN, keyword("holiday")), entry(account, inbox(account), 2).keywords());
        assertArrayEquals(octets(message("wanted after all")), octets(account.content(back.id()).orElseThrow()));
        assertEquals(List.of(), account.expunged(10));
        assertInstanceOf(Deposited.AlreadyThere.class, account.undelete(expunged, inbox(account).id()), "and once only");
        assertEquals(1, now(account, inbox(account)).counts().emails());
        assertSound(account);
    }

    @Test default void whatIsElsewhereStillIsNotExpunged() {
        var account = anna(new Clock(), MONTH);
        var email = deposit(account, inbox(account), "in two places");
        account.copy(inbox(account).id(), uids(1), make(account, "Other").id());
        expunge(account, inbox(account), email);
        assertEquals(List.of(), account.expunged(10));
        assertSound(account);
    }

    @Test default void aMailboxThatGoesLeavesItsMailToBeHadBack() {
        var account = anna(new Clock(), MONTH);
        var other = make(account, "Other");
        for (int i = 0; i < 3; i++) deposit(account, other, "number " + i);
        account.delete(other.id());
        assertEquals(3, account.expunged(10).size());
        assertEquals(2, account.expunged(2).size());
        assertInstanceOf(Deposited.NoSuchMailbox.class, account.undelete(account.expunged(1).getFirst(), other.id()));
        assertEquals(3, account.expunged(10).size(), "a refusal loses nothing");
        for (var one : account.expunged(10)) AccountContract.kept(account.undelete(one, inbox(account).id()));
        assertEquals(3, now(account, inbox(account)).counts().emails());
        assertSound(account);
    }

    @Test default void itsTimeEnds() {
        var clock = new Clock();
        var account = anna(clock, MONTH);
        expunge(account, inbox(account), deposit(account, inbox(account), "first"));
        clock.pass(Duration.ofDays(10));
        expunge(account, inbox(account), deposit(account, inbox(account), "second"));
        clock.pass(Duration.ofDays(19));
        assertEquals(0, account.tidy(), "what can be had back is nobody's orphan");
        assertEquals(2, account.expunged(10).size());
        clock.pass(Duration.ofDays(1));
        var first = account.expunged(10).getLast();
        account.tidy();
        assertEquals(List.of("second"), subjects(account));
        assertTrue(account.content(first).isEmpty());
        assertInstanceOf(Deposited.AlreadyThere.class, account.undelete(first, inbox(account).id()));
        assertEquals(0, account.tidy(), "its blob went with it");
        assertSound(account);
    }

    @Test default void ofTooMuchTheOldestGoesAtOnce() {
        var clock = new Clock();
        long each = message("number 0").length();
        var account = anna(clock, new UndeleteSettings(Duration.ofDays(30), 3 * each));
        for (int i = 0; i < 5; i++) {
            expunge(account, inbox(account), deposit(account, inbox(account), "number " + i));
            clock.pass(Duration.ofMinutes(1));
        }
        assertEquals(List.of("number 4", "number 3", "number 2"), subjects(account));
        assertSound(account);
    }

    @Test default void whereNothingIsKeptItIsGone() {
        var account = anna(new Clock(), UndeleteSettings.NONE);
        expunge(account, inbox(account), deposit(account, inbox(account), "gone"));
        assertEquals(List.of(), account.expunged(10));
        assertSound(account);
    }

    /** A server that keeps it no longer forgets what was kept. */
    @Test default void whatWasKeptGoesOnceNothingIsKept() {
        var clock = new Clock();
        var account = anna(clock, MONTH);
        expunge(account, inbox(account), deposit(account, inbox(account), "kept"));
        var later = anna(clock, UndeleteSettings.NONE);
        later.tidy();
        assertEquals(List.of(), later.expunged(10));
        assertSound(later);
    }

    /** Decision 0020: that there is no room for a large message elsewhere costs nobody what was promised. */
    @Test default void aStoreInTroubleKeepsWhatItTakes() {
        var clock = new Clock();
        var isFull = new AtomicBoolean();
        var store = new Troubled(store(), isFull::get);
        var account = new Accounts(store, TestSeal.over(store(), clock), HASH_KEY, clock, MONTH).create(ANNA);
        var late = deposit(account, inbox(account), "late");
        isFull.set(true);
        expunge(account, inbox(account), late);
        assertEquals(List.of("late"), subjects(account));
        assertSound(account);
    }

    /** Says that it is full, as one does that has refused a large message, and takes what is small. */
    record Troubled(Store store, BooleanSupplier isFull) implements Store {
        @Override public Partition partition(PartitionName name) { return store.partition(name); }

        @Override public List<PartitionName> partitions(String prefix) { return store.partitions(prefix); }

        @Override public void remove(PartitionName name) { store.remove(name); }

        @Override public BlobStore blobs() { return store.blobs(); }

        @Override public Optional<String> trouble() { return isFull.getAsBoolean() ? Optional.of("full") : Optional.empty(); }

        @Override public void checkpoint(Path folder) { store.checkpoint(folder); }

        @Override public void close() { store.close(); }
    }

    /** What is counted or kept otherwise than it is found. */
    @Test default void whatIsWrongIsSeen() {
        var account = anna(new Clock(), MONTH);
        expunge(account, inbox(account), deposit(account, inbox(account), "its blob goes"));
        store().blobs().ids(BlobIds.prefix(ANNA), store().blobs()::delete);
        assertEquals(1, account.verify().faults().size());
        assertTrue(account.verify().faults().getFirst().contains("which was expunged: its blob cannot be read"));
        new sigillo.store.Transactions(store().partition(ANNA.partition())).write(tx -> {
            tx.put(Keys.EXPUNGED_TALLY, new ExpungedTally(2, 3).encode());
            return null;
        });
        assertTrue(account.verify().faults().contains("what was expunged is counted wrong"));
    }

    private static List<String> subjects(Account account) {
        return account.expunged(10).stream().map(one -> {
            try {
                var text = new String(octets(account.content(one).orElseThrow()), java.nio.charset.StandardCharsets.UTF_8);
                return text.lines().filter(line -> line.startsWith("Subject: ")).findFirst().orElseThrow().substring(9);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }).toList();
    }
}
