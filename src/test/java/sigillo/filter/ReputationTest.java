package sigillo.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import sigillo.base.Bytes;
import sigillo.base.SetClock;
import sigillo.sealing.Secret;
import sigillo.store.PartitionName;
import sigillo.store.memory.MemoryStore;

/** What is known of senders. */
class ReputationTest {
    private static final Optional<InetAddress> CLIENT = Optional.of(InetAddress.ofLiteral("192.0.2.1"));
    private static final Author BOB = Author.parse("aligned bob@sender.example");

    private final MemoryStore store = new MemoryStore();
    private final SetClock clock = new SetClock(Instant.parse("2026-03-01T10:00:00Z"));

    private Reputation reputation(int rowsMax) { return new Reputation(store, Secret.take("k".repeat(32).getBytes()), clock, rowsMax); }

    private static String reasons(Reputation reputation, Author author) {
        return new Reputed(reputation).reasons(author, CLIENT).stream().map(Reason::text).collect(Collectors.joining(" "));
    }

    @Test void countsBeforeItIsKeptAndAfterARestart() {
        var first = reputation(1_000);
        assertEquals("first-contact=0.4", reasons(first, BOB));
        for (int i = 0; i < 8; i++) new Reputed(first).thought(BOB, CLIENT, true);
        assertEquals("known-author=1.1 known-domain=0.5 known-network=0.5", reasons(first, BOB));
        first.keep();
        assertEquals("known-author=1.1 known-domain=0.5 known-network=0.5", reasons(reputation(1_000), BOB));
        assertEquals("first-contact=0.4 known-network=0.5", reasons(first, Author.parse("claimed bob@sender.example")), "his name alone is nobody's");
    }

    /** Two servers over one store add up. */
    @Test void othersCountToo() {
        var one = reputation(1_000);
        var other = reputation(1_000);
        for (int i = 0; i < 4; i++) {
            new Reputed(one).thought(BOB, CLIENT, true);
            new Reputed(other).thought(BOB, CLIENT, true);
        }
        one.keep();
        other.keep();
        assertEquals("known-author=1.1 known-domain=0.5 known-network=0.5", reasons(one, BOB));
    }

    /** What this server thinks by itself moves little, and what a person says much. */
    @Test void peopleKnowBetter() {
        var reputation = reputation(1_000);
        new Reputed(reputation).thought(BOB, CLIENT, true);
        new Reputed(reputation).said(BOB, CLIENT, false);
        assertTrue(new Reputed(reputation).isGood(BOB, CLIENT));
        assertEquals("known-author=-1.4 known-domain=-0.7 known-network=-0.5", reasons(reputation, BOB));
        for (int i = 0; i < 1_000; i++) new Reputed(reputation).said(BOB, CLIENT, true);
        assertEquals("known-author=2.5 known-domain=0.8 known-network=0.8", reasons(reputation, BOB), "it is bounded, and is not enough for Junk");
        assertFalse(new Reputed(reputation).isGood(BOB, CLIENT));
    }

    @Test void fadesAndGoes() {
        var reputation = reputation(1_000);
        for (int i = 0; i < 8; i++) new Reputed(reputation).thought(BOB, CLIENT, true);
        reputation.keep();
        clock.advance(Duration.ofDays(30));
        assertEquals("known-author=0.7 known-domain=0.3 known-network=0.3", reasons(reputation, BOB));
        clock.advance(Duration.ofDays(300));
        reputation.tidy();
        assertEquals(0, rows());
        assertEquals("first-contact=0.4", reasons(reputation, BOB));
    }

    /** Strangers who take ever new names and networks fill no store, and take no place of one who is known well. */
    @Test void strangersDoNotFillIt() {
        var reputation = reputation(300);
        new Reputed(reputation).said(BOB, CLIENT, false);
        reputation.keep();
        for (int day = 0; day < 20; day++) {
            for (int i = 0; i < 200; i++) {
                var network = Optional.of(InetAddress.ofLiteral("10." + day + "." + i + ".1"));
                new Reputed(reputation).thought(Author.parse("claimed x@" + day + "-" + i + ".example"), network, true);
                reputation.firstTold(day + "-" + i);
            }
            reputation.keep();
            assertTrue(rows() <= 500, rows() + " rows");
            reputation.tidy();
            clock.advance(Duration.ofDays(1));
        }
        assertTrue(rows() <= 300, rows() + " rows");
        assertTrue(new Reputed(reputation).isGood(BOB, CLIENT));
    }

    @Test void whoWasToldIsKnownAfterARestart() {
        var now = clock.millis();
        var reputation = reputation(1_000);
        assertEquals(Optional.of(now), reputation.firstTold("a"));
        clock.advance(Duration.ofMinutes(10));
        reputation.keep();
        assertEquals(Optional.of(now), reputation(1_000).firstTold("a"));
        clock.advance(Duration.ofDays(6));
        assertEquals(Optional.of(clock.millis()), reputation(1_000).firstTold("a"));
    }

    @Test void rowsNameNobody() {
        var reputation = reputation(1_000);
        new Reputed(reputation).thought(BOB, CLIENT, true);
        reputation.firstTold("bob@sender.example");
        reputation.keep();
        store.partition(new PartitionName("filter-senders")).range(Bytes.utf8("a"), Bytes.utf8("z"), false, (row, value) -> {
            var all = new String(row.toArray(), StandardCharsets.ISO_8859_1) + new String(value, StandardCharsets.ISO_8859_1);
            assertFalse(all.contains("bob") || all.contains("sender") || all.contains("c00002"), all);
            return true;
        });
    }

    /** A row that is none is nobody's, and stops no mail. */
    @Test void whatIsDamagedIsNotKnown() {
        var reputation = reputation(1_000);
        new Reputed(reputation).thought(BOB, CLIENT, true);
        reputation.keep();
        var partition = store.partition(new PartitionName("filter-senders"));
        new sigillo.store.Transactions(partition).write(tx -> {
            partition.range(Bytes.utf8("s/"), Bytes.utf8("s0"), false, (row, _) -> {
                tx.put(row, new byte[] {9});
                return true;
            });
            return null;
        });
        assertEquals("first-contact=0.4", reasons(reputation, BOB));
        reputation.tidy();
        assertEquals(0, rows());
    }

    private int rows() {
        var count = new int[1];
        store.partition(new PartitionName("filter-senders")).range(Bytes.utf8("a"), Bytes.utf8("z"), false, (_, _) -> ++count[0] > 0);
        return count[0];
    }
}
