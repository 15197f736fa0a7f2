package sigillo.jmapd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.account.AccountLimits;
import sigillo.account.Email;
import sigillo.account.FlagChange;
import sigillo.account.Keyword;
import sigillo.account.MailboxId;
import sigillo.account.UidSet;
import sigillo.base.Bytes;
import sigillo.base.ToldLines;
import sigillo.snooze.Snoozes;
import sigillo.store.PartitionName;
import sigillo.store.StoreException;
import sigillo.store.Transactions;
import tools.jackson.databind.JsonNode;

/** Mail that is put aside, while others change it, and while it can neither go nor come back. */
class SnoozeTest {
    private static final String ACCOUNT = "a/";
    private static final Duration WAIT = Duration.ofHours(1);

    private final JmapHouse house = new JmapHouse();
    private final MailboxId inbox = house.anna.inbox();

    @AfterEach void close() {
        house.store.recover();
        house.close();
    }

    private Email mail() { return house.deposit("INBOX", "From: bob@far.example\nSubject: later\n\nHi.\n"); }

    private JsonNode snooze(Email email) {
        return house.call("Email/set", "{\"update\": {\"" + email.id() + "\": {\"snoozed\": {\"until\": \"" + due() + "\"}}}}");
    }

    private Instant due() { return house.post.now.plus(WAIT); }

    private JsonNode snoozed(Email email) {
        return house.call("Email/get", "{\"ids\": [\"" + email.id() + "\"], \"properties\": [\"snoozed\"]}").at("/list/0/snoozed");
    }

    private Email now(Email email) { return house.anna.email(email.id()).orElseThrow(); }

    private Set<MailboxId> places(Email email) {
        return now(email).memberships().stream().map(Email.Membership::mailbox).collect(Collectors.toSet());
    }

    private MailboxId aside() { return house.anna.mailboxId(Snoozes.MAILBOX).orElseThrow(); }

    private void copy(Email email, MailboxId from, MailboxId to) { house.anna.copy(from, uid(email, from), to); }

    private void remove(Email email, MailboxId from) { house.anna.remove(from, uid(email, from)); }

    private UidSet uid(Email email, MailboxId in) {
        return UidSet.of(now(email).memberships().stream().filter(one -> one.mailbox().equals(in)).findFirst().orElseThrow().uid());
    }

    private void pass(Duration time) {
        house.post.now = house.post.now.plus(time);
        house.post.snoozes.look();
    }

    /** Its owner has put a copy elsewhere, and takes that away again at any moment of its coming back. */
    @TestFactory Stream<DynamicTest> nothingIsLostWhileItsOwnerMovesIt() {
        var other = house.anna.mailboxId("Archive").orElseThrow();
        return Stream.of(DynamicTest.dynamicTest("elsewhere", () -> movedMeanwhile(other)),
            DynamicTest.dynamicTest("where it comes from", () -> movedMeanwhile(inbox)));
    }

    private void movedMeanwhile(MailboxId other) {
        boolean isOver = false;
        for (int step = 0; !isOver; step++) {
            var email = mail();
            snooze(email);
            copy(email, aside(), other);
            remove(email, aside());
            copy(email, other, aside()); // behind the other, in the order of its places
            var there = uid(email, other);
            var left = new int[] {step};
            house.store.wasRead = name -> {
                if (name.text().startsWith(ACCOUNT) && --left[0] < 0) removeOnce(other, there);
            };
            pass(WAIT);
            isOver = left[0] >= 0;
            house.store.recover();
            house.anna.remove(other, there);
            pass(Duration.ofMinutes(1));
            assertEquals(Set.of(inbox), places(email), "behind read " + step);
            assertTrue(step < 1_000, "it ends");
        }
    }

    /** Not within a commit, into which no other gets: behind the next read then. */
    private void removeOnce(MailboxId from, UidSet uids) {
        var hook = house.store.wasRead;
        house.store.recover();
        try {
            house.anna.remove(from, uids);
        } catch (IllegalStateException withinCommit) {
            house.store.wasRead = hook;
        }
    }

    /** Its account lacks a class when its time has come: it is told once, and the next turn brings it back. */
    @Test void anErrorAtItsTimeKeepsItForTheNextTurn() {
        var email = mail();
        snooze(email);
        try (var told = ToldLines.of("sigillo.snooze")) {
            house.store.reading = name -> {
                if (name.text().startsWith(ACCOUNT)) throw new NoClassDefFoundError("meant by this test");
            };
            pass(WAIT);
            house.store.recover();
            assertEquals(Set.of(aside()), places(email));
            assertEquals(1, told.with("cannot come back now").size());
            pass(Duration.ofHours(1));
            assertEquals(Set.of(inbox), places(email));
            assertEquals(1, told.with("cannot come back now").size());
        }
    }

    @Test void whatCannotBePutAsideIsSaidToBeWhereItIs() {
        var email = mail();
        for (int i = 1; i < AccountLimits.MEMBERSHIPS_OF_EMAIL_MAX; i++) copy(email, inbox, inbox);
        var answer = snooze(email);
        assertEquals("overQuota", answer.at("/notUpdated/" + email.id() + "/type").asString(""), answer.toString());
        assertTrue(snoozed(email).isNull());
        var commits = counted("snooze");
        pass(WAIT);
        assertEquals(0, commits[0], "nothing of it is kept");
        assertEquals(Set.of(inbox), places(email));
    }

    /** RFC 8620 section 5.3: of an update all is done, or nothing. */
    @Test void whatCannotBePutAsideIsNotMarkedNorMoved() {
        var email = mail();
        for (int i = 1; i < AccountLimits.MEMBERSHIPS_OF_EMAIL_MAX; i++) copy(email, inbox, inbox);
        var before = now(email).keywords();
        var answer = house.call("Email/set", "{\"update\": {\"" + email.id() + "\": {\"keywords/$flagged\": true, \"snoozed\": {\"until\": \""
            + due() + "\"}}}}");
        assertEquals("overQuota", answer.at("/notUpdated/" + email.id() + "/type").asString(""), answer.toString());
        assertEquals(before, now(email).keywords());
        assertEquals(Set.of(inbox), places(email));
    }

    /** Keywords and mailboxes are one commit, so a stop finds all of it or nothing. */
    @Test void anUpdateIsOneCommit() {
        var email = mail();
        var archive = house.anna.mailboxId("Archive").orElseThrow();
        var commits = new int[1];
        house.store.committed = name -> { if (name.text().startsWith(ACCOUNT)) commits[0]++; };
        var answer = house.call("Email/set", "{\"update\": {\"" + email.id() + "\": {\"keywords\": {\"$flagged\": true}, \"mailboxIds\": {\""
            + archive + "\": true}}}}");
        assertTrue(answer.get("notUpdated").isNull(), answer.toString());
        assertEquals(1, commits[0]);
        assertEquals(Set.of(archive), places(email));
        assertEquals(Set.of("$flagged"), now(email).keywords().stream().map(Object::toString).collect(Collectors.toSet()));
        assertEquals(0, house.anna.mailbox(inbox).orElseThrow().counts().emails());
        assertEquals(1, house.anna.mailbox(archive).orElseThrow().counts().emails());
        assertEquals(0, house.anna.verify().faults().size());
    }

    private int[] counted(String partition) {
        var count = new int[1];
        house.store.committed = name -> { if (name.text().equals(partition)) count[0]++; };
        return count;
    }

    /** Each try is two commits: ten seconds ahead, and then later. */
    private void isTriedSeldom() {
        var commits = counted("snooze");
        pass(WAIT);
        for (int i = 0; i < 360; i++) pass(Duration.ofSeconds(10));
        assertTrue(commits[0] > 4 && commits[0] < 25, commits[0] + " commits in an hour");
    }

    /** No place more is free. */
    @Test void whatIsInTooManyPlacesComesBack() {
        var email = mail();
        snooze(email);
        for (int i = 1; i < AccountLimits.MEMBERSHIPS_OF_EMAIL_MAX; i++) copy(email, aside(), aside());
        pass(WAIT);
        assertEquals(Set.of(inbox), places(email));
        assertEquals(1, now(email).memberships().size());
    }

    /** Once in each of them, though it is in one already. */
    @Test void itComesBackToAllOfItsMailboxes() {
        var work = house.anna.mailboxId("Archive").orElseThrow();
        var email = mail();
        copy(email, inbox, work);
        snooze(email);
        assertEquals(Set.of(aside()), places(email));
        copy(email, aside(), work);
        pass(WAIT);
        assertEquals(Set.of(inbox, work), places(email));
        assertEquals(2, now(email).memberships().size());
    }

    /** Its time comes while it is put aside, at any moment of that. */
    @Test void whatIsDueAtOnceComesBack() {
        boolean isOver = false;
        for (int step = 0; !isOver; step++) {
            var email = mail();
            var left = new int[] {step};
            house.store.wasRead = _ -> { if (--left[0] < 0) lookOnce(); };
            house.post.snoozes.snooze(house.anna, email.id(), house.post.now.plusMillis(1));
            isOver = left[0] >= 0;
            house.store.recover();
            pass(Duration.ofSeconds(1));
            pass(Duration.ofMinutes(1));
            assertEquals(Set.of(inbox), places(email), "behind read " + step);
            assertEquals(Optional.empty(), house.post.snoozes.until(house.anna, now(email)));
            assertTrue(step < 1_000, "it ends");
        }
    }

    private void lookOnce() {
        var hook = house.store.wasRead;
        house.store.recover();
        try {
            pass(Duration.ofMillis(2));
        } catch (IllegalStateException withinCommit) {
            house.store.wasRead = hook;
        }
    }

    /** As a SIGKILL leaves it: nothing is written behind the commit before which it comes. */
    @TestFactory Stream<DynamicTest> aStopBeforeAnyCommitLosesNothing() {
        return Stream.of(true, false).map(isGoing -> DynamicTest.dynamicTest(isGoing ? "while it goes" : "while it comes", () -> {
            for (int step = 0; isStopped(isGoing, step); step++) assertTrue(step < 100, "it ends");
        }));
    }

    /** False when it took fewer commits. */
    private boolean isStopped(boolean isGoing, int step) {
        var email = mail();
        house.anna.flags(inbox, uid(email, inbox), new FlagChange(FlagChange.Mode.ADD, Set.of(Keyword.SEEN), false, Optional.empty()));
        if (!isGoing) snooze(email);
        var left = new int[] {step};
        house.store.committing = _ -> { if (--left[0] < 0) TroubledStore.fail(); };
        boolean isTold = isGoing && snooze(email).path("updated").has(email.id().toString());
        try {
            if (!isGoing) pass(WAIT);
        } catch (StoreException stopped) {
            assertTrue(left[0] < 0);
        }
        house.store.recover();
        assertTrue(now(email).memberships().size() > 0, "it is somewhere, before commit " + step);
        var another = new Snoozes(house.store, _ -> house.anna, () -> house.post.now);
        house.post.now = house.post.now.plus(WAIT);
        another.look();
        house.post.now = house.post.now.plus(Duration.ofMinutes(1));
        another.look();
        assertEquals(Set.of(inbox), places(email), "stopped before commit " + step);
        assertEquals(1, now(email).memberships().size());
        assertEquals(Optional.empty(), another.until(house.anna, now(email)));
        if (isTold || !isGoing) assertFalse(now(email).keywords().contains(Keyword.SEEN), "as new, before commit " + step);
        return left[0] < 0;
    }

    /** The mail whose row nobody can read stays where it is seen, and keeps nobody else. */
    @Test void whatIsDamagedKeepsNobodyElse() {
        var damaged = mail();
        snooze(damaged);
        damageRows();
        pass(Duration.ofMinutes(1));
        var other = mail();
        snooze(other);
        pass(WAIT);
        assertEquals(Set.of(inbox), places(other));
        assertEquals(Set.of(aside()), places(damaged));
        assertTrue(snoozed(damaged).isNull());
        snooze(damaged);
        pass(WAIT);
        assertEquals(Set.of(inbox), places(damaged), "its owner has said a time anew");
    }

    private void damageRows() {
        var partition = house.store.partition(new PartitionName("snooze"));
        new Transactions(partition).write(tx -> {
            partition.range(Bytes.utf8("e/"), Bytes.utf8("f"), false, (row, _) -> {
                tx.put(row, new byte[] {9});
                return true;
            });
            return null;
        });
    }

    @Test void whatCannotBeReadIsTriedSeldom() {
        var email = mail();
        snooze(email);
        house.store.reading = name -> { if (name.text().startsWith(ACCOUNT)) TroubledStore.fail(); };
        isTriedSeldom();
        house.store.recover();
        pass(Duration.ofHours(6));
        assertEquals(Set.of(inbox), places(email));
        assertEquals(Optional.empty(), house.post.snoozes.until(house.anna, now(email)));
    }
}
