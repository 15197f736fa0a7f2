package sigillo.account;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sigillo.account.AccountContract.assertSound;
import static sigillo.account.AccountContract.inbox;
import static sigillo.account.AccountContract.octets;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import sigillo.base.Bytes;
import sigillo.base.Glance;
import sigillo.keyring.Keyring;
import sigillo.keyring.TestSeal;
import sigillo.keyring.Way;
import sigillo.message.MetaRecord.Field;
import sigillo.sealing.Randomness;
import sigillo.sealing.Secret;
import sigillo.sealing.Slot;
import sigillo.store.Partition;
import sigillo.store.Transactions;
import sigillo.store.memory.MemoryStore;

/** Sheets of fields, sealed under keys as they are. */
class FieldScanTest {
    private static final FlagChange DELETED = new FlagChange(FlagChange.Mode.ADD, Set.of(), true, Optional.empty());

    private final MemoryStore store = new MemoryStore();
    private final AccountContract.Clock clock = new AccountContract.Clock();
    private final TestSeal.Heard alarms = new TestSeal.Heard();
    private final Keyring keyring = TestSeal.over(store, clock, alarms);
    private final Account account = new Accounts(store, keyring, AccountContract.HASH_KEY, clock)
        .create(AccountContract.ANNA);
    private final Partition rows = store.partition(account.id().partition());

    @Test void saysWhatTheRecordsSayInAnyOrder() {
        var ids = deposit(300);
        var random = new Random(8);
        for (int round = 0; round < 4; round++) {
            assertSameAsRecords(ids);
            if (round == 1) {
                account.flags(inbox(account).id(), new UidSet(List.of(new UidSet.Range(100, 140))), DELETED);
                account.expunge(inbox(account).id(), UidSet.ALL);
            }
            Collections.shuffle(ids, random);
            if (round % 2 == 0) ids.addAll(deposit(80));
        }
        assertSound(account);
        assertEquals(List.of(), alarms.raised);
    }

    private void assertSameAsRecords(List<EmailId> ids) {
        try (var fields = account.metas(); var records = account.metas()) {
            for (var id : ids) {
                for (var field : Field.values()) {
                    var said = fields.field(id, field)
                        .map(octets -> new String(octets.toArray(), StandardCharsets.ISO_8859_1));
                    assertEquals(records.record(id).flatMap(record -> record.raw(field)), said, field + " of " + id);
                }
            }
        }
    }

    @Test void whatASheetHasIsNotReadFromRecords() {
        var ids = deposit(300);
        assertEquals(List.of(ids.get(123)), found(ids, "123"));
        write(tx -> ids.forEach(id -> tx.put(Keys.meta(id), new byte[] {1})));
        assertEquals(List.of(ids.get(123)), found(ids.subList(108, 157), "123"), "107 and 157 are too long for it");
    }

    @Test void fewGetNone() {
        found(deposit(20), "x");
        assertEquals(0, sheets().size());
    }

    /** What keeps a key in memory when the owner is gone opens no mail from before. */
    @Test void noneIsSealedUnderTheKeyOfArrivals() {
        var ids = deposit(100);
        arrive(1);
        assertEquals(100, found(ids, "Subject").size());
        int before = sheets().size();
        ids.addAll(arrive(40));
        found(ids, "x");
        assertEquals(before, sheets().size(), "the newest of its mails came just now");
        clock.pass(Duration.ofHours(2));
        arrive(1);
        found(ids, "x");
        assertTrue(sheets().size() > 0);
    }

    /** Whoever opens a sheet opens the newest of its mails too. */
    @Test void aSheetLiesUnderTheKeyOfTheNewestOfItsEmails() {
        var ids = new ArrayList<EmailId>();
        for (int hour = 0; hour < 4; hour++) ids.addAll(deposit(40));
        found(ids, "x");
        long newest = ids.stream().filter(id -> FieldScan.sheet(id) == 1).mapToLong(id -> key(Keys.meta(id))).max()
            .orElseThrow();
        assertEquals(newest, key(Keys.fields(1)));
        assertTrue(newest > key(Keys.meta(ids.getFirst())));
    }

    private long key(Bytes row) {
        return keyring.key(account.id(), Glance.of(rows.get(row).orElseThrow())).orElseThrow();
    }

    /**
     * After an operator's reset: a sheet of what is locked says nothing, is no fault, and is not written over by half
     * of it.
     */
    @Test void afterAResetWhatIsOpenIsFoundAndNoOther() {
        var locked = new Accounts(store, TestSeal.unattended(keyring, sigillo.keyring.Level.L1),
            AccountContract.HASH_KEY, clock)
            .create(new AccountId("bruno"));
        var bruno = store.partition(locked.id().partition());
        var ids = new ArrayList<EmailId>();
        try (var _ = TestSeal.unlock(keyring, locked.id())) {
            ids.addAll(deposit(locked, 60));
            assertEquals(List.of(ids.get(7)), found(locked, ids, "-7-"));
        }
        var sheet = bruno.get(Keys.fields(1)).orElseThrow();
        var fresh = Secret.random(Randomness.secure());
        long slot = keyring.reserve(locked.id(), new Way(Slot.Kind.PASSWORD, fresh));
        keyring.reset(locked.id(), slot);
        var since = deposit(locked, 60);
        ids.addAll(since);
        try (var _ = keyring.unlock(locked.id(), slot, fresh).orElseThrow()) {
            assertEquals(List.of(since.get(7)), found(locked, ids, "-7-"));
            assertEquals(List.of(since.get(7)), found(locked, ids, "-7-"));
        }
        assertArrayEquals(sheet, bruno.get(Keys.fields(1)).orElseThrow());
        assertEquals(List.of(), alarms.raised);
    }

    @Test void aSheetGoesWithEachOfItsEmails() {
        var ids = deposit(300);
        found(ids, "x");
        int before = sheets().size();
        account.flags(inbox(account).id(), UidSet.of(150), DELETED);
        account.expunge(inbox(account).id(), UidSet.ALL);
        assertEquals(before - 1, sheets().size());
        account.flags(inbox(account).id(), UidSet.ALL, DELETED);
        account.expunge(inbox(account).id(), UidSet.ALL);
        assertEquals(0, sheets().size());
        assertSound(account);
    }

    @Test void noneIsKeptForAnEmailThatWentMeanwhile() {
        var ids = deposit(300);
        try (var scan = account.metas()) {
            for (var id : ids) {
                scan.field(id, Field.SUBJECT);
                if (id.equals(ids.get(90))) account.flags(inbox(account).id(),
                    new UidSet(List.of(new UidSet.Range(1, 80))), DELETED);
                if (id.equals(ids.get(90))) account.expunge(inbox(account).id(), UidSet.ALL);
            }
        }
        var left = new ArrayList<Long>();
        account.entries(inbox(account).id(), UidSet.ALL, entry -> left.add(FieldScan.sheet(entry.email())));
        for (long sheet : sheets().keySet()) assertTrue(left.contains(sheet), "sheet " + sheet);
        assertSound(account);
    }

    /** The mail is found all the same, who looks after the server is told, and the sheet is made anew. */
    @Test void whatIsNoSheetHidesNothing() {
        var ids = deposit(400);
        found(ids, "x");
        var sheets = new ArrayList<>(sheets().keySet());
        byte[] first = rows.get(Keys.fields(sheets.get(0))).orElseThrow();
        var changed = first.clone();
        changed[changed.length / 2] ^= 1;
        write(tx -> {
            tx.put(Keys.fields(sheets.get(0)), changed);
            tx.put(Keys.fields(sheets.get(1)), first); // another's
            tx.put(Keys.fields(sheets.get(2)), new byte[0]);
        });
        assertEquals(List.of(ids.get(5)), found(ids, "-5-"));
        assertTrue(!alarms.raised.isEmpty());
        alarms.raised.clear();
        assertEquals(List.of(ids.get(250)), found(ids, "-250-"));
        assertEquals(List.of(), alarms.raised);
    }

    private List<EmailId> found(List<EmailId> among, String text) { return found(account, among, text); }

    /** What is locked is not found. */
    private static List<EmailId> found(Account in, List<EmailId> among, String text) {
        try (var scan = in.metas()) {
            return among.stream().filter(id -> subject(scan, id).contains(text)).toList();
        }
    }

    private static String subject(MetaScan scan, EmailId id) {
        try {
            return scan.field(id, Field.SUBJECT).map(octets -> new String(octets.toArray(), StandardCharsets.US_ASCII))
                .orElse("");
        } catch (Locked locked) {
            return "";
        }
    }

    private List<EmailId> deposit(int count) { return deposit(account, count); }

    /** And an hour goes by, after which another one comes. */
    private List<EmailId> deposit(Account into, int count) {
        var ids = arrive(into, count);
        clock.pass(Duration.ofHours(2));
        arrive(into, 1);
        return ids;
    }

    private List<EmailId> arrive(int count) { return arrive(account, count); }

    private static List<EmailId> arrive(Account into, int count) {
        var ids = new ArrayList<EmailId>();
        for (int i = 0; i < count; i++) {
            var from = i % 50 == 7 ? "x".repeat(600) : "f" + i;
            var message = octets("Subject: Subject -" + i + "-\r\nFrom: " + from
                + "@a.example\r\nDate: x\r\n\r\nz\r\n");
            ids.add(AccountContract.kept(into.deposit(Deposit.of(message, inbox(into).id(), Instant.EPOCH))).id());
        }
        return ids;
    }

    private interface Writing {
        void on(sigillo.store.Tx tx);
    }

    private void write(Writing writing) {
        new Transactions(rows).write(tx -> {
            writing.on(tx);
            return null;
        });
    }

    private TreeMap<Long, Integer> sheets() {
        var sheets = new TreeMap<Long, Integer>();
        Reads.of(rows).each(Keys.FIELDS, (Bytes key, byte[] row) -> sheets.put(Keys.first(key), row.length) == null);
        return sheets;
    }
}
