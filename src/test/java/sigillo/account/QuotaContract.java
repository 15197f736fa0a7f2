package sigillo.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sigillo.account.AccountContract.addDeleted;
import static sigillo.account.AccountContract.assertSound;
import static sigillo.account.AccountContract.inbox;
import static sigillo.account.AccountContract.make;
import static sigillo.account.AccountContract.octets;
import static sigillo.account.AccountContract.uids;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import sigillo.keyring.TestSeal;

/** An account holds no more than it may, and what it holds is counted in the commits themselves (case B29). */
public interface QuotaContract extends AccountContract {
    UndeleteSettings KEPT = new UndeleteSettings(Duration.ofDays(30), 1 << 20);

    /** A limit that a test changes, and what owners would be told. */
    final class House {
        volatile long max = 10_000;
        final Clock clock = new Clock();
        final List<Integer> warnings = Collections.synchronizedList(new ArrayList<>());
        final Account anna;

        House(QuotaContract on, UndeleteSettings undelete) {
            var accounts = new Accounts(on.store(), TestSeal.over(on.store(), clock), HASH_KEY, clock, undelete,
                _ -> OptionalLong.of(max));
            accounts.whenNearlyFull(warning -> warnings.add(warning.percent()));
            anna = accounts.create(ANNA);
        }

        Deposited deposit(int size) {
            return anna.deposit(Deposit.of(octets("Subject: x\r\n\r\n" + "x".repeat(size - 14)), inbox(anna).id(), NOON));
        }

        void expunge(long uid) {
            anna.flags(inbox(anna).id(), uids(uid), addDeleted());
            assertEquals(List.of(uid), anna.expunge(inbox(anna).id(), UidSet.ALL));
        }

        Instant refused(int size) { return assertInstanceOf(Deposited.OverQuota.class, deposit(size)).since(); }

        void kept(int size) { assertInstanceOf(Deposited.Kept.class, deposit(size)); }
    }

    @Test default void whatFitsIsTakenToTheOctet() {
        var house = new House(this, UndeleteSettings.NONE);
        house.kept(6_000);
        house.refused(4_001);
        house.kept(4_000);
        house.refused(20);
        assertEquals(10_000, house.anna.usage().octets());
        assertEquals(2, house.anna.verify().emails());
        house.expunge(2);
        house.kept(4_000);
        assertSound(house.anna);
    }

    private static Deposit of(House house, int size) {
        return Deposit.of(octets("Subject: y\r\n\r\n" + "y".repeat(size - 14)), inbox(house.anna).id(), NOON);
    }

    /** Several that belong together: the one that does not fit takes the others with it. */
    @Test default void whatBelongsTogetherIsKeptWholeOrNotAtAll() {
        var house = new House(this, UndeleteSettings.NONE);
        var refused = house.anna.depositTogether(List.of(of(house, 4_000), of(house, 4_000), of(house, 4_000)));
        assertEquals(1, refused.size());
        assertInstanceOf(Deposited.OverQuota.class, refused.getFirst());
        assertEquals(0, house.anna.verify().emails());
        assertEquals(0, house.anna.usage().octets());
        var kept = house.anna.depositTogether(List.of(of(house, 4_000), of(house, 4_000)));
        assertEquals(List.of(1L, 2L), kept.stream()
            .map(one -> ((Deposited.Kept) one).email().memberships().getFirst().uid()).toList());
        assertSound(house.anna);
    }

    /** Where the account is full, a message may still take the place of another that is as large. */
    @Test default void whatGoesInTheSameCommitMakesRoom() {
        var house = new House(this, UndeleteSettings.NONE);
        house.kept(9_900);
        var inbox = inbox(house.anna).id();
        assertInstanceOf(Deposited.OverQuota.class, house.anna.replace(of(house, 10_001), inbox, 1).orElseThrow());
        assertEquals(9_900, house.anna.usage().octets());
        assertInstanceOf(Deposited.Kept.class, house.anna.replace(of(house, 10_000), inbox, 1).orElseThrow());
        assertEquals(10_000, house.anna.usage().octets());
        assertEquals(Optional.empty(), house.anna.replace(of(house, 100), inbox, 1), "it is gone already");
        assertEquals(List.of(2L), AccountContract.all(house.anna.uids(inbox)));
        // In two places it stays in the other, and frees nothing
        var trash = house.anna.mailbox(Role.TRASH).orElseThrow();
        assertInstanceOf(Copied.Done.class, house.anna.copy(inbox, UidSet.ALL, trash.id()));
        assertInstanceOf(Deposited.OverQuota.class, house.anna.replace(of(house, 100), inbox, 2).orElseThrow());
        assertSound(house.anna);
    }

    /** What is encrypted in its place needs room for what it is larger by, in one mailbox or in two, and no more. */
    @Test default void whatIsExchangedNeedsNoDoubleRoom() {
        var house = new House(this, UndeleteSettings.NONE);
        var before = ((Deposited.Kept) house.deposit(7_000)).email().id();
        var inbox = inbox(house.anna).id();
        var trash = house.anna.mailbox(Role.TRASH).orElseThrow();
        assertInstanceOf(Copied.Done.class, house.anna.copy(inbox, UidSet.ALL, trash.id()));
        assertInstanceOf(Deposited.OverQuota.class,
            house.anna.exchange(before, of(house, 10_001).content()).orElseThrow());
        assertEquals(7_000, house.anna.usage().octets());
        var after = house.anna.exchange(before, of(house, 10_000).content()).orElseThrow();
        assertEquals(2, ((Deposited.Kept) after).email().memberships().size());
        assertEquals(10_000, house.anna.usage().octets());
        assertSound(house.anna);
    }

    /** What is in two mailboxes is kept once, so a full account can be emptied by way of its trash. */
    @Test default void aFullAccountIsEmptied() {
        var house = new House(this, UndeleteSettings.NONE);
        house.kept(9_900);
        var trash = house.anna.mailbox(Role.TRASH).orElseThrow();
        assertInstanceOf(Copied.Done.class, house.anna.copy(inbox(house.anna).id(), UidSet.ALL, trash.id()));
        assertEquals(9_900, house.anna.usage().octets());
        house.expunge(1);
        assertEquals(9_900, house.anna.usage().octets(), "it is in the trash still");
        assertInstanceOf(Copied.Done.class, house.anna.move(trash.id(), UidSet.ALL, make(house.anna, "else").id()));
        var there = house.anna.mailbox("else").orElseThrow();
        house.anna.flags(there.id(), UidSet.ALL, addDeleted());
        house.anna.expunge(there.id(), UidSet.ALL);
        assertEquals(0, house.anna.usage().octets());
        house.kept(10_000);
        assertSound(house.anna);
    }

    @Test default void whatCanBeHadBackDoesNotCountAndComesBackOnlyWhereThereIsRoom() {
        var house = new House(this, KEPT);
        house.kept(8_000);
        house.expunge(1);
        house.kept(8_000);
        var expunged = house.anna.expunged(10).getFirst();
        assertInstanceOf(Deposited.OverQuota.class, house.anna.undelete(expunged, inbox(house.anna).id()));
        assertEquals(1, house.anna.expunged(10).size(), "it can still be had");
        house.max = 20_000;
        assertInstanceOf(Deposited.Kept.class, house.anna.undelete(expunged, inbox(house.anna).id()));
        assertEquals(16_000, house.anna.usage().octets());
        assertSound(house.anna);
    }

    @Test default void ofManyAtOnceNoMoreAreTakenThanThereIsRoomFor() throws Exception {
        var house = new House(this, UndeleteSettings.NONE);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = new ArrayList<java.util.concurrent.Future<Deposited>>();
            for (int i = 0; i < 50; i++) answers.add(threads.submit(() -> house.deposit(300)));
            assertEquals(33, answers.stream().filter(answer -> isKept(answer)).count());
        }
        assertEquals(9_900, house.anna.usage().octets());
        assertSound(house.anna);
    }

    private static boolean isKept(java.util.concurrent.Future<Deposited> answer) {
        try {
            return answer.get() instanceof Deposited.Kept;
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    /** A list is answered one by one: what fits of it is kept. */
    @Test default void ofAListTheFittingOnesAreKept() {
        var house = new House(this, UndeleteSettings.NONE);
        var list = new ArrayList<Deposit>();
        for (int size : new int[] {6_000, 5_000, 4_000}) {
            list.add(Deposit.of(octets("Subject: x\r\n\r\n" + "x".repeat(size - 14)), inbox(house.anna).id(), NOON));
        }
        var answers = house.anna.deposit(list).stream().map(one -> one.getClass().getSimpleName()).toList();
        assertEquals(List.of("Kept", "OverQuota", "Kept"), answers);
        assertSound(house.anna);
    }

    @Test default void sinceWhenItIsFullIsKnownUntilThereIsRoomAgain() {
        var house = new House(this, UndeleteSettings.NONE);
        house.kept(6_000);
        house.refused(5_000);
        house.clock.pass(Duration.ofDays(1));
        assertEquals(NOON.plus(Duration.ofDays(1)), house.refused(5_000), "a large one, while smaller ones are taken");
        house.kept(3_600);
        house.refused(500);
        house.clock.pass(Duration.ofDays(1));
        assertEquals(NOON.plus(Duration.ofDays(1)), house.refused(500), "full since yesterday");
        assertEquals(Optional.of(NOON.plus(Duration.ofDays(1))), house.anna.usage().fullSince());
        house.max = 20_000;
        assertEquals(Optional.empty(), house.anna.usage().fullSince(), "with another limit it begins anew");
        house.max = 10_000;
        house.expunge(2);
        assertEquals(Optional.empty(), house.anna.usage().fullSince());
        house.kept(3_900);
        assertEquals(NOON.plus(Duration.ofDays(2)), house.refused(500));
        assertSound(house.anna);
    }

    /** What a domain leaves to an account is another with each mail of the others. */
    @Test default void aLimitThatMovesNeitherWarnsAgainNorBeginsAnew() {
        var house = new House(this, UndeleteSettings.NONE);
        house.kept(9_400);
        house.kept(200);
        assertEquals(95, house.warnings.getLast());
        int warned = house.warnings.size();
        house.refused(500);
        house.clock.pass(Duration.ofDays(1));
        house.max = 9_950;
        house.kept(100);
        assertEquals(warned, house.warnings.size());
        assertEquals(NOON, house.refused(500), "full since yesterday");
        house.max = 9_900;
        assertEquals(Optional.of(NOON), house.anna.usage().fullSince());
        assertEquals(NOON, house.refused(500));
    }

    @Test default void ownersAreWarnedOnceAtEachMark() {
        var house = new House(this, UndeleteSettings.NONE);
        house.kept(7_900);
        assertEquals(List.of(), house.warnings);
        house.kept(200);
        house.kept(200);
        assertEquals(List.of(80), house.warnings);
        house.kept(1_300);
        assertEquals(List.of(80, 95), house.warnings);
        house.expunge(4);
        house.kept(1_300);
        assertEquals(List.of(80, 95, 95), house.warnings, "it held much less in between");
        house.expunge(2);
        house.kept(200);
        assertEquals(3, house.warnings.size(), "a little less is not much less");
        house.expunge(1);
        house.kept(7_900);
        assertEquals(List.of(80, 95, 95, 95), house.warnings, "of the two the higher");
        assertSound(house.anna);
    }

    @Test default void whatItsOwnerMustHearIsKeptAllTheSame() {
        var house = new House(this, UndeleteSettings.NONE);
        house.kept(10_000);
        var notice = Deposit.of(octets("Subject: you are full\r\n\r\n"), inbox(house.anna).id(), NOON).beyondQuota();
        assertInstanceOf(Deposited.Kept.class, house.anna.deposit(notice));
        assertTrue(house.anna.usage().octets() > 10_000);
        assertInstanceOf(Copied.Done.class, house.anna.move(inbox(house.anna).id(), UidSet.ALL, make(house.anna, "x").id()));
        assertSound(house.anna);
    }
}
