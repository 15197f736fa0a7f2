package sigillo.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sigillo.account.AccountContract.ANNA;
import static sigillo.account.AccountContract.HASH_KEY;
import static sigillo.account.AccountContract.add;
import static sigillo.account.AccountContract.addDeleted;
import static sigillo.account.AccountContract.assertSound;
import static sigillo.account.AccountContract.all;
import static sigillo.account.AccountContract.deposit;
import static sigillo.account.AccountContract.inbox;
import static sigillo.account.AccountContract.keyword;
import static sigillo.account.AccountContract.make;
import static sigillo.account.AccountContract.now;
import static sigillo.account.AccountContract.pairs;
import static sigillo.account.AccountContract.uidsOf;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import sigillo.store.StoreContract;
import sigillo.store.Transactions;
import sigillo.store.Tx;
import sigillo.store.rocksdb.RocksStore;

/** A mailbox of a hundred thousand: everything works in bounded pieces, and deliveries go between them. */
@Tag("gate")
class LargeMailboxTest {
    private static final int MESSAGES = 100_000;
    private static final int WRITERS = 50;

    @Test void aHundredThousandMessages(@TempDir Path directory) throws Exception {
        try (var store = RocksStore.open(directory)) {
            var accounts = new Accounts(store, ContentSeal.NONE, HASH_KEY, new AccountContract.Clock());
            var anna = accounts.create(ANNA);
            var inbox = inbox(anna);
            fill(anna, inbox);
            long filled = anna.revision();
            var done = new AtomicBoolean();
            var meanwhile = Thread.startVirtualThread(() -> {
                for (var sent = anna.mailbox(Role.SENT).orElseThrow(); !done.get(); pause()) {
                    deposit(anna, sent, "meanwhile");
                }
            });
            assertUids(anna, inbox.id());
            flagAll(anna, inbox);
            assertUids(anna, inbox.id());
            assertInstanceOf(MailboxChanges.Resynchronise.class, anna.changes(inbox.id(), filled), "too much to tell");
            copyAll(anna, inbox);
            uidsAreKeptUpToDate(anna, anna.mailbox("all").orElseThrow());
            theFirstAfterAStartReadsWhatIsPacked(store, anna, anna.mailbox("all").orElseThrow());
            expungeHalf(anna, inbox);
            assertUids(anna, inbox.id());
            deleteAll(anna);
            done.set(true);
            meanwhile.join();
            assertTrue(now(anna, anna.mailbox(Role.SENT).orElseThrow()).counts().emails() > 0);
            assertSound(anna);
        }
    }

    private static void fill(Account anna, Mailbox inbox) throws Exception {
        StoreContract.together(IntStream.range(0, WRITERS).<Executable>mapToObj(writer -> () -> {
            for (int i = 0; i < MESSAGES / WRITERS; i++) deposit(anna, inbox, "m" + writer + "." + i);
        }).toList());
        assertEquals(MESSAGES, now(anna, inbox).counts().emails());
    }

    private static void uidsAreKeptUpToDate(Account anna, Mailbox all) {
        assertUids(anna, all.id());
        for (int i = 0; i < 10; i++) deposit(anna, all, "later" + i);
        anna.flags(all.id(), new UidSet(List.of(new UidSet.Range(5, 20))), add(Keyword.FLAGGED));
        assertUids(anna, all.id());
        // some at the end, one in the middle, and one that is not there
        var gone = new UidSet(List.of(new UidSet.Range(777, 777), new UidSet.Range(MESSAGES, MESSAGES + 4), new UidSet.Range(MESSAGES + 500, MESSAGES + 500)));
        anna.flags(all.id(), gone, addDeleted());
        assertEquals(6, anna.expunge(all.id(), UidSet.ALL).size());
        assertUids(anna, all.id());
    }

    /** By a row that is taken away behind the account's back, which only who reads the mailbox whole can miss. */
    private static void theFirstAfterAStartReadsWhatIsPacked(RocksStore store, Account anna, Mailbox all) throws Exception {
        var rows = new Transactions(store.partition(ANNA.partition()));
        anna.keepUids(all.id());
        assertEquals(1, packed(rows, all.id()));
        for (int i = 0; i < 10; i++) deposit(anna, all, "later" + i);
        anna.remove(all.id(), new UidSet(List.of(new UidSet.Range(100, 105))));
        anna.keepUids(all.id());
        var there = uids(anna, all);
        var key = Keys.entry(all.id(), 4242);
        var row = rows.partition().get(key).orElseThrow();
        write(rows, tx -> tx.delete(key));
        assertEquals(there, uids(started(store), all), "from what is packed, and the log");
        write(rows, tx -> tx.put(key, row));
        var first = Keys.packed(all.id(), 0);
        var good = rows.partition().get(first).orElseThrow();
        for (var broken : List.of(new byte[0], new byte[] {9}, Arrays.copyOf(good, good.length - 1), Arrays.copyOf(good, 3))) {
            write(rows, tx -> tx.put(first, broken));
            assertEquals(there, uids(started(store), all), "one that is broken is passed over");
        }
        write(rows, tx -> tx.put(first, good));
        assertSound(anna);
        write(rows, tx -> tx.delete(first));
        anna.tidy();
        assertEquals(1, packed(rows, all.id()), "written by upkeep too");
        askedByManyAtOnce(store, all, there);
    }

    private static void askedByManyAtOnce(RocksStore store, Mailbox all, List<Long> there) throws Exception {
        var started = started(store);
        StoreContract.together(IntStream.range(0, WRITERS).<Executable>mapToObj(i -> () -> {
            if (i % 2 == 0) assertEquals(there, uids(started, all));
            var flags = started.flags(all.id()).orElseThrow();
            assertEquals(FlagList.SEEN | FlagList.OTHERS, flags.of(there.getFirst()) & (FlagList.SEEN | FlagList.OTHERS));
            assertEquals(FlagList.GONE, flags.of(102));
        }).toList());
    }

    private static List<Long> uids(Account account, Mailbox mailbox) { return all(account.uids(mailbox.id())); }

    private static void write(Transactions rows, Consumer<Tx> work) {
        rows.write(tx -> {
            work.accept(tx);
            return null;
        });
    }

    private static int packed(Transactions rows, MailboxId mailbox) {
        var count = new int[1];
        rows.partition().range(Keys.packed(mailbox), Keys.packed(mailbox).afterPrefix(), false, (_, _) -> ++count[0] > 0);
        return count[0];
    }

    private static Account started(RocksStore store) { return new Accounts(store, ContentSeal.NONE, HASH_KEY, new AccountContract.Clock()).open(ANNA); }

    /** The second time they are known. */
    private static void assertUids(Account anna, MailboxId mailbox) {
        var there = new ArrayList<Long>();
        anna.entries(mailbox, UidSet.ALL, entry -> there.add(entry.uid()));
        assertEquals(there, all(anna.uids(mailbox)));
        assertEquals(there, all(anna.uids(mailbox)));
    }

    private static void flagAll(Account anna, Mailbox inbox) {
        var answer = anna.flags(inbox.id(), UidSet.ALL, add(Keyword.SEEN, keyword("tag")));
        assertEquals(MESSAGES, answer.now().size());
        assertEquals(0, now(anna, inbox).counts().unseen());
        var odd = new int[1];
        anna.entries(inbox.id(), UidSet.ALL, entry -> {
            if (entry.keywords().size() != 2) odd[0]++;
            return true;
        });
        assertEquals(0, odd[0]);
    }

    private static void copyAll(Account anna, Mailbox inbox) {
        var all = make(anna, "all");
        var pairs = pairs(anna.copy(inbox.id(), UidSet.ALL, all.id()));
        assertEquals(MESSAGES, pairs.size());
        assertEquals(MESSAGES, now(anna, all).counts().emails());
    }

    private static void expungeHalf(Account anna, Mailbox inbox) {
        var half = new UidSet(List.of(new UidSet.Range(1, MESSAGES / 2)));
        anna.flags(inbox.id(), half, addDeleted());
        assertEquals(MESSAGES / 2, anna.expunge(inbox.id(), UidSet.ALL).size());
        assertEquals(MESSAGES / 2 + 1, uidsOf(anna, inbox).getFirst());
        var trash = anna.mailbox(Role.TRASH).orElseThrow();
        assertEquals(MESSAGES / 2, pairs(anna.move(inbox.id(), UidSet.ALL, trash.id())).size());
        assertEquals(0, now(anna, inbox).counts().emails());
    }

    private static void deleteAll(Account anna) {
        assertInstanceOf(MailboxAnswer.Done.class, anna.delete(anna.mailbox("all").orElseThrow().id()));
        assertEquals(MESSAGES / 2, now(anna, anna.mailbox(Role.TRASH).orElseThrow()).counts().emails());
    }

    private static void pause() {
        try {
            Thread.sleep(Duration.ofMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
