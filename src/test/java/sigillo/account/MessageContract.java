package sigillo.account;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sigillo.account.AccountContract.add;
import static sigillo.account.AccountContract.addDeleted;
import static sigillo.account.AccountContract.assertSound;
import static sigillo.account.AccountContract.change;
import static sigillo.account.AccountContract.deposit;
import static sigillo.account.AccountContract.entry;
import static sigillo.account.AccountContract.inbox;
import static sigillo.account.AccountContract.kept;
import static sigillo.account.AccountContract.keyword;
import static sigillo.account.AccountContract.message;
import static sigillo.account.AccountContract.now;
import static sigillo.account.AccountContract.octets;
import static sigillo.account.AccountContract.pairs;
import static sigillo.account.AccountContract.remove;
import static sigillo.account.AccountContract.replace;
import static sigillo.account.AccountContract.uids;
import static sigillo.account.AccountContract.uidsOf;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import sigillo.base.Octets;
import sigillo.store.StoreContract;

/** What an account does with messages, over any store. */
public interface MessageContract extends AccountContract {

    @Test default void keepsAMessageAndGivesItBack() throws IOException {
        var anna = anna();
        var inbox = inbox(anna);
        var message = message("hello");
        var at = Instant.parse("1969-07-20T20:17:40.123456Z");
        var email = kept(anna.deposit(new Deposit(message, List.of(inbox.id()),
            Set.of(Keyword.SEEN, keyword("$work")), false, at, Optional.empty())));
        assertEquals(Optional.of(email), anna.email(email.id()));
        assertEquals(message.length(), email.size());
        assertEquals(Instant.parse("1969-07-20T20:17:40.123Z"), email.receivedAt());
        assertEquals(List.of(new Email.Membership(inbox.id(), 1, anna.revision(), false)), email.memberships());
        assertArrayEquals(message.bytes(0, 9999, 9999), anna.content(email.id()).orElseThrow().bytes(0, 9999, 9999));
        assertEquals(Optional.of("hello"), anna.meta(email.id()).orElseThrow().envelope().subject());
        assertEquals("Text of hello.", anna.meta(email.id()).orElseThrow().preview());
        assertEquals(new Entry(1, email.id(), email.thread(), anna.revision(), false, Set.of(Keyword.SEEN, keyword("$work")),
            email.size(), email.receivedAt(), Optional.of(NOON)), entry(anna, inbox, 1));
        assertSound(anna);
    }

    @Test default void givesUidsInOrderAndCounts() {
        var anna = anna();
        var inbox = inbox(anna);
        deposit(anna, inbox, "one");
        deposit(anna, inbox, "two", Keyword.SEEN);
        deposit(anna, inbox, "three");
        long size = List.of("one", "two", "three").stream().mapToLong(s -> message(s).length()).sum();
        var now = now(anna, inbox);
        assertEquals(List.of(1L, 2L, 3L), uidsOf(anna, inbox));
        assertEquals(4, now.uidNext());
        assertEquals(anna.revision(), now.modSeq());
        assertEquals(new Mailbox.Counts(3, 2, 0, 3, 2, size), now.counts());
    }

    @Test default void keepsOneEmailInSeveralMailboxesAndTwiceInOne() {
        var anna = anna();
        var inbox = inbox(anna);
        var junk = anna.mailbox(Role.JUNK).orElseThrow();
        var email = kept(anna.deposit(new Deposit(message("x"),
            List.of(inbox.id(), junk.id(), inbox.id()), Set.of(), true, NOON, Optional.empty())));
        assertEquals(3, email.memberships().size());
        assertEquals(List.of(1L, 2L), uidsOf(anna, inbox));
        assertEquals(1, now(anna, inbox).counts().threads());
        assertEquals(2, now(anna, inbox).counts().deleted());
        assertEquals(Optional.of(email), anna.email(email.id()));
        assertSound(anna);
    }

    /** Its owner's browser has encrypted it: all but the octets stays, and the old ones cannot be had back. */
    @Test default void otherOctetsTakeThePlaceOfAnEmail() throws IOException {
        var anna = anna();
        var inbox = inbox(anna);
        var junk = anna.mailbox(Role.JUNK).orElseThrow();
        var first = octets("Message-ID: <1@x>\r\nSubject: plans\r\n\r\nin clear");
        var at = Instant.parse("2020-01-02T03:04:05Z");
        var before = kept(anna.deposit(new Deposit(first, List.of(inbox.id(), junk.id()), Set.of(Keyword.SEEN, keyword("$work")),
            false, at, Optional.empty())));
        var next = octets("Message-ID: <1@x>\r\nSubject: [...]\r\n\r\nencrypted, and longer");
        var after = kept(anna.exchange(before.id(), next).orElseThrow());
        assertEquals(Optional.empty(), anna.email(before.id()));
        assertNotEquals(before.id(), after.id());
        assertEquals(before.thread(), after.thread());
        assertEquals(before.keywords(), after.keywords());
        assertEquals(at, after.receivedAt());
        assertEquals(List.of(2L), uidsOf(anna, inbox));
        assertEquals(List.of(2L), uidsOf(anna, junk));
        assertArrayEquals(next.bytes(0, 9999, 9999), anna.content(after.id()).orElseThrow().bytes(0, 9999, 9999));
        assertEquals(Optional.of("[...]"), anna.meta(after.id()).orElseThrow().envelope().subject());
        assertEquals(Optional.empty(), anna.exchange(before.id(), next), "it is gone");
        var answer = kept(anna.deposit(Deposit.of(
            octets("Message-ID: <2@x>\r\nIn-Reply-To: <1@x>\r\nSubject: [...]\r\n\r\nyes"), inbox.id(), at)));
        assertEquals(before.thread(), answer.thread(), "what comes later finds the thread");
        assertSound(anna);
    }

    @Test default void refusesWhatCannotBeKept() {
        var anna = anna();
        var nowhere = new MailboxId(4711);
        assertEquals(new Deposited.NoSuchMailbox(nowhere), anna.deposit(Deposit.of(message("x"), nowhere, NOON)));
        var tooOften = java.util.Collections.nCopies(AccountLimits.MEMBERSHIPS_OF_EMAIL_MAX + 1, inbox(anna).id());
        assertInstanceOf(Deposited.OverLimit.class, anna.deposit(
            new Deposit(message("x"), tooOften, Set.of(), false, NOON, Optional.empty())));
        var blobs = new ArrayList<>();
        store().blobs().ids(BlobIds.prefix(ANNA), blobs::add);
        assertEquals(List.of(), blobs, "a refusal leaves nothing");
        assertSound(anna);
    }

    @Test default void keepsAMessageOnceForADeliveryKey() {
        var anna = anna();
        var inbox = inbox(anna);
        var deposit = new Deposit(message("x"), List.of(inbox.id()), Set.of(), false, NOON, Optional.of("queue/7"));
        assertInstanceOf(Deposited.Kept.class, anna.deposit(deposit));
        long revision = anna.revision();
        assertEquals(new Deposited.AlreadyThere(), anna.deposit(deposit));
        assertEquals(revision, anna.revision());
        assertEquals(1, now(anna, inbox).counts().emails());
        var other = new Deposit(deposit.content(), deposit.into(), Set.of(), false, NOON, Optional.of("queue/8"));
        assertInstanceOf(Deposited.Kept.class, anna.deposit(other));
    }

    @Test default void keepsStrangeMessagesToo() throws IOException {
        var anna = anna();
        var inbox = inbox(anna);
        for (var text : List.of("", "\r\n", "no header at all", "\0\0\0", "Subject\r\n: x\r\n\r\n", "References: <a> <a> <>\r\n\r\n")) {
            var email = kept(anna.deposit(Deposit.of(octets(text), inbox.id(), NOON)));
            assertEquals(text.length(), anna.content(email.id()).orElseThrow().length());
            assertTrue(anna.meta(email.id()).isPresent());
        }
        assertSound(anna);
    }

    @Test default void keepsALargeMessage() throws IOException {
        var anna = anna();
        var large = new byte[3_000_000];
        new java.util.Random(1).nextBytes(large);
        var email = kept(anna.deposit(Deposit.of(
            Octets.concat(List.of(octets("Subject: large\r\n\r\n"), Octets.of(large))), inbox(anna).id(), NOON)));
        var content = anna.content(email.id()).orElseThrow();
        assertArrayEquals(large, content.bytes(content.length() - large.length, content.length(), large.length));
        assertSound(anna);
    }

    @Test default void visitsRangesOfUids() {
        var anna = anna();
        var inbox = inbox(anna);
        for (int i = 0; i < 20; i++) deposit(anna, inbox, "m" + i);
        anna.flags(inbox.id(), uids(4, 10), addDeleted());
        anna.expunge(inbox.id(), UidSet.ALL);
        var set = new UidSet(List.of(new UidSet.Range(2, 5), new UidSet.Range(10, 10),
            new UidSet.Range(18, UidSet.UID_MAX)));
        var seen = new ArrayList<Long>();
        anna.entries(inbox.id(), set, entry -> seen.add(entry.uid()));
        assertEquals(List.of(2L, 3L, 5L, 18L, 19L, 20L), seen);
        seen.clear();
        anna.entries(inbox.id(), UidSet.ALL, entry -> seen.add(entry.uid()) && seen.size() < 3);
        assertEquals(List.of(1L, 2L, 3L), seen);
    }

    // ---- copy, move, expunge ----

    @Test default void copiesKeepTheEmail() {
        var anna = anna();
        var inbox = inbox(anna);
        var archive = anna.mailbox(Role.ARCHIVE).orElseThrow();
        var email = deposit(anna, inbox, "x", Keyword.SEEN, keyword("tag"));
        anna.flags(inbox.id(), UidSet.ALL, addDeleted());
        long before = entry(anna, inbox, 1).modSeq();
        var copied = (Copied.Done) anna.copy(inbox.id(), UidSet.ALL, archive.id());
        assertEquals(new Copied.Done(archive.uidValidity(), List.of(new Copied.Pair(1, 1))), copied);
        var there = entry(anna, archive, 1);
        assertEquals(email.id(), there.email());
        assertEquals(email.keywords(), there.keywords());
        assertEquals(false, there.deleted(), "\\Deleted is not copied");
        assertEquals(anna.revision(), there.modSeq());
        assertEquals(before, entry(anna, inbox, 1).modSeq(), "the source is as it was");
        assertEquals(2, anna.email(email.id()).orElseThrow().memberships().size());
        assertEquals(Set.of(keyword("tag")), withoutSystem(anna.keywords(archive.id())));
        anna.copy(inbox.id(), UidSet.ALL, inbox.id());
        assertEquals(List.of(1L, 2L), uidsOf(anna, inbox), "a copy beside itself");
        assertSound(anna);
    }

    @Test default void movesKeepTheEmailAndGiveNewUids() {
        var anna = anna();
        var inbox = inbox(anna);
        var trash = anna.mailbox(Role.TRASH).orElseThrow();
        var one = deposit(anna, inbox, "one");
        var two = deposit(anna, inbox, "two");
        assertEquals(List.of(new Copied.Pair(1, 1), new Copied.Pair(2, 2)),
            pairs(anna.move(inbox.id(), UidSet.ALL, trash.id())));
        assertEquals(List.of(), uidsOf(anna, inbox));
        assertEquals(new Mailbox.Counts(0, 0, 0, 0, 0, 0), now(anna, inbox).counts());
        assertEquals(List.of(new Copied.Pair(2, 3)), pairs(anna.move(trash.id(), uids(2, 9), inbox.id())));
        assertEquals(List.of(3L), uidsOf(anna, inbox), "a UID is never used twice");
        assertEquals(two.id(), entry(anna, inbox, 3).email());
        assertEquals(two.thread(), anna.email(two.id()).orElseThrow().thread());
        assertEquals(List.of(new Copied.Pair(1, 3)), pairs(anna.move(trash.id(), UidSet.ALL, trash.id())));
        assertEquals(one.id(), entry(anna, trash, 3).email());
        assertSound(anna);
    }

    @Test default void refusesCopiesToNowhere() {
        var anna = anna();
        var inbox = inbox(anna);
        deposit(anna, inbox, "x");
        var nowhere = new MailboxId(4711);
        assertEquals(new Copied.NoSuchMailbox(), anna.copy(inbox.id(), UidSet.ALL, nowhere));
        assertEquals(new Copied.NoSuchMailbox(), anna.move(nowhere, UidSet.ALL, inbox.id()));
        assertEquals(List.of(), pairs(anna.copy(inbox.id(), uids(7), inbox.id())));
    }

    @Test default void anEmailHasABoundedNumberOfPlaces() {
        var anna = anna();
        var inbox = inbox(anna);
        var email = deposit(anna, inbox, "x");
        for (int n = 1; n < AccountLimits.MEMBERSHIPS_OF_EMAIL_MAX; n *= 2) {
            anna.copy(inbox.id(), UidSet.ALL, inbox.id());
        }
        long revision = anna.revision();
        assertInstanceOf(Copied.OverLimit.class, anna.copy(inbox.id(), uids(1), inbox.id()));
        assertEquals(revision, anna.revision(), "a refusal has written nothing");
        assertInstanceOf(Copied.Done.class, anna.move(inbox.id(), uids(1), inbox.id()));
        anna.flags(inbox.id(), uids(2), add(Keyword.SEEN));
        assertEquals(AccountLimits.MEMBERSHIPS_OF_EMAIL_MAX, anna.email(email.id()).orElseThrow().memberships().size());
        assertEquals(0, now(anna, inbox).counts().unseen());
        assertSound(anna);
    }

    @Test default void expungesWhatIsMarkedAndForgetsWhatIsNowhere() {
        var anna = anna();
        var inbox = inbox(anna);
        var archive = anna.mailbox(Role.ARCHIVE).orElseThrow();
        var emails = IntStream.range(0, 4).mapToObj(i -> deposit(anna, inbox, "m" + i)).toList();
        anna.copy(inbox.id(), uids(2), archive.id());
        anna.flags(inbox.id(), uids(1, 2, 4), addDeleted());
        assertEquals(List.of(1L, 2L), anna.expunge(inbox.id(), new UidSet(List.of(new UidSet.Range(1, 3)))));
        assertEquals(List.of(3L, 4L), uidsOf(anna, inbox));
        assertTrue(anna.email(emails.get(0).id()).isEmpty());
        assertTrue(anna.content(emails.get(0).id()).isEmpty());
        assertTrue(anna.meta(emails.get(0).id()).isEmpty());
        assertTrue(anna.content(emails.get(1).id()).isPresent(), "it is still in the archive");
        assertEquals(List.of(4L), anna.expunge(inbox.id(), UidSet.ALL));
        assertEquals(List.of(), anna.expunge(inbox.id(), UidSet.ALL));
        var blobs = new ArrayList<>();
        store().blobs().ids(BlobIds.prefix(ANNA), blobs::add);
        assertEquals(2, blobs.size());
        assertSound(anna);
    }

    // ---- flags ----

    @Test default void changesKeywords() {
        var anna = anna();
        var inbox = inbox(anna);
        deposit(anna, inbox, "x", Keyword.SEEN);
        var tag = keyword("tag");
        assertEquals(Set.of(Keyword.SEEN, tag, Keyword.FLAGGED), changed(anna, inbox, add(tag, Keyword.FLAGGED)));
        assertEquals(Set.of(tag, Keyword.FLAGGED), changed(anna, inbox, remove(Keyword.SEEN, Keyword.DRAFT)));
        assertEquals(1, now(anna, inbox).counts().unseen());
        var other = keyword("other");
        assertEquals(Set.of(Keyword.ANSWERED, other), changed(anna, inbox, replace(Keyword.ANSWERED, other)));
        assertEquals(Set.of(other), withoutSystem(anna.keywords(inbox.id())), "what no message has is not listed");
        anna.flags(inbox.id(), UidSet.ALL, change(FlagChange.Mode.REPLACE, true));
        assertTrue(entry(anna, inbox, 1).deleted());
        anna.flags(inbox.id(), UidSet.ALL, change(FlagChange.Mode.REMOVE, true));
        assertEquals(Set.of(), entry(anna, inbox, 1).keywords());
        assertEquals(0, now(anna, inbox).counts().deleted());
        assertSound(anna);
    }

    @Test default void keywordsAreTheEmailsAndDeletedIsTheMemberships() {
        var anna = anna();
        var inbox = inbox(anna);
        var archive = anna.mailbox(Role.ARCHIVE).orElseThrow();
        deposit(anna, inbox, "x");
        anna.copy(inbox.id(), UidSet.ALL, archive.id());
        anna.copy(inbox.id(), UidSet.ALL, inbox.id());
        anna.flags(inbox.id(), uids(1), change(FlagChange.Mode.ADD, true, Keyword.SEEN));
        for (var entry : List.of(entry(anna, inbox, 1), entry(anna, inbox, 2), entry(anna, archive, 1))) {
            assertTrue(entry.seen());
            assertEquals(anna.revision(), entry.modSeq());
        }
        assertEquals(true, entry(anna, inbox, 1).deleted());
        assertEquals(false, entry(anna, inbox, 2).deleted());
        assertEquals(0, now(anna, archive).counts().unseen());
        long before = anna.revision();
        anna.flags(inbox.id(), uids(2), addDeleted());
        assertEquals(before, entry(anna, archive, 1).modSeq(), "\\Deleted elsewhere is no change here");
        assertSound(anna);
    }

    @Test default void noChangeMakesNoRevision() {
        var anna = anna();
        var inbox = inbox(anna);
        deposit(anna, inbox, "x", Keyword.SEEN);
        long revision = anna.revision();
        var answer = anna.flags(inbox.id(), UidSet.ALL, add(Keyword.SEEN));
        assertEquals(List.of(entry(anna, inbox, 1)), answer.now());
        assertEquals(revision, anna.revision());
        assertEquals(new FlagsChanged(List.of(), List.of(), List.of()), anna.flags(inbox.id(), uids(9), add(Keyword.DRAFT)));
    }

    @Test default void leavesAloneWhatChangedSince() {
        var anna = anna();
        var inbox = inbox(anna);
        deposit(anna, inbox, "one");
        deposit(anna, inbox, "two");
        anna.copy(inbox.id(), UidSet.ALL, inbox.id()); // 3 and 4 are the same Emails
        long since = anna.revision();
        var before = List.of(1L, 3L, 4L).stream().map(uid -> entry(anna, inbox, uid).modSeq()).toList();
        anna.flags(inbox.id(), uids(2), addDeleted());
        var answer = anna.flags(inbox.id(), UidSet.ALL,
            new FlagChange(FlagChange.Mode.ADD, Set.of(Keyword.FLAGGED), false, Optional.of(since)));
        assertEquals(List.of(2L), answer.refused());
        assertEquals(before, answer.before());
        assertEquals(List.of(1L, 3L, 4L), answer.now().stream().map(Entry::uid).toList());
        assertSound(anna);
    }

    @Test default void boundsKeywords() {
        var anna = anna();
        var inbox = inbox(anna);
        var many = IntStream.range(0, 200).mapToObj(i -> keyword("k" + i)).toArray(Keyword[]::new);
        assertEquals(AccountLimits.KEYWORDS_OF_EMAIL_MAX, deposit(anna, inbox, "x", many).keywords().size());
        assertEquals(AccountLimits.KEYWORDS_OF_EMAIL_MAX, changed(anna, inbox, add(many)).size());
        for (int n = 0; n < 10; n++) {
            int from = 1000 * n;
            deposit(anna, inbox, "m" + n, IntStream.range(from, from + 128)
                .mapToObj(i -> keyword("w" + i)).toArray(Keyword[]::new));
        }
        assertEquals(AccountLimits.KEYWORDS_OF_ACCOUNT_MAX, withoutSystem(anna.keywords(inbox.id())).size());
        anna.flags(inbox.id(), UidSet.ALL, replace());
        assertEquals(Set.of(), withoutSystem(anna.keywords(inbox.id())));
        assertEquals(Set.of(keyword("fresh")), changed(anna, inbox, add(keyword("fresh"))));
        assertSound(anna);
    }

    @Test default void uidsEndAtThirtyTwoBits() {
        var anna = anna();
        var inbox = inbox(anna);
        var archive = anna.mailbox(Role.ARCHIVE).orElseThrow();
        deposit(anna, inbox, "one");
        new sigillo.store.Transactions(store().partition(ANNA.partition())).write(tx -> {
            var tally = Tally.decode(tx.get(Keys.tally(archive.id())).orElseThrow());
            tally.uidNext = AccountLimits.UID_LAST;
            tx.put(Keys.tally(archive.id()), tally.encode());
            return null;
        });
        assertEquals(List.of(new Copied.Pair(1, 0xFFFF_FFFEL)), pairs(anna.copy(inbox.id(), UidSet.ALL, archive.id())));
        assertEquals(List.of(0xFFFF_FFFEL), uidsOf(anna, archive));
        assertTrue(anna.entry(archive.id(), 0xFFFF_FFFEL).isPresent());
        assertEquals(0xFFFF_FFFFL, now(anna, archive).uidNext());
        assertInstanceOf(Copied.OverLimit.class, anna.copy(inbox.id(), UidSet.ALL, archive.id()));
        assertInstanceOf(Deposited.OverLimit.class, anna.deposit(Deposit.of(message("x"), archive.id(), NOON)));
        anna.flags(archive.id(), UidSet.ALL, addDeleted());
        assertEquals(List.of(0xFFFF_FFFEL), anna.expunge(archive.id(), UidSet.ALL));
        assertSound(anna);
    }

    @Test default void depositsFromManyThreadsGetDifferentUids() throws Exception {
        var anna = anna();
        var inbox = inbox(anna);
        StoreContract.together(IntStream.range(0, 40)
            .<Executable>mapToObj(i -> () -> deposit(anna, inbox, "m" + i)).toList());
        assertEquals(LongStream.rangeClosed(1, 40).boxed().toList(), uidsOf(anna, inbox));
        var emails = new HashSet<EmailId>();
        anna.entries(inbox.id(), UidSet.ALL, entry -> emails.add(entry.email()));
        assertEquals(40, emails.size());
        assertNotEquals(0, anna.revision());
        assertSound(anna);
    }

    /** As several servers over one store do: each has its own object, and they meet in the store only. */
    @Test default void twoServersDepositIntoOneAccount() throws Exception {
        var servers = List.of(accounts().create(ANNA), accounts().open(ANNA));
        var inbox = inbox(servers.getFirst());
        StoreContract.together(IntStream.range(0, 60).<Executable>mapToObj(i -> () -> {
            var server = servers.get(i % 2);
            long uid = deposit(server, inbox, "m" + i, keyword("tag" + i % 3)).memberships().getFirst().uid();
            server.flags(inbox.id(), uids(uid), i % 5 == 0 ? replace(Keyword.SEEN) : add(Keyword.FLAGGED));
        }).toList());
        assertEquals(LongStream.rangeClosed(1, 60).boxed().toList(), uidsOf(servers.getFirst(), inbox));
        assertEquals(48, now(servers.getLast(), inbox).counts().unseen());
        for (var server : servers) assertSound(server);
    }

    private static Set<Keyword> changed(Account account, Mailbox mailbox, FlagChange change) {
        var answer = account.flags(mailbox.id(), uids(1), change).now().getFirst();
        assertEquals(entry(account, mailbox, 1), answer);
        return answer.keywords();
    }

    private static Set<Keyword> withoutSystem(Set<Keyword> keywords) {
        var others = new HashSet<>(keywords);
        assertTrue(others.removeAll(Marks.SYSTEM), "IMAP's own are always listed");
        return others;
    }
}
