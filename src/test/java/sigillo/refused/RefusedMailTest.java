package sigillo.refused;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.filter.KeptWishes;
import sigillo.filter.Who;
import sigillo.filter.Word;
import sigillo.sealing.Randomness;
import sigillo.sealing.Secret;
import sigillo.store.PartitionName;
import sigillo.store.UnreadableStore;
import sigillo.store.cassandra.CassandraStore;
import sigillo.store.cassandra.OneNode;

/** What was refused is shown to whom it was for, whatever comes in, and refusing waits for none of it. */
@Timeout(60)
class RefusedMailTest {
    private static final Address ANNA = Address.of("anna@home.example");
    private static final Address FAMILY = Address.of("family@home.example");
    private static final Address CARL = Address.of("carl@far.example");
    private static final AccountId A = new AccountId("a");
    private static final AccountId B = new AccountId("b");

    private final UnreadableStore store = new UnreadableStore();
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final RefusedMail refused = new RefusedMail(store, Secret.take(new byte[32]), RefusedMailTest::owners, Randomness.secure(), () -> now);

    private static List<AccountId> owners(Address recipient) {
        if (recipient.lookupKey().equals(ANNA.lookupKey())) return List.of(A);
        return recipient.equals(FAMILY) ? List.of(A, B) : List.of();
    }

    private void note(Address sender, Address to, int code, String reply) {
        refused.note(Optional.of(sender), List.of(to), "mx.far.example [192.0.2.1]", code, reply);
        refused.settle();
    }

    @Test void itIsShownToWhomItWasFor() {
        note(CARL, ANNA, 550, "5.7.26 not shown to be yours");
        note(CARL, FAMILY, 451, "4.7.1 come again");
        note(CARL, Address.of("nobody@home.example"), 550, "5.1.1 no");
        var day = refused.of(A).getFirst();
        assertEquals(2, day.refusals().size());
        var first = day.refusals().getFirst();
        assertEquals(new Refusal(now, now, 1, Optional.of(CARL), ANNA, "mx.far.example [192.0.2.1]", 550, "5.7.26 not shown to be yours"), first);
        assertFalse(first.isForNow());
        assertTrue(day.refusals().get(1).isForNow());
        assertEquals(List.of(FAMILY), refused.of(B).getFirst().refusals().stream().map(Refusal::recipient).toList());
    }

    @Test void whatComesAlikeIsCounted() {
        for (int i = 0; i < 1_240; i++) {
            note(CARL, ANNA, 550, "5.7.26 no");
            now = now.plusSeconds(1);
        }
        note(Address.of("CARL@far.example"), Address.of("Anna@home.example"), 550, "5.7.26 no");
        var day = refused.of(A).getFirst();
        assertEquals(1, day.refusals().size());
        assertEquals(1_241, day.refusals().getFirst().count());
        assertEquals(Duration.ofSeconds(1_240), Duration.between(day.refusals().getFirst().first(), day.refusals().getFirst().last()));
    }

    /** Senders that are made up, each another: the row stays small, and none is lost from the count. */
    @Test void aFloodCountsInsteadOfFilling() {
        for (int round = 0; round < 20; round++) {
            for (int i = 0; i < 100; i++) refused.note(Optional.of(Address.of("x" + round + "." + i + "@" + "d".repeat(60) + ".example")),
                List.of(ANNA), "h".repeat(5_000), 550, "n".repeat(5_000));
            refused.settle();
        }
        var day = refused.of(A).getFirst();
        assertEquals(RefusedLimits.KINDS_OF_DAY_MAX, day.refusals().size());
        assertEquals(2_000, day.count());
        assertEquals(2_000 - RefusedLimits.KINDS_OF_DAY_MAX, day.others());
        var sizes = new ArrayList<Integer>();
        var all = Bytes.utf8("d/");
        store.partition(new PartitionName("refused")).range(all, all.afterPrefix(), false, (_, value) -> sizes.add(value.length));
        assertTrue(sizes.size() == 1 && sizes.getFirst() < 40_000, sizes.toString());
    }

    private void flood(String from, int count) {
        for (int i = 0; i < count; i++) refused.note(Optional.of(Address.of("x" + i + "@made-up.example")), List.of(ANNA), from, 550, "5.7.1 spam");
        refused.settle();
    }

    /** Forty senders that are made up hid all that came after them. */
    @Test void aFloodOfOneNetworkPushesNothingOut() {
        flood("liar [192.0.2.77] [198.51.100.1]", 30);
        note(CARL, ANNA, 550, "5.7.1 no");
        flood("liar [198.51.100.9]", 300);
        note(Address.of("shop@other.example"), ANNA, 550, "5.7.1 no");
        var senders = refused.of(A).getFirst().refusals().stream().map(one -> one.sender().orElseThrow().toString()).toList();
        assertTrue(senders.containsAll(List.of("carl@far.example", "shop@other.example")), senders::toString);
        assertEquals(332, refused.of(A).getFirst().count());
    }

    /** From each address another: who is known to her stays all the same, whenever he came. */
    @Test void aFloodOfManyNetworksPushesOutNobodyWhomSheKnows() {
        refused.knowing((account, sender) -> account.equals(A) && sender.equals(CARL));
        for (int i = 0; i < 100; i++) {
            refused.note(Optional.of(Address.of("x" + i + "@made-up.example")), List.of(ANNA), "bot [10.1." + i + ".1]", 550, "5.7.1 spam");
        }
        refused.settle();
        note(CARL, ANNA, 550, "5.7.1 no");
        for (int i = 0; i < 100; i++) {
            refused.note(Optional.of(Address.of("y" + i + "@made-up.example")), List.of(ANNA), "bot [10.2." + i + ".1]", 550, "5.7.1 spam");
        }
        refused.settle();
        var day = refused.of(A).getFirst();
        assertTrue(day.refusals().stream().anyMatch(one -> one.sender().equals(Optional.of(CARL))));
        assertEquals(List.of(RefusedLimits.KINDS_OF_DAY_MAX, 201), List.of(day.refusals().size(), (int) day.count()));
    }

    /** More than can be held is not waited for. */
    @Test void noneIsWaitedFor() {
        long begun = System.nanoTime();
        for (int i = 0; i < 100_000; i++) refused.note(Optional.empty(), List.of(ANNA), "h", 451, "4.3.2 later");
        assertTrue(Duration.ofNanos(System.nanoTime() - begun).compareTo(Duration.ofSeconds(20)) < 0);
        refused.settle();
        assertEquals(RefusedLimits.WAITING_MAX, refused.of(A).getFirst().count());
    }

    @Test void aStoreInTroubleLosesWhatItMustAndNoMore() {
        note(CARL, ANNA, 550, "5.7.26 no");
        store.fail();
        note(CARL, ANNA, 550, "5.7.26 no");
        store.recover();
        note(CARL, ANNA, 550, "5.7.26 no");
        assertTrue(refused.of(A).getFirst().count() >= 2);
    }

    @Test void thirtyDaysAreShownAndThenTheyGo() {
        for (int day = 0; day < 40; day++) {
            note(CARL, ANNA, 550, "5.7.26 no");
            now = now.plus(Duration.ofDays(1));
        }
        assertEquals(29, refused.of(A).size(), "today has none");
        assertTrue(refused.of(A).getFirst().date().isAfter(refused.of(A).getLast().date()), "the latest first");
        refused.tidy();
        assertEquals(29, rows());
        note(CARL, FAMILY, 550, "5.7.26 no");
        refused.forget(A);
        assertEquals(1, rows());
        assertTrue(refused.of(A).isEmpty());
        assertEquals(1, refused.of(B).size());
    }

    private int rows() {
        var count = new int[1];
        var all = Bytes.utf8("d/");
        store.partition(new PartitionName("refused")).range(all, all.afterPrefix(), false, (_, _) -> ++count[0] > 0);
        return count[0];
    }

    /** Who has the store alone reads no name; a row that lies elsewhere or is bent is passed over. */
    @Test void itIsSealedToItsPlace() {
        note(CARL, ANNA, 550, "5.7.26 no");
        var partition = store.partition(new PartitionName("refused"));
        var all = Bytes.utf8("d/");
        partition.range(all, all.afterPrefix(), false, (_, value) -> {
            assertFalse(new String(value, java.nio.charset.StandardCharsets.ISO_8859_1).contains("carl"));
            return true;
        });
        var other = new RefusedMail(store, Secret.take(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32}),
            RefusedMailTest::owners, Randomness.secure(), () -> now);
        assertTrue(other.of(A).isEmpty());
        other.note(Optional.of(CARL), List.of(ANNA), "h", 550, "no");
        other.settle();
        assertEquals(1, other.of(A).getFirst().count());
    }

    @Test void itsThreadWritesByItselfAndStopsWithWhatWaits() {
        refused.start();
        refused.note(Optional.empty(), List.of(ANNA), "h", 451, "4.3.2 later");
        var until = System.nanoTime() + 20_000_000_000L;
        while (refused.of(A).isEmpty() && System.nanoTime() < until) Thread.onSpinWait();
        assertEquals(1, refused.of(A).getFirst().count());
        refused.note(Optional.empty(), List.of(ANNA), "h", 451, "4.3.2 later");
        refused.close();
        until = System.nanoTime() + 20_000_000_000L;
        while (refused.of(A).getFirst().count() < 2 && System.nanoTime() < until) Thread.onSpinWait();
        assertEquals(2, refused.of(A).getFirst().count());
    }

    /** Two servers over one Cassandra write the same day, and what an owner says at both: nothing of it is lost. */
    @Tag("gate")
    @Test void twoServersOverACluster() throws Exception {
        var settings = OneNode.settings("refused");
        try (var store = CassandraStore.open(settings); var other = CassandraStore.open(settings)) {
            OneNode.empty(store);
            var key = Secret.take(new byte[32]);
            var one = new RefusedMail(store, Secret.take(new byte[32]), RefusedMailTest::owners, Randomness.secure(), () -> now);
            var two = new RefusedMail(other, Secret.take(new byte[32]), RefusedMailTest::owners, Randomness.secure(), () -> now);
            var wishes = new KeptWishes(store, key, Randomness.secure());
            var same = new KeptWishes(other, key, Randomness.secure());
            var there = Thread.ofVirtual().start(() -> noteAndSay(two, same, "b"));
            noteAndSay(one, wishes, "a");
            there.join();
            assertEquals(8, one.of(A).getFirst().count());
            assertEquals(one.of(A), two.of(A));
            assertEquals(8, wishes.wished(Optional.of(A)).listed().size());
            two.forget(A);
            same.forget(A);
            assertEquals(List.of(), one.of(A));
            assertEquals(List.of(), wishes.wished(Optional.of(A)).listed());
        }
    }

    private static void noteAndSay(RefusedMail at, KeptWishes wishes, String name) {
        for (int i = 0; i < 4; i++) {
            at.note(Optional.of(CARL), List.of(ANNA), "h [192.0.2.1]", 550, "5.7.1 no");
            at.settle();
            var who = new Who(name + i + ".example");
            wishes.change(Optional.of(A), now -> now.with(who, Word.BLOCK));
        }
    }
}
