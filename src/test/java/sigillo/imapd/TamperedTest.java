package sigillo.imapd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sigillo.account.Account;
import sigillo.account.AccountId;
import sigillo.base.Bytes;
import sigillo.base.Octets;
import sigillo.sealing.RecordHeader;
import sigillo.store.PartitionName;
import sigillo.store.Transactions;
import sigillo.store.memory.MemoryStore;

/**
 * Somebody who can write to the store, and has no key, changes one message of three. A mail program is told that this
 * one cannot be read, and why is an alarm; it reads the others, and what comes next, as if nothing had happened.
 */
@Timeout(60)
class TamperedTest {
    private static final String REFUSED = "NO [UNAVAILABLE] Some messages cannot be read now";
    private static final int CHUNK = 64 << 10;

    @TempDir Path folder;

    /** What lies there. Message 2 is the one that is changed; it has three chunks. */
    private final class Disk {
        final MemoryStore store = new MemoryStore();
        final House house;
        final List<Bytes> blobs = new ArrayList<>();
        final Bytes brunos;

        Disk() throws IOException {
            house = new House(store, folder, House.OPEN);
            for (var subject : List.of("one", "two", "three")) blobs.add(added(house.anna, subject));
            brunos = added(house.accounts.create(new AccountId("bruno")), "two");
        }

        private Bytes added(Account account, String subject) {
            var before = ids();
            var lines = subject.equals("two") ? "Text of two.\r\n".repeat(10_000) : "Text of " + subject + ".\r\n";
            var message = "Subject: " + subject + "\r\nX-Odd: e\r\n\r\n" + lines;
            House.deliver(account, "INBOX", message.getBytes(StandardCharsets.US_ASCII));
            return ids().stream().filter(id -> !before.contains(id)).findFirst().orElseThrow();
        }

        private List<Bytes> ids() {
            var ids = new ArrayList<Bytes>();
            store.blobs().ids(Bytes.utf8("a/"), ids::add);
            return ids;
        }

        byte[] blob(Bytes id) {
            try {
                var blob = store.blobs().get(id);
                return blob.bytes(0, blob.length(), 1 << 20);
            } catch (IOException impossible) {
                throw new AssertionError(impossible);
            }
        }

        void put(Bytes id, byte[] octets) {
            store.blobs().delete(id);
            try {
                store.blobs().put(id, Octets.of(octets));
            } catch (IOException impossible) {
                throw new AssertionError(impossible);
            }
        }

        void change(UnaryOperator<byte[]> change) { put(blobs.get(1), change.apply(blob(blobs.get(1)))); }

        byte[] row(String account, Bytes key) {
            return store.partition(new PartitionName("a/" + account)).get(key).orElseThrow();
        }

        byte[] row(String account, char kind, int number) { return row(account, keys(account, kind).get(number)); }

        /** Of Anna's only message that is long enough for one. */
        Bytes sketch() { return keys("anna", 'X').getFirst(); }

        void row(Bytes key, byte[] row) {
            new Transactions(store.partition(new PartitionName("a/anna"))).write(tx -> {
                tx.put(key, row);
                return null;
            });
        }

        void delete(Bytes key) {
            new Transactions(store.partition(new PartitionName("a/anna"))).write(tx -> {
                tx.delete(key);
                return null;
            });
        }

        /** The rows of a kind, one for each Email, in the order in which they came. */
        List<Bytes> keys(String account, char kind) {
            var keys = new ArrayList<Bytes>();
            var prefix = Bytes.wrap(new byte[] {(byte) kind});
            var rows = store.partition(new PartitionName("a/" + account));
            rows.range(prefix, prefix.afterPrefix(), false, (key, _) -> keys.add(key));
            return keys;
        }
    }

    /** {@code sparesHeader}: what comes first in the message can still be read. */
    private record Change(String what, Consumer<Disk> by, boolean sparesHeader) {}

    // ---- messages ----

    private static final int TWO_CHUNKS = RecordHeader.OCTETS + 2 * (CHUNK + 16);
    private static final byte[] IN_CLEAR = "Subject: two\r\n\r\nSend money.\r\n".getBytes(StandardCharsets.US_ASCII);

    private static final List<Change> OF_A_MESSAGE = List.of(
        changed("an octet of its first chunk", octets -> flipped(octets, RecordHeader.OCTETS + 9)),
        changedLate("an octet of a later chunk", octets -> flipped(octets, octets.length - 30)),
        changedLate("an octet of its tag", octets -> flipped(octets, octets.length - 1)),
        changed("its kind", octets -> flipped(octets, 5)),
        changed("whose it is", octets -> flipped(octets, 15)),
        changed("its segment", octets -> flipped(octets, 23)),
        changed("its id", octets -> flipped(octets, 24)),
        changed("its length", octets -> flipped(octets, 47)),
        changed("its salt", octets -> flipped(octets, 48)),
        changed("its end cut off", octets -> Arrays.copyOf(octets, octets.length - 1)),
        changed("its last chunk cut off", octets -> Arrays.copyOf(octets, TWO_CHUNKS)),
        changed("its last chunk cut off, and its length set to fit", TamperedTest::shorter),
        changed("all but its header cut off", octets -> Arrays.copyOf(octets, RecordHeader.OCTETS)),
        changed("its header too", octets -> Arrays.copyOf(octets, 9)),
        changed("nothing left", _ -> new byte[0]),
        changed("more behind it", octets -> Arrays.copyOf(octets, octets.length + 7)),
        changed("two chunks exchanged", TamperedTest::exchanged),
        changedLate("one chunk twice", TamperedTest::doubled),
        changed("text in clear", _ -> IN_CLEAR),
        new Change("another message of hers", disk -> disk.put(disk.blobs.get(1), disk.blob(disk.blobs.get(0))), false),
        new Change("one of another account", disk -> disk.put(disk.blobs.get(1), disk.blob(disk.brunos)), false));

    private static Change changed(String what, UnaryOperator<byte[]> change) {
        return new Change(what, disk -> disk.change(change), false);
    }

    private static Change changedLate(String what, UnaryOperator<byte[]> change) {
        return new Change(what, disk -> disk.change(change), true);
    }

    @TestFactory Stream<DynamicTest> aMessageThatWasChangedIsRefusedAndNoOther() {
        return OF_A_MESSAGE.stream().map(change -> DynamicTest.dynamicTest(change.what, () -> {
            var disk = new Disk();
            change.by.accept(disk);
            try (var talk = Talk.signedIn(disk.house)) {
                talk.ask("a CREATE Other");
                talk.ask("b SELECT INBOX");
                assertOnlyTwoIsRefused(talk.ask("c FETCH 1:3 (FLAGS BODY.PEEK[])"), "c");
                assertAlarm(disk);
                assertOnlyTwoIsRefused(talk.ask("d FETCH 1:3 (FLAGS BODY.PEEK[TEXT])"), "d");
                var found = change.sparesHeader ? "* SEARCH 1 2 3\ne OK Search completed" : "* SEARCH 1 3\ne " + REFUSED;
                assertEquals(found, talk.ask("e SEARCH HEADER X-Odd e"));
                var beside = talk.ask("f FETCH 1:3 (FLAGS RFC822.SIZE ENVELOPE BODYSTRUCTURE)");
                assertTrue(beside.contains("f OK"), "its meta record is whole");
                // a copy opens nothing: it is the same message in one more mailbox, as readable as it was
                assertTrue(talk.ask("g COPY 1:3 Other").contains("g OK"));
                talk.ask("h SELECT Other");
                assertOnlyTwoIsRefused(talk.ask("i FETCH 1:3 (BODY.PEEK[])"), "i");
                goesOn(disk, talk);
            }
        }));
    }

    /** Two messages, each in the place of the other: neither is shown as the other. */
    @Test void exchangedMessagesAreBothRefused() throws IOException {
        var disk = new Disk();
        var one = disk.blob(disk.blobs.get(0));
        disk.put(disk.blobs.get(0), disk.blob(disk.blobs.get(1)));
        disk.put(disk.blobs.get(1), one);
        try (var talk = Talk.signedIn(disk.house)) {
            talk.ask("a SELECT INBOX");
            var said = talk.ask("b FETCH 1:3 (BODY.PEEK[])");
            assertTrue(said.contains("Text of three.") && !said.contains("Text of one.") && !said.contains("Text of two."), said);
            assertTrue(said.endsWith("b " + REFUSED));
            assertEquals(2, disk.house.alarms.raised.size(), disk.house.alarms.raised.toString());
            goesOn(disk, talk);
        }
    }

    /** Which message an Email has stands in clear: neither is shown as the other, by whatever is asked for. */
    @Test void anEmailThatNamesTheMessageOfAnotherShowsNone() throws IOException {
        var disk = new Disk();
        var one = disk.row("anna", 'e', 0);
        disk.row(disk.keys("anna", 'e').get(0), disk.row("anna", 'e', 1));
        disk.row(disk.keys("anna", 'e').get(1), one);
        try (var talk = Talk.signedIn(disk.house)) {
            talk.ask("a SELECT INBOX");
            for (var what : List.of("BODY.PEEK[]", "BODY.PEEK[HEADER]", "BODY.PEEK[TEXT]<0.20>", "BINARY.PEEK[1]")) {
                var said = talk.ask("b FETCH 1:3 (" + what + ")");
                assertFalse(said.contains("* 1 FETCH") || said.contains("* 2 FETCH"), what + ": " + said);
                assertTrue(said.contains("* 3 FETCH") && said.endsWith("b " + REFUSED), what + ": " + said);
                assertAlarm(disk);
            }
            assertEquals("* SEARCH 3\nc " + REFUSED, talk.ask("c SEARCH HEADER X-Odd e"));
            goesOn(disk, talk);
        }
    }

    /** With one of its records damaged the other vouches; with none, nothing is shown. */
    @Test void recordsThatWereTakenAwayVouchForNothing() throws IOException {
        var disk = new Disk();
        var meta = disk.keys("anna", 'c').get(1);
        var text = disk.keys("anna", 'x').get(1);
        disk.row(meta, new byte[0]);
        try (var talk = Talk.signedIn(disk.house)) {
            talk.ask("a SELECT INBOX");
            assertTrue(talk.ask("b FETCH 2 (BODY.PEEK[])").contains("Text of two."));
            disk.delete(meta);
            assertTrue(talk.ask("c FETCH 2 (BODY.PEEK[])").contains("Text of two."));
            disk.delete(text);
            assertOnlyTwoIsRefused(talk.ask("d FETCH 1:3 (BODY.PEEK[])"), "d");
            assertAlarm(disk);
            goesOn(disk, talk);
        }
    }

    // ---- what is kept beside them ----

    @TestFactory Stream<DynamicTest> aMetaRecordThatWasChangedHidesNoOther() {
        return ofARecord('c').map(change -> DynamicTest.dynamicTest(change.what, () -> {
            var disk = new Disk();
            change.by.accept(disk);
            try (var talk = Talk.signedIn(disk.house)) {
                talk.ask("a SELECT INBOX");
                var said = talk.ask("b FETCH 1:3 (FLAGS ENVELOPE)");
                assertTrue(said.contains("* 1 FETCH") && said.contains("* 3 FETCH") && !said.contains("* 2 FETCH"), said);
                assertTrue(said.endsWith("b " + REFUSED), said);
                assertAlarm(disk);
                assertTrue(talk.ask("c FETCH 2 (BODY.PEEK[])").contains("Text of two."), "the message itself is whole");
                goesOn(disk, talk);
            }
        }));
    }

    @TestFactory Stream<DynamicTest> aTextRecordThatWasChangedHidesNoOther() {
        return ofARecord('x').map(change -> DynamicTest.dynamicTest(change.what, () -> {
            var disk = new Disk();
            change.by.accept(disk);
            try (var talk = Talk.signedIn(disk.house)) {
                talk.ask("a SELECT INBOX");
                assertEquals("* SEARCH 1 3\nb " + REFUSED, talk.ask("b SEARCH BODY Text"));
                assertAlarm(disk);
                assertTrue(talk.ask("c FETCH 2 (BODY.PEEK[])").contains("Text of two."), "the message itself is whole");
                goesOn(disk, talk);
            }
        }));
    }

    @TestFactory Stream<DynamicTest> aSketchThatWasChangedHidesNoOther() {
        return Stream.<Consumer<Disk>>of(
            disk -> disk.row(disk.sketch(), flipped(disk.row("anna", disk.sketch()), 90)),
            disk -> disk.row(disk.sketch(), new byte[0]),
            disk -> disk.row(disk.sketch(), disk.row("bruno", 'X', 0)),
            disk -> disk.row(disk.sketch(), disk.row("anna", 'x', 1))
        ).map(change -> DynamicTest.dynamicTest("a sketch", () -> {
            var disk = new Disk();
            change.accept(disk);
            try (var talk = Talk.signedIn(disk.house)) {
                talk.ask("a SELECT INBOX");
                assertEquals("* SEARCH 1 3\nb " + REFUSED, talk.ask("b SEARCH BODY Text"));
                assertAlarm(disk);
                goesOn(disk, talk);
            }
        }));
    }

    private static Stream<Change> ofARecord(char kind) {
        return Stream.of(
            record("an octet", kind, (_, row) -> flipped(row, row.length - 20)),
            record("its salt", kind, (_, row) -> flipped(row, 50)),
            record("cut short", kind, (_, row) -> Arrays.copyOf(row, row.length - 3)),
            record("nothing left", kind, (_, _) -> new byte[0]),
            record("that of another message", kind, (disk, _) -> disk.row("anna", kind, 0)),
            record("that of another account", kind, (disk, _) -> disk.row("bruno", kind, 0)),
            record("its other record", kind, (disk, _) -> disk.row("anna", kind == 'c' ? 'x' : 'c', 1)));
    }

    private static Change record(String what, char kind, BiFunction<Disk, byte[], byte[]> change) {
        return new Change(what, disk -> {
            var key = disk.keys("anna", kind).get(1);
            disk.row(key, change.apply(disk, disk.row("anna", key)));
        }, false);
    }

    // ---- names of mailboxes ----

    @Test void exchangedNamesOfMailboxesAreNotTakenForNames() throws IOException {
        var disk = new Disk();
        try (var talk = Talk.signedIn(disk.house)) {
            for (var name : List.of("Plans", "Receipts", "Others")) assertTrue(talk.ask("a CREATE " + name).contains("a OK"));
        }
        var plan = "Subject: plan\r\n\r\nText of a plan.\r\n".getBytes(StandardCharsets.US_ASCII);
        disk.house.deliver("Plans", plan);
        var names = disk.keys("anna", 'b').stream().filter(key -> key.at(9) == 'p').toList();
        var plans = names.get(names.size() - 3);
        var receipts = names.get(names.size() - 2);
        var row = disk.row("anna", plans);
        disk.row(plans, disk.row("anna", receipts));
        disk.row(receipts, row);
        try (var talk = Talk.signedIn(disk.house)) {
            var said = talk.ask("a LIST \"\" *");
            assertTrue(said.contains("a OK") && said.contains("INBOX") && said.contains("Others"), said);
            assertFalse(said.contains("Plans") || said.contains("Receipts"), said);
            assertAlarm(disk);
            assertTrue(talk.ask("b SELECT damaged-" + ByteBuffer.wrap(plans.toArray()).getLong(1)).contains("* 1 EXISTS"));
            assertTrue(talk.ask("c FETCH 1 (BODY.PEEK[])").contains("Text of a plan."));
            assertTrue(talk.ask("d SELECT damaged-99").contains("d NO"));
            goesOn(disk, talk);
        }
    }

    // ---- what is said ----

    private static void assertOnlyTwoIsRefused(String said, String tag) {
        assertTrue(said.contains("Text of one.") && said.contains("Text of three."), said);
        assertFalse(said.contains("* 2 FETCH"), said);
        assertTrue(said.endsWith(tag + " " + REFUSED), said);
    }

    private static void assertAlarm(Disk disk) {
        assertFalse(disk.house.alarms.raised.isEmpty());
        for (var alarm : disk.house.alarms.raised) assertTrue(alarm.startsWith("seal of account anna: "), alarm);
    }

    /** Mail comes and is read, here and in other accounts. */
    private static void goesOn(Disk disk, Talk talk) {
        int alarms = disk.house.alarms.raised.size();
        talk.ask("x SELECT INBOX");
        disk.house.deliver("INBOX", "Subject: four\r\n\r\nText of four.\r\n".getBytes(StandardCharsets.US_ASCII));
        talk.ask("y NOOP");
        assertTrue(talk.ask("z FETCH 4 (ENVELOPE BODY.PEEK[])").contains("Text of four."));
        House.deliver(disk.house.accounts.open(new AccountId("bruno")), "INBOX", new byte[9]);
        assertEquals(alarms, disk.house.alarms.raised.size());
    }

    // ---- how it is changed ----

    private static byte[] flipped(byte[] octets, int at) {
        var flipped = octets.clone();
        flipped[at] ^= 1;
        return flipped;
    }

    private static byte[] shorter(byte[] octets) {
        var shorter = Arrays.copyOf(octets, RecordHeader.OCTETS + 2 * (CHUNK + 16));
        ByteBuffer.wrap(shorter).putLong(40, 2 * CHUNK);
        return shorter;
    }

    private static byte[] exchanged(byte[] octets) {
        var exchanged = octets.clone();
        int first = RecordHeader.OCTETS;
        System.arraycopy(octets, first, exchanged, first + CHUNK + 16, CHUNK + 16);
        System.arraycopy(octets, first + CHUNK + 16, exchanged, first, CHUNK + 16);
        return exchanged;
    }

    private static byte[] doubled(byte[] octets) {
        var doubled = octets.clone();
        System.arraycopy(octets, RecordHeader.OCTETS, doubled, RecordHeader.OCTETS + CHUNK + 16, CHUNK + 16);
        return doubled;
    }
}
