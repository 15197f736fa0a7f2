package sigillo.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sigillo.account.Account;
import sigillo.account.AccountId;
import sigillo.account.Accounts;
import sigillo.account.Deposit;
import sigillo.account.Deposited;
import sigillo.account.EmailId;
import sigillo.account.FlagChange;
import sigillo.account.Keyword;
import sigillo.account.MailboxId;
import sigillo.account.Role;
import sigillo.account.UidSet;
import sigillo.base.Bytes;
import sigillo.base.Octets;
import sigillo.filter.Reason;
import sigillo.keyring.Keyring;
import sigillo.keyring.TestSeal;
import sigillo.keyring.Unlocked;
import sigillo.message.Message;
import sigillo.sealing.Randomness;
import sigillo.sealing.Secret;
import sigillo.spam.Look;
import sigillo.spam.Weights;
import sigillo.store.memory.MemoryStore;

/** What owners do with mail is learnt, for them alone, in their sessions, each message once. */
class LearningTest {
    private static final AccountId ANNA = new AccountId("anna");
    private static final AccountId BRUNO = new AccountId("bruno");
    private static final Bytes HASH_KEY = Bytes.wrap(new byte[32]);
    private static final Secret KEY = Secret.take(new byte[32]);
    /** Of odds, where {@code filter} puts mail into Junk: its threshold of 5.5, less 4. */
    private static final double JUNK_FROM = 1.5;

    private final MemoryStore store = new MemoryStore();
    private final Random random = new Random(42);
    private final List<House> houses = new ArrayList<>();
    private volatile Instant now = Instant.parse("2026-03-01T12:00:00Z");

    /** A process over the store. */
    private final class House {
        final Keyring keyring = TestSeal.keyring(store, () -> now);
        final Accounts accounts = new Accounts(store, TestSeal.unattended(keyring), HASH_KEY, () -> now);
        final Learning learning = new Learning(accounts, keyring, KEY, Randomness.secure(), LearningSettings.DEFAULT, () -> now).start();

        House() { houses.add(this); }

        void close() {
            learning.close();
            keyring.close();
        }
    }

    private final House house = new House();
    private final Account anna = house.accounts.create(ANNA);
    private final Account bruno = house.accounts.create(BRUNO);

    @AfterEach void stop() { houses.forEach(House::close); }

    private Unlocked open(AccountId account) { return TestSeal.unlock(house.keyring, account); }

    private static MailboxId box(Account account, Role role) { return account.mailboxId(role).orElseThrow(); }

    private static Octets octets(String mail) { return Octets.of(mail.getBytes(StandardCharsets.UTF_8)); }

    /** The UIDs. */
    private long[] deliver(Account account, Kind kind, int count, Keyword... keywords) {
        return LongStream.range(0, count).map(_ -> {
            var deposit = new Deposit(octets(kind.mail(random)), List.of(account.inbox()), Set.of(keywords), false, now, Optional.empty());
            return ((Deposited.Kept) account.deposit(deposit)).email().memberships().getFirst().uid();
        }).toArray();
    }

    private static UidSet set(long... uids) {
        return new UidSet(LongStream.of(uids).sorted().mapToObj(uid -> new UidSet.Range(uid, uid)).toList());
    }

    private static void move(Account account, Role from, Role to, long... uids) { account.move(box(account, from), set(uids), box(account, to)); }

    private static void mark(Account account, FlagChange.Mode mode, String keyword, long... uids) {
        account.flags(account.inbox(), set(uids), new FlagChange(mode, Set.of(new Keyword(keyword)), false, Optional.empty()));
    }

    private void await(BooleanSupplier condition) {
        for (int i = 0; !condition.getAsBoolean(); i++) {
            assertTrue(i < 3_000, "it never came");
            houses.forEach(one -> one.learning.flush()); // nobody waits a second for what is gathered
            try {
                Thread.sleep(10);
            } catch (InterruptedException stopped) {
                throw new AssertionError(stopped);
            }
        }
    }

    private Learning.Counts learnt(Account account) { return house.learning.learnt(account.id()); }

    private void awaitJunk(Account account, int count) { await(() -> learnt(account).junk() == count); }

    /** How many of so many new ones go to Junk. */
    private int junk(Learning learning, Account account, Kind kind, int count) {
        int junk = 0;
        for (int i = 0; i < count; i++) if (odds(learning, account, kind) >= JUNK_FROM) junk++;
        return junk;
    }

    private double odds(Learning learning, Account account, Kind kind) {
        try {
            var look = Look.at(Message.parse(octets(kind.mail(random))), now);
            double before = Weights.shipped().sum(look.signs()) + Weights.WITHOUT_SIGNS;
            return before + learning.reasons(account.id(), look.features(), before).stream().mapToDouble(Reason::weight).sum();
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test void afterTwentyMovesTheNextOfThatKindIsJunkForThatAccountAlone() {
        deliver(anna, Kind.FRIEND, 15, Keyword.SEEN);
        deliver(anna, Kind.WORK, 15, Keyword.SEEN);
        var pills = deliver(anna, Kind.PILLS, 20);
        try (var _ = open(ANNA)) {
            for (long uid : pills) move(anna, Role.INBOX, Role.JUNK, uid);
            awaitJunk(anna, 20);
        }
        assertEquals(50, junk(house.learning, anna, Kind.PILLS, 50));
        for (var kind : List.of(Kind.FRIEND, Kind.WORK, Kind.SHOP)) assertEquals(0, junk(house.learning, anna, kind, 50), kind.name());
        assertEquals(0, junk(house.learning, bruno, Kind.PILLS, 50), "bruno has said nothing");
    }

    @Test void whoKeepsNothingElseHasOnlyThatKindInJunk() {
        var pills = deliver(anna, Kind.PILLS, 20);
        try (var _ = open(ANNA)) {
            move(anna, Role.INBOX, Role.JUNK, pills);
            awaitJunk(anna, 20);
        }
        assertTrue(junk(house.learning, anna, Kind.PILLS, 50) >= 48);
        for (var kind : List.of(Kind.FRIEND, Kind.WORK, Kind.SHOP)) assertEquals(0, junk(house.learning, anna, kind, 50), kind.name());
    }

    private void teach(int pills) {
        deliver(anna, Kind.FRIEND, pills, Keyword.SEEN);
        var uids = deliver(anna, Kind.PILLS, pills);
        try (var _ = open(ANNA)) {
            move(anna, Role.INBOX, Role.JUNK, uids);
            awaitJunk(anna, pills);
        }
    }

    @Test void whatIsTakenOutAgainEndsAsWanted() {
        teach(20);
        long inJunk = anna.uids(box(anna, Role.JUNK)).uid(1);
        try (var _ = open(ANNA)) {
            move(anna, Role.JUNK, Role.INBOX, inJunk);
            await(() -> learnt(anna).wanted() == 1);
            assertEquals(19, learnt(anna).junk());
            long again = anna.uids(anna.inbox()).highest();
            move(anna, Role.INBOX, Role.JUNK, again);
            awaitJunk(anna, 20);
            assertEquals(0, learnt(anna).wanted());
        }
        // All of them: then nothing of that kind is junk
        try (var _ = open(ANNA)) {
            anna.move(box(anna, Role.JUNK), UidSet.ALL, anna.inbox());
            await(() -> learnt(anna).wanted() == 20);
        }
        assertEquals(0, learnt(anna).junk());
        assertEquals(0, junk(house.learning, anna, Kind.PILLS, 50));
    }

    @Test void nothingIsLearntTwice() {
        teach(5);
        int today = learnt(anna).today();
        try (var _ = open(ANNA)) {
            // into Junk again by way of a folder, and by a mark: it is there as junk already
            anna.flags(box(anna, Role.JUNK), UidSet.ALL, new FlagChange(FlagChange.Mode.ADD, Set.of(Keyword.JUNK), false, Optional.empty()));
            move(anna, Role.JUNK, Role.TRASH, anna.uids(box(anna, Role.JUNK)).uid(1));
            move(anna, Role.TRASH, Role.JUNK, anna.uids(box(anna, Role.TRASH)).uid(1));
            var one = deliver(anna, Kind.SHOP, 1);
            move(anna, Role.INBOX, Role.JUNK, one);
            awaitJunk(anna, 6);
        }
        assertEquals(today + 1, learnt(anna).today());
        assertEquals(0, learnt(anna).wanted());
    }

    @Test void whoEmptiesJunkWantsNothingOfIt() {
        teach(5);
        try (var _ = open(ANNA)) {
            anna.move(box(anna, Role.JUNK), UidSet.ALL, box(anna, Role.TRASH));
            var one = deliver(anna, Kind.SHOP, 1);
            move(anna, Role.INBOX, Role.JUNK, one);
            awaitJunk(anna, 6);
        }
        assertEquals(0, learnt(anna).wanted());
    }

    /** Thunderbird takes the one mark off and sets the other; Apple Mail's are called otherwise. */
    @Test void marksOfProgramsAreHeard() {
        var pills = deliver(anna, Kind.PILLS, 4);
        try (var _ = open(ANNA)) {
            mark(anna, FlagChange.Mode.ADD, "nonjunk", pills); // by its own filter: nobody has said that
            mark(anna, FlagChange.Mode.REMOVE, "nonjunk", pills);
            mark(anna, FlagChange.Mode.ADD, "junk", pills);
            awaitJunk(anna, 4);
            assertEquals(0, learnt(anna).wanted());
            mark(anna, FlagChange.Mode.ADD, "nonjunk", pills[0]);
            mark(anna, FlagChange.Mode.REMOVE, "junk", pills[0]);
            await(() -> learnt(anna).wanted() == 1);
            mark(anna, FlagChange.Mode.REPLACE, "$junk", pills[0]);
            await(() -> learnt(anna).wanted() == 0);
            awaitJunk(anna, 4);
            var other = deliver(anna, Kind.SHOP, 1);
            mark(anna, FlagChange.Mode.ADD, "$notjunk", other); // in the inbox nobody doubted it
            move(anna, Role.INBOX, Role.JUNK, other);
            awaitJunk(anna, 5);
            var inJunk = anna.uids(box(anna, Role.JUNK)).uid(1);
            anna.flags(box(anna, Role.JUNK), set(inJunk), new FlagChange(FlagChange.Mode.REPLACE, Set.of(), false, Optional.empty()));
            anna.flags(box(anna, Role.JUNK), set(inJunk), new FlagChange(FlagChange.Mode.ADD, Set.of(new Keyword("notjunk")), false, Optional.empty()));
            await(() -> learnt(anna).wanted() == 1);
        }
    }

    @Test void aCopyIntoJunkIsHeardToo() {
        var pills = deliver(anna, Kind.PILLS, 3);
        try (var _ = open(ANNA)) {
            anna.copy(anna.inbox(), set(pills), box(anna, Role.JUNK)); // as programs without MOVE do it
            anna.remove(anna.inbox(), set(pills));
            awaitJunk(anna, 3);
        }
    }

    @Test void whatComesIntoJunkByItselfIsNotLearnt() {
        anna.deposit(new Deposit(octets(Kind.PILLS.mail(random)), List.of(box(anna, Role.JUNK)), Set.of(Keyword.JUNK), false, now, Optional.empty()));
        teach(3);
        assertEquals(3, learnt(anna).junk());
    }

    @Test void itStaysOverARestartAndGoesWhenItIsForgotten() {
        teach(20);
        house.close();
        var next = new House();
        assertEquals(20, junk(next.learning, next.accounts.open(ANNA), Kind.PILLS, 20));
        next.learning.forget(ANNA);
        assertEquals(0, junk(next.learning, next.accounts.open(ANNA), Kind.PILLS, 20));
        assertEquals(new Learning.Counts(0, 0, 0, 0), next.learning.learnt(ANNA));
    }

    @Test void withoutTheServersKeyNothingOfItIsRead() {
        teach(5);
        var other = new Learning(house.accounts, house.keyring, Secret.take(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19,
            20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32}), Randomness.secure(), LearningSettings.DEFAULT, () -> now);
        assertEquals(0, junk(other, anna, Kind.PILLS, 20));
        other.close();
    }

    /** Nobody has the account open any more when it is looked at: the next session does it. */
    @Test void whatCannotBeReadNowIsLearntInTheNextSession() {
        var pills = deliver(anna, Kind.PILLS, 5);
        move(anna, Role.INBOX, Role.JUNK, pills);
        house.learning.close();
        assertEquals(0, learnt(anna).junk());
        try (var _ = open(ANNA)) {
            awaitJunk(anna, 5);
        }
    }

    /** Each house has a session; both learn at once, and nothing of either is lost. */
    @Test void twoServersLearnAtOnce() {
        var other = new House();
        var there = other.accounts.open(ANNA);
        var pills = deliver(anna, Kind.PILLS, 20);
        var shop = deliver(anna, Kind.SHOP, 20);
        try (var _ = open(ANNA); var _ = TestSeal.unlock(other.keyring, ANNA)) {
            for (int i = 0; i < 20; i++) {
                move(anna, Role.INBOX, Role.JUNK, pills[i]);
                there.move(there.inbox(), set(shop[i]), box(there, Role.JUNK));
            }
            awaitJunk(anna, 40);
        }
        for (var learning : List.of(house.learning, other.learning)) {
            assertEquals(20, junk(learning, anna, Kind.PILLS, 20));
            assertEquals(20, junk(learning, anna, Kind.SHOP, 20));
        }
    }

    /** Who moves all of his mail, day and night, costs the server some hundred looks a day. */
    @Test void whatProgramsMoveInBulkIsLearntInPart() {
        int many = 1_200;
        deliver(anna, Kind.PILLS, many);
        try (var _ = open(ANNA)) {
            for (int part = 0; part < 4; part++) {
                int most = Math.min((part + 1) * LearningLimits.SAID_MAX, LearningLimits.LEARNT_OF_DAY_MAX);
                move(anna, Role.INBOX, Role.JUNK, LongStream.range(1 + part * 300, 301 + part * 300).toArray());
                await(() -> learnt(anna).today() >= most);
                assertEquals(most, learnt(anna).today());
            }
            anna.move(box(anna, Role.JUNK), UidSet.ALL, anna.inbox());
            await(() -> learnt(anna).today() == LearningLimits.SAID_OF_DAY_MAX);
            anna.move(anna.inbox(), UidSet.ALL, box(anna, Role.JUNK));
            house.learning.flush();
            assertEquals(LearningLimits.SAID_OF_DAY_MAX, learnt(anna).today(), "no more today");
            now = now.plus(Duration.ofDays(1));
            assertEquals(0, learnt(anna).today());
        }
    }

    @Test void manyLessonsAreFewRows() {
        teach(3);
        int lessons = LearningLimits.PIECES_MAX + 5;
        try (var _ = open(ANNA)) {
            for (int i = 0; i < lessons; i++) {
                var one = deliver(anna, Kind.PILLS, 1);
                anna.move(anna.inbox(), set(one), box(anna, Role.JUNK));
                house.learning.flush();
                int count = 4 + i;
                awaitJunk(anna, count);
            }
        }
        assertEquals(20, junk(house.learning, anna, Kind.PILLS, 20));
        var rows = new long[1];
        anna.notes(OwnModel.SUBJECT).each(1, (number, _) -> {
            if (number < 1L << 40) rows[0]++;
            return true;
        });
        assertTrue(rows[0] <= LearningLimits.PIECES_MAX, "pieces " + rows[0]);
    }

    private void teach(String who, Kind kind, int count) {
        var id = new AccountId(who);
        var account = house.accounts.exists(id) ? house.accounts.open(id) : house.accounts.create(id);
        deliver(account, Kind.FRIEND, count, Keyword.SEEN);
        var uids = deliver(account, kind, count);
        try (var _ = open(id)) {
            move(account, Role.INBOX, Role.JUNK, uids);
            await(() -> learnt(account).junk() == count);
        }
    }

    private double ofAll(Kind kind) {
        house.learning.hearAll();
        return odds(house.learning, bruno, kind) - odds(off, bruno, kind);
    }

    private final Learning off = new Learning(house.accounts, house.keyring, KEY, Randomness.secure(), new LearningSettings(false, true), () -> now);

    /** One account says what it likes, as often as it likes; two may be of one person. */
    @Test void whatThreeAccountsSayAlikeCountsALittleForAll() {
        teach("carla", Kind.PILLS, 60);
        assertEquals(0, ofAll(Kind.PILLS));
        teach("dora", Kind.PILLS, 12);
        assertEquals(0, ofAll(Kind.PILLS));
        teach("elio", Kind.SHOP, 12);
        double common = ofAll(Kind.PILLS); // what is of both, such as HTML
        teach("fabio", Kind.PILLS, 12);
        double pills = ofAll(Kind.PILLS);
        assertTrue(pills > common && pills > 1 && pills <= LearningLimits.OF_ALL_MAX + 0.001, common + ", then " + pills);
        assertTrue(ofAll(Kind.FRIEND) <= 0, "friends " + ofAll(Kind.FRIEND));
        house.learning.forget(new AccountId("fabio"));
        assertTrue(ofAll(Kind.PILLS) < pills, "who forgets is out of it");
        off.close();
    }

    /** Who was written to, and what was answered, comes first; what nobody has opened not at all. */
    @Test void whatIsAnsweredOrOfFriendsIsKeptBeforeWhatWasOpened() {
        deliver(anna, Kind.SHOP, 3); // not opened
        var opened = deliver(anna, Kind.WORK, 2, Keyword.SEEN);
        var friends = deliver(anna, Kind.FRIEND, 1, Keyword.SEEN);
        var answered = deliver(anna, Kind.WORK, 1, Keyword.SEEN, Keyword.ANSWERED);
        var sent = octets("From: anna@sigillo.test\r\nTo: Carl <Carl@sender.example>\r\nSubject: you\r\n\r\nx\r\n");
        anna.deposit(new Deposit(sent, List.of(box(anna, Role.SENT)), Set.of(Keyword.SEEN), false, now, Optional.empty()));
        var forgedOld = deliver(anna, Kind.FRIEND, 1);
        try (var _ = open(ANNA)) {
            var kept = KeptMail.of(anna, now).stream().map(KeptMail.Candidate::email).toList();
            assertEquals(Set.of(email(friends[0]), email(answered[0])), Set.copyOf(kept.subList(0, 2)));
            assertEquals(Set.of(email(opened[0]), email(opened[1])), Set.copyOf(kept.subList(2, 4)));
            assertEquals(4, kept.size());
            now = now.plus(Duration.ofDays(3));
            assertEquals(8, KeptMail.of(anna, now).size(), "it stayed");
            assertTrue(KeptMail.of(anna, now).subList(0, 3).stream().map(KeptMail.Candidate::email).toList().contains(email(forgedOld[0])));
        }
    }

    private EmailId email(long uid) { return anna.entry(anna.inbox(), uid).orElseThrow().email(); }

    /** All of the inbox by mistake, and back: nothing of it is junk any more, whichever of them were looked at. */
    @Test void aLargeMoveIsTakenBackWhole() {
        deliver(anna, Kind.FRIEND, 600);
        try (var _ = open(ANNA)) {
            for (int half = 0; half < 2; half++) {
                int before = learnt(anna).today();
                move(anna, Role.INBOX, Role.JUNK, LongStream.range(1 + half * 300, 301 + half * 300).toArray());
                await(() -> learnt(anna).today() >= before + LearningLimits.SAID_MAX);
            }
            assertEquals(2 * LearningLimits.SAID_MAX, learnt(anna).junk());
            anna.move(box(anna, Role.JUNK), UidSet.ALL, anna.inbox()); // in one, of which 200 are heard
            await(() -> learnt(anna).junk() == 0);
        }
        assertTrue(learnt(anna).wanted() >= 2 * LearningLimits.SAID_MAX);
        assertEquals(0, junk(house.learning, anna, Kind.FRIEND, 50));
    }
}
