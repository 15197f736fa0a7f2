package sigillo.sending;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.base.SetClock;
import sigillo.sealing.Secret;
import sigillo.sending.Sending.Answer;
import sigillo.store.PartitionName;
import sigillo.store.memory.MemoryStore;

class SendingTest {
    private static final AccountId ANNA = new AccountId("anna");
    private static final AccountId BRUNO = new AccountId("bruno");

    private final SetClock clock = new SetClock(Instant.parse("2026-03-01T00:10:00Z"));
    private final MemoryStore store = new MemoryStore();
    private final List<String> heard = new ArrayList<>();
    private Sending sending = open(SendingLimits.DEFAULT, false);

    private Sending open(SendingLimits limits, boolean isOneOfSeveral) {
        var opened = new Sending(store, Secret.take(TestSending.KEY.clone()), limits, isOneOfSeveral, clock);
        opened.whenPaused((account, pause) -> heard.add(account + " " + pause.why().map(Enum::name).orElse("OPERATOR") + " " + pause.count() + "/" + pause.max()));
        return opened;
    }

    private static List<Address> to(int from, int count) {
        return IntStream.range(from, from + count).mapToObj(i -> Address.of("r" + i + "@remote.example")).toList();
    }

    private boolean goes(AccountId account, List<Address> recipients) { return sending.take(account, recipients) instanceof Answer.Go; }

    @Test void whoWritesToTooManyStrangersIsPausedAndNobodyElse() {
        for (int i = 0; i < 200; i++) assertTrue(goes(ANNA, to(i, 1)));
        assertInstanceOf(Answer.Paused.class, sending.take(ANNA, to(200, 1)));
        assertEquals(List.of("anna FIRST_TIME_PER_HOUR 201/200"), heard);
        assertInstanceOf(Answer.Paused.class, sending.take(ANNA, to(0, 1)), "to people that she knows too");
        assertEquals(1, heard.size(), "it is told once");
        assertTrue(goes(BRUNO, to(0, 100)));
    }

    /** Also after a new password: it is the operator's to lift. */
    @Test void whatTheOperatorPausesTheOperatorLifts() {
        assertTrue(sending.pauseByOperator(ANNA));
        assertFalse(sending.pauseByOperator(ANNA));
        sending.hasNewPassword(ANNA);
        assertFalse(sending.mayOwnerLift(ANNA, true));
        sending = open(SendingLimits.DEFAULT, false);
        var paused = sending.paused(ANNA).orElseThrow();
        assertEquals("who runs this server has paused it / lo ha sospeso chi gestisce il server", paused.says() + " / " + paused.dice());
        assertInstanceOf(Answer.Paused.class, sending.take(ANNA, to(0, 1)));
        assertEquals(List.of("anna OPERATOR 0/0"), heard);
        assertTrue(sending.lift(ANNA));
        assertTrue(goes(ANNA, to(0, 1)));
    }

    @Test void whomAnAccountHasWrittenToIsKnownForTwoYears() {
        var one = Address.of("R1@Remote.Example");
        assertFalse(sending.hasWrittenTo(ANNA, one));
        assertTrue(goes(ANNA, to(1, 1)));
        assertTrue(sending.hasWrittenTo(ANNA, one));
        assertFalse(sending.hasWrittenTo(ANNA, Address.of("r2@remote.example")));
        assertFalse(sending.hasWrittenTo(BRUNO, one));
        clock.advance(Duration.ofDays(731));
        assertFalse(sending.hasWrittenTo(ANNA, one));
    }

    @Test void theDayHasABoundOfItsOwn() {
        for (int i = 0; i < 400; i++) {
            if (i % 100 == 0) clock.advance(Duration.ofHours(2));
            assertTrue(goes(ANNA, to(i, 1)), "the " + i + "th");
        }
        clock.advance(Duration.ofHours(2));
        assertFalse(goes(ANNA, to(400, 1)));
        assertEquals(List.of("anna FIRST_TIME_PER_DAY 401/400"), heard);
    }

    @Test void whoeverWasWrittenToOnceIsNoStranger() {
        assertTrue(goes(ANNA, to(0, 150)));
        for (int day = 0; day < 10; day++) {
            clock.advance(Duration.ofDays(1));
            assertTrue(goes(ANNA, to(0, 150)), "day " + day);
            assertTrue(goes(ANNA, List.of(Address.of("R7@Remote.Example"))));
        }
        assertEquals(0, sending.show(ANNA).counts().get(Bound.FIRST_TIME_PER_DAY));
        assertTrue(goes(BRUNO, to(0, 1)));
        assertEquals(1, sending.show(BRUNO).counts().get(Bound.FIRST_TIME_PER_DAY), "whom Anna knows Bruno does not");
    }

    @Test void recipientsOfOneMessageCountOnceAsStrangersAndEachAsRecipients() {
        var twice = new ArrayList<>(to(0, 3));
        twice.addAll(to(0, 3));
        assertTrue(goes(ANNA, twice));
        var counts = sending.show(ANNA).counts();
        assertEquals(3, counts.get(Bound.FIRST_TIME_PER_HOUR));
        assertEquals(6, counts.get(Bound.RECIPIENTS_PER_HOUR));
        assertEquals(1, counts.get(Bound.MESSAGES_PER_HOUR));
    }

    @Test void manyMoreThanEverAreSuddenWhenTheyAreNew() {
        for (int day = 0; day < 8; day++) {
            assertTrue(goes(ANNA, to(0, 4)));
            clock.advance(Duration.ofDays(1));
        }
        clock.advance(Duration.ofDays(1));
        for (int i = 0; i < 100; i++) assertTrue(goes(ANNA, to(100 + i, 1)), "the " + i + "th");
        assertFalse(goes(ANNA, to(300, 1)));
        assertEquals(List.of("anna SUDDEN_CHANGE 101/100"), heard);
    }

    @Test void manyMoreThanEverAreNotSuddenWhenTheyAreKnownOrTheAccountIsNew() {
        assertTrue(goes(ANNA, to(0, 150)), "an account that is new has no habit");
        for (int day = 0; day < 40; day++) {
            clock.advance(Duration.ofDays(1));
            assertTrue(goes(ANNA, to(0, 2)));
        }
        assertTrue(goes(ANNA, to(0, 150)), "the yearly letter to all members");
    }

    @Test void aHabitOfManyMakesRoomForMore() {
        for (int day = 0; day < 8; day++) {
            assertTrue(goes(ANNA, to(1_000 * day, 20)));
            clock.advance(Duration.ofDays(1));
        }
        assertTrue(goes(ANNA, to(10_000, 150)), "below ten times 20");
        assertEquals(20 * 0.95, sending.show(ANNA).busiest(), 1);
    }

    @Test void tooManyMessagesAreForLaterAndPauseNobody() {
        sending = open(new SendingLimits(Map.of(Bound.MESSAGES_PER_HOUR, 2)), false);
        for (int i = 0; i < 2; i++) assertTrue(goes(ANNA, to(0, 1)));
        assertInstanceOf(Answer.Later.class, sending.take(ANNA, to(0, 1)));
        clock.advance(Duration.ofHours(2));
        assertTrue(goes(ANNA, to(0, 1)));
        assertEquals(List.of(), heard);
    }

    @Test void aRestartForgetsNothing() {
        assertTrue(goes(ANNA, to(0, 150)));
        assertTrue(goes(ANNA, to(0, 1)));
        sending.keep();
        sending = open(SendingLimits.DEFAULT, false);
        assertEquals(151, sending.show(ANNA).counts().get(Bound.RECIPIENTS_PER_DAY));
        assertFalse(goes(ANNA, to(200, 60)));
        sending = open(SendingLimits.DEFAULT, false);
        assertInstanceOf(Answer.Paused.class, sending.take(ANNA, to(0, 1)));
        assertEquals(Map.of(ANNA, sending.paused(ANNA).orElseThrow()), sending.allPaused());
        assertEquals(1, heard.size());
    }

    @Test void severalServersCountTogether() {
        sending = open(SendingLimits.DEFAULT, true);
        var other = open(SendingLimits.DEFAULT, true);
        assertTrue(goes(ANNA, to(0, 100)));
        assertInstanceOf(Answer.Go.class, other.take(ANNA, to(100, 100)));
        assertInstanceOf(Answer.Paused.class, other.take(ANNA, to(200, 1)));
        assertFalse(goes(ANNA, to(0, 1)), "the pause of the other");
        assertTrue(sending.lift(ANNA));
        assertInstanceOf(Answer.Go.class, other.take(ANNA, to(0, 1)));
    }

    @Test void whoIsLiftedBeginsAnew() {
        assertFalse(goes(ANNA, to(0, 500)));
        assertEquals(List.of("anna FIRST_TIME_PER_HOUR 500/200"), heard);
        assertTrue(sending.lift(ANNA));
        assertFalse(sending.lift(ANNA), "only once");
        assertTrue(goes(ANNA, to(0, 150)));
        assertFalse(goes(ANNA, to(500, 150)));
        assertEquals(2, heard.size());
    }

    @Test void theOwnerLiftsWithASecondFactorOrANewPasswordOnceADay() {
        assertFalse(sending.mayOwnerLift(ANNA, true), "nothing to lift");
        assertFalse(goes(ANNA, to(0, 500)));
        assertFalse(sending.mayOwnerLift(ANNA, false));
        assertTrue(sending.mayOwnerLift(ANNA, true));
        sending.hasNewPassword(ANNA);
        assertTrue(sending.mayOwnerLift(ANNA, false));
        assertTrue(sending.liftByOwner(ANNA));
        assertFalse(goes(ANNA, to(0, 500)));
        assertFalse(sending.mayOwnerLift(ANNA, true), "the second time in a day");
        clock.advance(Duration.ofDays(1));
        assertTrue(sending.mayOwnerLift(ANNA, true));
    }

    @Test void anAccountMayHaveLimitsOfItsOwn() {
        sending.limit(ANNA, Bound.FIRST_TIME_PER_HOUR, Optional.of(1_000));
        sending.limit(ANNA, Bound.FIRST_TIME_PER_DAY, Optional.of(1_000));
        assertTrue(goes(ANNA, to(0, 500)));
        assertEquals(Map.of(Bound.FIRST_TIME_PER_HOUR, 1_000, Bound.FIRST_TIME_PER_DAY, 1_000), sending.show(ANNA).own());
        sending.limit(ANNA, Bound.FIRST_TIME_PER_HOUR, Optional.empty());
        assertFalse(goes(ANNA, to(500, 1)));
    }

    @Test void manyAtOnceDoNotGetPastTheBound() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = IntStream.range(0, 500).mapToObj(i -> threads.submit(() -> goes(ANNA, to(i, 1)))).toList();
            int gone = 0;
            for (var one : all) if (one.get()) gone++;
            assertEquals(200, gone);
        }
        assertEquals(1, heard.size());
    }

    @Test void whoHasTheStoreReadsNoAddress() {
        assertTrue(goes(ANNA, to(0, 1)));
        var keys = new ArrayList<Bytes>();
        store.partition(new PartitionName("sending")).range(Bytes.EMPTY, Bytes.utf8("z"), false, (key, row) -> {
            keys.add(key);
            return keys.add(Bytes.wrap(row));
        });
        assertEquals(4, keys.size());
        for (var one : keys) assertFalse(new String(one.toArray(), StandardCharsets.ISO_8859_1).contains("remote"));
    }

    @Test void thoseWrittenToLongAgoAreForgottenAndSoIsWhoIsRemoved() {
        assertTrue(goes(ANNA, to(0, 5)));
        clock.advance(Duration.ofDays(731));
        assertTrue(goes(ANNA, to(0, 1)));
        assertEquals(1, sending.show(ANNA).counts().get(Bound.FIRST_TIME_PER_DAY));
        sending.tidy();
        assertEquals(2, rows(), "its counts, and one whom it knows");
        sending.forget(ANNA);
        assertEquals(0, rows());
        assertEquals(0, sending.show(ANNA).counts().get(Bound.FIRST_TIME_PER_DAY));
    }

    private int rows() {
        var rows = new int[1];
        store.partition(new PartitionName("sending")).range(Bytes.EMPTY, Bytes.utf8("z"), false, (_, _) -> ++rows[0] > 0);
        return rows[0];
    }
}
