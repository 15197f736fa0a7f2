package sigillo.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sigillo.account.AccountContract.assertSound;
import static sigillo.account.AccountContract.inbox;
import static sigillo.account.AccountContract.octets;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import sigillo.base.Bytes;
import sigillo.base.Glance;
import sigillo.message.Needle;
import sigillo.message.SearchText.Where;
import sigillo.store.StoreException;
import sigillo.store.Transactions;
import sigillo.store.memory.MemoryStore;

class TextScanTest {
    private static final FlagChange DELETED = new FlagChange(FlagChange.Mode.ADD, Set.of(), true, Optional.empty());

    private final MemoryStore store = new MemoryStore();
    private final Account account =
        new Accounts(store, ContentSeal.NONE, AccountContract.HASH_KEY, new AccountContract.Clock()).create(AccountContract.ANNA);

    @Test void findsInAnyOrderWhetherThereAreRecordsOrNot() {
        var ids = deposit(600);
        forgetTexts(id -> id.value() % 3 == 0);
        var random = new Random(3);
        for (int round = 0; round < 5; round++) {
            assertEquals(List.of(ids.get(412)), found(ids, "word412 "), "in order");
            var mixed = new ArrayList<>(ids);
            Collections.shuffle(mixed, random);
            assertEquals(List.of(ids.get(17)), found(mixed, "word17 "), "in another order");
            assertEquals(ids.size(), found(ids.subList(0, 600), "Word").size());
        }
        assertEquals(600, texts().size(), "each has a record now");
        assertSound(account);
    }

    @Test void aRecordGoesWithItsEmail() {
        deposit(3);
        account.flags(inbox(account).id(), UidSet.ALL, DELETED);
        account.expunge(inbox(account).id(), UidSet.ALL);
        assertEquals(new TreeSet<>(), texts());
    }

    /** Else its row would stay for ever. */
    @Test void noRecordIsKeptForAnEmailThatWentMeanwhile() {
        var ids = deposit(2);
        forgetTexts(_ -> true);
        try (var scan = account.scan()) {
            assertTrue(scan.finds(ids.getFirst(), new Needle("word0"), Where.BODY));
            account.flags(inbox(account).id(), UidSet.ALL, DELETED);
            account.expunge(inbox(account).id(), UidSet.ALL);
            assertFalse(scan.finds(ids.getLast(), new Needle("word1"), Where.BODY));
        }
        assertEquals(new TreeSet<>(), texts());
        assertSound(account);
    }

    /** Somebody who writes to the store exchanges two messages while a search makes the record of one. */
    @Test void noRecordVouchesForAMessageThatWasNotRead() {
        var ids = deposit(2);
        forgetTexts(_ -> true);
        var rows = store.partition(account.id().partition());
        try (var scan = account.scan()) {
            assertTrue(scan.finds(ids.getFirst(), new Needle("word0"), Where.BODY));
            var others = EmailRow.decode(rows.get(Keys.email(ids.getLast())).orElseThrow());
            new Transactions(rows).write(tx -> {
                tx.put(Keys.email(ids.getFirst()), others.encode());
                tx.delete(Keys.meta(ids.getFirst()));
                return null;
            });
        }
        assertEquals(new TreeSet<>(), texts());
        assertThrows(StoreException.class, () -> account.content(ids.getFirst()));
        assertTrue(account.content(ids.getLast()).isPresent());
    }

    /** A move while it is being made gives the Email other places and the same message. */
    @Test void aRecordIsKeptForAnEmailThatWasMovedMeanwhile() {
        var ids = deposit(1);
        forgetTexts(_ -> true);
        try (var scan = account.scan()) {
            assertTrue(scan.finds(ids.getFirst(), new Needle("word0"), Where.BODY));
            var archive = account.mailboxId(Role.ARCHIVE).orElseThrow();
            assertInstanceOf(Copied.Done.class, account.move(inbox(account).id(), UidSet.ALL, archive));
        }
        assertEquals(1, texts().size());
        assertEquals(ids, found(ids, "word0"));
        assertSound(account);
    }

    /** Records from before 2026-11-29 do not say of which message they were made. */
    @Test void recordsThatSayNothingOfTheirMessageAreTaken() {
        var ids = deposit(2);
        new Transactions(store.partition(account.id().partition())).write(tx -> {
            for (var id : ids) {
                for (var key : List.of(Keys.meta(id), Keys.text(id))) {
                    tx.put(key, Origin.without(Glance.of(tx.get(key).orElseThrow())).toArray());
                }
            }
            return null;
        });
        assertEquals(List.of(ids.getLast()), found(ids, "word1 "));
        for (var id : ids) {
            assertTrue(account.meta(id).isPresent());
            assertTrue(account.content(id).isPresent());
        }
        assertSound(account);
    }

    @Test void aRecordOfAnotherVersionIsMadeAgain() {
        var ids = deposit(1);
        assertEquals(ids, found(ids, "word0"));
        forgetTexts(_ -> true);
        new Transactions(store.partition(account.id().partition())).write(tx -> {
            tx.put(Keys.text(ids.getFirst()), new byte[] {99, 1, 2});
            return null;
        });
        assertEquals(ids, found(ids, "word0"));
        assertTrue(store.partition(account.id().partition()).get(Keys.text(ids.getFirst())).orElseThrow().length > 20);
    }

    /** Here each text record has the word, so that who read those that are ruled out would find all. */
    @Test void whatASketchRulesOutIsNotRead() {
        var ids = letters(300);
        new Transactions(store.partition(account.id().partition())).write(tx -> {
            var has = tx.get(Keys.text(ids.get(123))).orElseThrow();
            for (var id : ids) tx.put(Keys.text(id), has);
            return null;
        });
        assertEquals(List.of(ids.get(123)), found(ids, "quintessence123 "));
    }

    /** Whether it is in few or in all, short or long, with sketches, without and with some. */
    @Test void withSketchesTheSameIsFound() {
        var ids = letters(300);
        assertEquals(300, sketches());
        for (int round = 0; round < 3; round++) {
            assertEquals(300, found(ids, "quintessence").size());
            assertEquals(300, found(ids, "qu").size());
            assertEquals(111, found(ids, "quintessence1").size());
            assertEquals(List.of(ids.get(299)), found(ids, "QUINTESSENCE299"));
            forget(Keys.SKETCHES, new int[] {7, 1}[round % 2]);
        }
        assertEquals(0, sketches());
        assertSound(account);
    }

    @Test void aSketchIsMadeWithTheTextRecordAndGoesWithTheEmail() {
        var ids = letters(30);
        forget(Keys.SKETCHES, 1);
        forgetTexts(id -> id.value() <= ids.get(14).value());
        assertEquals(30, found(ids, "quintessence").size());
        assertEquals(15, sketches());
        assertSound(account);
        account.flags(inbox(account).id(), UidSet.ALL, DELETED);
        account.expunge(inbox(account).id(), UidSet.ALL);
        assertEquals(0, sketches());
        assertSound(account);
    }

    /** Each whose id can be divided so. */
    private void forget(Bytes kind, int divisor) {
        var rows = store.partition(account.id().partition());
        var keys = new ArrayList<Bytes>();
        Reads.of(rows).each(kind, (Bytes key, byte[] _) -> keys.add(key));
        new Transactions(rows).write(tx -> {
            for (var key : keys) if (Keys.first(key) % divisor == 0) tx.delete(key);
            return null;
        });
    }

    private int sketches() {
        var count = new int[1];
        Reads.of(store.partition(account.id().partition())).each(Keys.SKETCHES, (Bytes _, byte[] _) -> ++count[0] > 0);
        return count[0];
    }

    /** Long enough for sketches. */
    private List<EmailId> letters(int count) {
        var ids = new ArrayList<EmailId>();
        for (int i = 0; i < count; i++) {
            var message = octets("Subject: mail\r\n\r\n" + "Words of no weight, many times.\r\n".repeat(60) + "quintessence" + i + " of a letter\r\n");
            ids.add(AccountContract.kept(account.deposit(Deposit.of(message, inbox(account).id(), Instant.EPOCH))).id());
        }
        return ids;
    }

    private List<EmailId> found(List<EmailId> among, String text) {
        var needle = new Needle(text);
        try (var scan = account.scan()) {
            return among.stream().filter(id -> scan.finds(id, needle, Where.TEXT)).toList();
        }
    }

    private List<EmailId> deposit(int count) {
        var ids = new ArrayList<EmailId>();
        for (int i = 0; i < count; i++) {
            var message = octets("Subject: mail\r\n\r\nword" + i + " of a text\r\n");
            ids.add(AccountContract.kept(account.deposit(Deposit.of(message, inbox(account).id(), Instant.EPOCH))).id());
        }
        return ids;
    }

    private void forgetTexts(java.util.function.Predicate<EmailId> which) {
        var all = texts();
        new Transactions(store.partition(account.id().partition())).write(tx -> {
            all.stream().map(EmailId::new).filter(which).forEach(id -> tx.delete(Keys.text(id)));
            return null;
        });
    }

    private TreeSet<Long> texts() {
        var texts = new TreeSet<Long>();
        Reads.of(store.partition(account.id().partition())).each(Keys.TEXTS, (Bytes key, byte[] _) -> texts.add(Keys.first(key)));
        return texts;
    }
}
