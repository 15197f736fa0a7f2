package sigillo.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sigillo.account.AccountContract.NOON;
import static sigillo.account.AccountContract.assertSound;
import static sigillo.account.AccountContract.deposit;
import static sigillo.account.AccountContract.octets;
import static sigillo.account.AccountContract.uids;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.base.Bytes;
import sigillo.store.Transactions;
import sigillo.store.Tx;
import sigillo.store.memory.MemoryStore;

/** Whatever is wrong in an account's rows, verifying it says so. */
class InspectionTest {
    /** {@code harm} spoils an account of two messages in the inbox, of which the second is also in the archive. */
    record Harm(String what, String expected, BiFunction<Tx, Account, Object> harm) {}

    private static final List<Harm> HARMS = List.of(
        tally("a counter of messages", "says", tally -> { tally.emails++; return tally; }),
        tally("a counter of unseen ones", "says", tally -> { tally.unseen--; return tally; }),
        tally("a counter of threads", "says", tally -> { tally.threads++; return tally; }),
        tally("a size", "says", tally -> { tally.size++; return tally; }),
        tally("UIDNEXT", "not below UIDNEXT", tally -> { tally.uidNext = 2; return tally; }),
        tally("a MODSEQ too low", "higher MODSEQ", tally -> { tally.modSeq = 1; return tally; }),
        tally("a MODSEQ too high", "of the future", tally -> { tally.modSeq = 1_000_000; return tally; }),
        tally("a half doomed mailbox", "doomed in one place", tally -> { tally.doomed = true; return tally; }),
        new Harm("a lost entry", "is not in mailbox", (tx, a) -> delete(tx, Keys.entry(inbox(a), 1))),
        new Harm("a stray entry", "is no Email's", (tx, a) -> copy(tx, Keys.entry(inbox(a), 1),
            Keys.entry(inbox(a), 3))),
        new Harm("an entry of another Email", "is not in mailbox", (tx, a) -> copy(tx, Keys.entry(inbox(a), 1),
            Keys.entry(inbox(a), 2))),
        new Harm("other keywords elsewhere", "other keywords", (tx, a) -> {
            var key = Keys.entry(a.mailbox(Role.ARCHIVE).orElseThrow().id(), 1);
            var row = EntryRow.decode(tx.get(key).orElseThrow());
            return put(tx, key, row.with(new Marks(2, row.marks().others()), row.deleted(), row.modSeq()).encode());
        }),
        new Harm("a lost Email", "is no Email's", (tx, a) -> delete(tx, Keys.email(email(a, 1)))),
        new Harm("a lost meta record", "meta records", (tx, a) -> delete(tx, Keys.meta(email(a, 1)))),
        new Harm("a stray meta record", "meta records", (tx, a) -> put(tx, Keys.meta(new EmailId(4711)), new byte[1])),
        new Harm("a stray sheet", "sheets of fields", (tx, a) -> put(tx, Keys.fields(4711), new byte[1])),
        new Harm("a stray client text record", "client text records", (tx, a) -> put(tx,
            Keys.clientText(new EmailId(4711)), new byte[1])),
        new Harm("a stray sketch", "sketches of texts", (tx, a) -> put(tx, Keys.sketch(new EmailId(4711)), new byte[1])),
        new Harm("a stray text record", "text records", (tx, a) -> put(tx, Keys.text(new EmailId(4711)), new byte[1])),
        new Harm("lost facts", "Emails of the threads", (tx, a) -> delete(tx, facts(tx, a))),
        new Harm("a link to nobody", "links", (tx, a) -> delete(tx, facts(tx, a))),
        new Harm("a thread's count", "threads are counted wrong", (tx, a) ->
            put(tx, Keys.threadIn(inbox(a), thread(tx, a)), new ThreadCount(2, 1).encode())),
        new Harm("a mailbox' keyword", "its keywords", (tx, a) -> put(tx, Keys.uses(inbox(a), 1), Counter.encode(9))),
        new Harm("an account's keyword", "keywords are counted", (tx, a) -> put(tx, Keys.keyword(1),
            new KeywordRow(new Keyword("tag"), 9).encode())),
        new Harm("a lost mailbox", "lacks a row", (tx, a) -> delete(tx, Keys.mailbox(inbox(a)))),
        new Harm("a lost name", "listed wrong", (tx, a) -> delete(tx, name(tx))),
        new Harm("a wrong role", "leads to a wrong mailbox", (tx, a) -> put(tx, Keys.role(5),
            Counter.encode(inbox(a).value()))),
        new Harm("the account's total", "octets and has", (tx, a) -> account(tx, row -> { row.octets++; return row; })),
        new Harm("the next id", "not given out yet", (tx, a) -> account(tx, row -> { row.nextId = 3; return row; })),
        new Harm("the number of mailboxes", "mailboxes and has", (tx, a) -> account(tx,
            row -> { row.mailboxes = 3; return row; })),
        new Harm("a log of the future", "of the future", (tx, a) -> put(tx, Keys.log(1_000_000, 1),
            new LogRow(NOON, List.of(
            new LogRow.Item(LogRow.Kind.MAILBOX_CHANGED, 1, 0, 0))).encode())),
        new Harm("a floor too high", "below its floor", (tx, a) -> put(tx, Keys.FLOOR, Counter.encode(a.revision()))),
        new Harm("a broken row", "is broken", (tx, a) -> put(tx, Keys.email(email(a, 2)), new byte[] {1, 2})),
        new Harm("a key that is cut off", "its key is cut off", (tx, a) -> put(tx, Bytes.utf8("ppp"), new byte[1])),
        new Harm("a row of another kind", "no known kind", (tx, a) -> put(tx, Bytes.utf8("PPP"), new byte[1])));

    @TestFactory Stream<DynamicTest> findsWhatIsWrong() {
        return HARMS.stream().map(harm -> DynamicTest.dynamicTest(harm.what, () -> {
            var store = new MemoryStore();
            var account = account(store);
            assertSound(account);
            new Transactions(store.partition(account.id().partition())).write(tx -> harm.harm.apply(tx, account));
            var faults = account.verify().faults();
            assertTrue(faults.stream().anyMatch(fault -> fault.contains(harm.expected)), faults.toString());
        }));
    }

    @Test void findsLostBlobs() {
        var store = new MemoryStore();
        var account = account(store);
        store.blobs().ids(BlobIds.ALL, store.blobs()::delete);
        var faults = account.verify().faults();
        assertEquals(2, faults.size());
        assertTrue(faults.getFirst().contains("cannot be read"), faults.getFirst());
    }

    @Test void findsBlobsOfAnotherLength() throws Exception {
        var store = new MemoryStore();
        var account = account(store);
        var blobs = new java.util.ArrayList<Bytes>();
        store.blobs().ids(BlobIds.ALL, blobs::add);
        store.blobs().delete(blobs.getFirst());
        store.blobs().put(blobs.getFirst(), octets("short"));
        assertTrue(account.verify().faults().getFirst().contains("cannot be read"));
        var unsealed = new Accounts(store, ContentSeal.NONE, AccountContract.HASH_KEY, new AccountContract.Clock()).open(AccountContract.ANNA);
        assertTrue(unsealed.verify().faults().stream().anyMatch(fault -> fault.contains("has 5 octets")));
    }

    @Test void countsWhatIsThere() {
        var verified = account(new MemoryStore()).verify();
        assertEquals(6, verified.mailboxes());
        assertEquals(2, verified.emails());
        assertEquals(3, verified.memberships());
        assertTrue(verified.octets() > 100);
    }

    private static Account account(MemoryStore store) {
        var account = AccountContract.account(store);
        deposit(account, AccountContract.inbox(account), "one", new Keyword("tag"));
        deposit(account, AccountContract.inbox(account), "two");
        account.copy(inbox(account), uids(2), account.mailbox(Role.ARCHIVE).orElseThrow().id());
        return account;
    }

    private static Harm tally(String what, String expected, UnaryOperator<Tally> harm) {
        return new Harm(what, expected, (tx, account) -> {
            var key = Keys.tally(inbox(account));
            return put(tx, key, harm.apply(Tally.decode(tx.get(key).orElseThrow())).encode());
        });
    }

    private static Object account(Tx tx, UnaryOperator<AccountRow> harm) {
        return put(tx, Keys.ACCOUNT, harm.apply(AccountRow.decode(tx.get(Keys.ACCOUNT).orElseThrow())).encode());
    }

    private static MailboxId inbox(Account account) { return AccountContract.inbox(account).id(); }

    private static EmailId email(Account account, long uid) {
        return account.entry(inbox(account), uid).orElseThrow().email();
    }

    private static ThreadId thread(Tx tx, Account account) {
        return EntryRow.decode(tx.get(Keys.entry(inbox(account), 1)).orElseThrow()).thread();
    }

    private static Bytes facts(Tx tx, Account account) { return Keys.facts(thread(tx, account), email(account, 1)); }

    private static Bytes name(Tx tx) {
        var found = new Bytes[1];
        Reads.of(tx).each(Keys.names(0), (key, _) -> {
            found[0] = key;
            return false;
        });
        return found[0];
    }

    private static Object copy(Tx tx, Bytes from, Bytes to) { return put(tx, to, tx.get(from).orElseThrow()); }

    private static Object delete(Tx tx, Bytes key) {
        tx.delete(key);
        return key;
    }

    private static Object put(Tx tx, Bytes key, byte[] row) {
        tx.put(key, row);
        return key;
    }
}
