package sigillo.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.base.Bytes;
import sigillo.store.StoreException;

/** Rows read as they were written, and refuse anything else in one way. */
class RowsTest {
    private static final Instant OLD = Instant.parse("1965-05-05T05:05:05.555Z");
    private static final Bytes HASH = Bytes.wrap(new byte[16]);

    /** How to read each kind of row, and rows of that kind. */
    private static final Map<String, Function<byte[], Object>> KINDS = new LinkedHashMap<>();
    private static final Map<String, List<byte[]>> ROWS = new LinkedHashMap<>();
    private static final Map<String, List<Object>> VALUES = new LinkedHashMap<>();

    static {
        var marks = new Marks(5, List.of(1, 300, 70_000));
        kind("EntryRow", EntryRow::decode, EntryRow::encode, List.of(
            new EntryRow(new EmailId(1), new ThreadId(2), 3, false, 0, Marks.NONE, 0, OLD, Optional.empty()),
            new EntryRow(new EmailId(Long.MAX_VALUE), new ThreadId(1L << 40), Long.MAX_VALUE, true,
                EntryRow.POP_ADDED | EntryRow.POP_NAMED, marks, 1L << 33, Instant.EPOCH, Optional.of(OLD))));
        kind("EmailRow", EmailRow::decode, EmailRow::encode, List.of(
            new EmailRow(new ThreadId(2), Bytes.utf8("blob"), 4096, OLD, 7, 8, List.of()),
            new EmailRow(new ThreadId(2), HASH, 4096, OLD, 7, 8,
                List.of(new EmailRow.Place(new MailboxId(1), UidSet.UID_MAX)))));
        kind("MailboxRow", MailboxRow::decode, MailboxRow::encode, List.of(
            new MailboxRow(Optional.empty(), Bytes.EMPTY, Optional.empty(), false, OptionalLong.empty(), 1, false),
            new MailboxRow(Optional.empty(), Bytes.utf8("sorted"), Optional.empty(), true, OptionalLong.of(Integer.MAX_VALUE), 1, false),
            new MailboxRow(Optional.of(new MailboxId(9)), Bytes.utf8("name"), Optional.of(Role.JUNK), true,
                OptionalLong.empty(), UidSet.UID_MAX, true)));
        kind("KeywordRow", KeywordRow::decode, KeywordRow::encode, List.of(new KeywordRow(new Keyword("tag"), 12)));
        kind("ThreadCount", ThreadCount::decode, ThreadCount::encode, List.of(new ThreadCount(3, 2)));
        kind("FactsRow", FactsRow::decode, FactsRow::encode, List.of(
            new FactsRow(Optional.empty(), List.of(), 0, 0, Set.of()),
            new FactsRow(Optional.of(HASH), List.of(HASH, HASH), -1, Long.MIN_VALUE, Set.of(1L, -5L))));
        kind("LinksRow", LinksRow::decode, LinksRow::encode, List.of(LinksRow.NONE, new LinksRow(List.of(
            new LinksRow.Link(new ThreadId(1), new EmailId(2), true),
                new LinksRow.Link(new ThreadId(3), new EmailId(4), false)))));
        kind("LogRow", LogRow::decode, LogRow::encode, List.of(new LogRow(OLD, List.of()), new LogRow(OLD, List.of(
            new LogRow.Item(LogRow.Kind.ARRIVED, 1, 2, 3), new LogRow.Item(LogRow.Kind.DESTROYED, 1, 2, 3, 7),
            new LogRow.Item(LogRow.Kind.MAILBOX_DESTROYED, 4, 0, 0)))));
        kind("Counter", Counter::decode, Counter::encode, List.of(0L, 1L, Long.MAX_VALUE, -1L));
    }

    private static <T> void kind(String name, Function<byte[], T> decode, Function<T, byte[]> encode, List<T> values) {
        KINDS.put(name, decode::apply);
        ROWS.put(name, values.stream().map(encode).toList());
        VALUES.put(name, List.copyOf(values));
    }

    @TestFactory Stream<DynamicTest> readAsWritten() {
        return KINDS.keySet().stream().map(name -> DynamicTest.dynamicTest(name, () ->
            assertEquals(VALUES.get(name), ROWS.get(name).stream().map(KINDS.get(name)).toList())));
    }

    @Test void countersReadAsWritten() {
        var tally = new Tally();
        tally.uidNext = UidSet.UID_MAX;
        tally.unseenThreads = 4;
        tally.doomed = true;
        assertEquals(Arrays.toString(tally.encode()), Arrays.toString(Tally.decode(tally.encode()).encode()));
        var account = new AccountRow();
        account.octets = 1L << 40;
        account.removed = true;
        assertEquals(Arrays.toString(account.encode()), Arrays.toString(AccountRow.decode(account.encode()).encode()));
    }

    @Test void aVersionOfTheFutureIsRefused() {
        var row = new ThreadCount(1, 1).encode();
        row[0]++;
        assertThrows(StoreException.class, () -> ThreadCount.decode(row));
    }

    /** What is damaged is refused or read as something else; it never throws anything but the store's own exception. */
    @TestFactory Stream<DynamicTest> readsAnything() {
        return KINDS.keySet().stream().map(name -> DynamicTest.dynamicTest(name + ", seed 1", () -> {
            var random = new Random(1);
            for (int i = 0; i < 5_000; i++) {
                var row = damaged(ROWS.get(name).get(random.nextInt(ROWS.get(name).size())), random);
                try {
                    KINDS.get(name).apply(row);
                } catch (StoreException refused) {
                    assertEquals("a row is broken", refused.getMessage().substring(0, 15));
                }
            }
        }));
    }

    private static byte[] damaged(byte[] row, Random random) {
        var damaged = Arrays.copyOf(row, random.nextInt(row.length + 4));
        for (int n = random.nextInt(4); n-- > 0 && damaged.length > 1; ) {
            damaged[1 + random.nextInt(damaged.length - 1)] = (byte) random.nextInt();
        }
        return damaged;
    }

    @Test void keysSortAsTheirNumbers() {
        var mailbox = new MailboxId(7);
        var keys = Stream.of(1L, 255L, 256L, 0x7FFF_FFFFL, 0x8000_0000L, UidSet.UID_MAX)
            .map(uid -> Keys.entry(mailbox, uid)).toList();
        assertEquals(keys, keys.stream().sorted().toList());
        assertEquals(UidSet.UID_MAX, Keys.last4(keys.getLast()));
        assertEquals(7, Keys.first(keys.getFirst()));
    }

    @Test void aFullListOfLinksKeepsTheOwners() {
        var links = LinksRow.NONE;
        for (int i = 1; i <= 3; i++) links = links.with(new LinksRow.Link(new ThreadId(i), new EmailId(i), true));
        for (int i = 4; i <= 30; i++) links = links.with(new LinksRow.Link(new ThreadId(i), new EmailId(i), false));
        assertEquals(LinksRow.LINKS_MAX, links.links().size());
        assertEquals(List.of(1L, 2L, 3L), links.links().stream().filter(LinksRow.Link::own).map(l -> l.email().value())
            .toList());
        assertEquals(30, links.links().getLast().email().value());
        for (int i = 31; i <= 60; i++) links = links.with(new LinksRow.Link(new ThreadId(i), new EmailId(i), true));
        assertEquals(List.of(1L, 2L, 3L, 31L, 32L, 33L, 34L, 35L),
            links.links().stream().map(l -> l.email().value()).toList());
    }
}
