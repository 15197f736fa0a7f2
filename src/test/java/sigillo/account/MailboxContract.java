package sigillo.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sigillo.account.AccountContract.assertSound;
import static sigillo.account.AccountContract.deposit;
import static sigillo.account.AccountContract.entry;
import static sigillo.account.AccountContract.inbox;
import static sigillo.account.AccountContract.keyword;
import static sigillo.account.AccountContract.make;
import static sigillo.account.AccountContract.message;
import static sigillo.account.AccountContract.now;
import static sigillo.account.AccountContract.uids;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** How mailboxes are made, renamed and removed, over any store. */
public interface MailboxContract extends AccountContract {

    @Test default void anAccountBeginsWithItsRoles() {
        var anna = anna();
        assertEquals(List.of("Archive", "Drafts", "INBOX", "Junk", "Sent", "Trash"), paths(anna));
        for (var role : Role.values()) {
            var mailbox = anna.mailbox(role).orElseThrow();
            assertEquals(Optional.of(role), mailbox.role());
            assertTrue(mailbox.subscribed());
            assertEquals(1, mailbox.uidNext());
        }
        assertEquals(6, anna.mailboxes().stream().map(Mailbox::uidValidity).distinct().count());
        assertEquals(anna.mailboxes(), accounts().create(ANNA).mailboxes(), "one that exists is left as it is");
        assertSound(anna);
    }

    @Test default void makesParentsThatAreMissing() {
        var anna = anna();
        var deep = make(anna, "Work/2026/März");
        assertEquals("Work/2026/März", anna.path(deep));
        assertEquals(List.of("Archive", "Drafts", "INBOX", "Junk", "Sent", "Trash", "Work", "Work/2026", "Work/2026/März"), paths(anna));
        assertEquals(Optional.of(deep), anna.mailbox("Work/2026/März"));
        assertEquals(new MailboxAnswer.Exists(deep.id()), anna.create("Work/2026/Ma\u0308rz", Optional.empty()), "NFC");
        assertEquals(false, deep.subscribed());
        assertSound(anna);
    }

    @Test default void theInboxHasOneNameInAnyCase() {
        var anna = anna();
        var inbox = inbox(anna);
        assertEquals(Optional.of(inbox), anna.mailbox("iNBoX"));
        assertEquals(new MailboxAnswer.Exists(inbox.id()), anna.create("inbox", Optional.empty()));
        var child = make(anna, "Inbox/Receipts");
        assertEquals("INBOX/Receipts", anna.path(child));
        assertEquals(Optional.of(inbox.id()), child.parent());
        assertEquals("Work/inbox", anna.path(make(anna, "Work/inbox")), "only at the top");
        assertTrue(anna.mailbox("sent").isEmpty(), "others are compared exactly");
    }

    record BadPath(String path, String why) {}

    @TestFactory default Stream<DynamicTest> refusesBadNames() {
        return Stream.of(
            new BadPath("", "empty"), new BadPath("a//b", "empty"), new BadPath("/a", "empty"),
                new BadPath("a/", "empty"),
            new BadPath("a\nb", "control"), new BadPath("a\u0000", "control"), new BadPath("a\u0085", "control"),
            new BadPath("a\u2028b", "control"), new BadPath("a\uD800b", "Unicode"), new BadPath("\uDC00", "Unicode"),
            new BadPath("x".repeat(201), "characters"), new BadPath("a/".repeat(50) + "a", "levels")
        ).map(bad -> DynamicTest.dynamicTest("\"" + bad.path + "\"", () -> {
            var anna = accounts().create(new AccountId("a" + Integer.toUnsignedString(bad.path.hashCode(), 36)));
            long revision = anna.revision();
            var answer = assertInstanceOf(MailboxAnswer.BadName.class, anna.create(bad.path, Optional.empty()));
            assertTrue(answer.why().contains(bad.why), answer.why());
            assertInstanceOf(MailboxAnswer.BadName.class, anna.rename(anna.mailbox(Role.SENT).orElseThrow().id(),
                bad.path));
            assertEquals(Optional.empty(), anna.mailbox(bad.path));
            assertEquals(revision, anna.revision());
        }));
    }

    @Test default void takesLongAndDeepNamesUpToTheLimit() {
        var anna = anna();
        make(anna, "😀".repeat(200));
        var deep = make(anna, "a/".repeat(49) + "a");
        assertEquals("a/".repeat(49) + "a", anna.path(deep));
        var top = make(anna, "top");
        assertInstanceOf(MailboxAnswer.BadName.class, anna.rename(anna.mailbox("a").orElseThrow()
            .id(), "top/a"), "too deep");
        assertInstanceOf(MailboxAnswer.Done.class, anna.rename(top.id(), "a/top"));
        assertSound(anna);
    }

    @Test default void renamesWithAllChildren() {
        var anna = anna();
        var leaf = make(anna, "a/b/c");
        var b = anna.mailbox("a/b").orElseThrow();
        deposit(anna, leaf, "x");
        var renamed = ((MailboxAnswer.Done) anna.rename(b.id(), "x/y/B")).mailbox();
        assertEquals(b.id(), renamed.id());
        assertEquals(b.uidValidity(), renamed.uidValidity());
        assertEquals("x/y/B/c", anna.path(now(anna, leaf)));
        assertEquals(1, anna.mailbox("x/y/B/c").orElseThrow().counts().emails());
        assertTrue(anna.mailbox("a/b").isEmpty());
        assertTrue(anna.mailbox("a").isPresent());
        assertEquals(new MailboxAnswer.Exists(leaf.id()), anna.rename(b.id(), "x/y/B/c"));
        assertInstanceOf(MailboxAnswer.BadName.class, anna.rename(b.id(), "x/y/B/c/d"), "below itself");
        assertInstanceOf(MailboxAnswer.Done.class, anna.rename(b.id(), "x/y/b"), "another case is another name");
        assertEquals(new MailboxAnswer.NoSuchMailbox(), anna.rename(new MailboxId(4711), "z"));
        assertSound(anna);
    }

    @Test default void renamingTheInboxMovesItsMail() {
        var anna = anna();
        var inbox = inbox(anna);
        var child = make(anna, "INBOX/child");
        var email = deposit(anna, inbox, "x");
        deposit(anna, inbox, "y");
        var renamed = ((MailboxAnswer.Done) anna.rename(inbox.id(), "old/2025")).mailbox();
        assertNotEquals(inbox.id(), renamed.id());
        assertEquals(2, renamed.counts().emails());
        assertEquals(email.id(), entry(anna, renamed, 1).email());
        assertEquals(0, now(anna, inbox).counts().emails());
        assertEquals(Optional.of(Role.INBOX), now(anna, inbox).role());
        assertEquals("INBOX/child", anna.path(now(anna, child)));
        assertInstanceOf(MailboxAnswer.Exists.class, anna.rename(inbox.id(), "old"));
        assertSound(anna);
    }

    @Test default void deletesWhatIsEmptyAlone() {
        var anna = anna();
        var a = make(anna, "a");
        deposit(anna, a, "stays");
        assertInstanceOf(MailboxAnswer.NotAllowed.class, anna.deleteEmpty(a.id()));
        assertEquals(1, anna.mailbox(a.id()).orElseThrow().counts().emails());
        anna.remove(a.id(), uids(1));
        assertInstanceOf(MailboxAnswer.Done.class, anna.deleteEmpty(a.id()));
        assertTrue(anna.mailbox(a.id()).isEmpty());
        assertSound(anna);
    }

    @Test default void deletesWithWhatIsInIt() {
        var anna = anna();
        var inbox = inbox(anna);
        var a = make(anna, "a");
        var b = make(anna, "a/b");
        var gone = deposit(anna, b, "gone", keyword("tag"));
        var kept = deposit(anna, b, "kept");
        anna.copy(b.id(), uids(2), inbox.id());
        assertEquals(new MailboxAnswer.HasChildren(), anna.delete(a.id()));
        assertInstanceOf(MailboxAnswer.Done.class, anna.delete(b.id()));
        assertTrue(anna.mailbox(b.id()).isEmpty());
        assertTrue(anna.email(gone.id()).isEmpty());
        assertEquals(1, anna.email(kept.id()).orElseThrow().memberships().size());
        assertEquals(new Deposited.NoSuchMailbox(b.id()), anna.deposit(Deposit.of(message("z"), b.id(), NOON)));
        assertEquals(new MailboxAnswer.NoSuchMailbox(), anna.delete(b.id()));
        assertInstanceOf(MailboxAnswer.Done.class, anna.delete(a.id()));
        assertInstanceOf(MailboxAnswer.NotAllowed.class, anna.delete(inbox.id()));
        assertSound(anna);
    }

    @Test default void aMailboxMadeAnewHasAnotherUidValidity() {
        var anna = anna();
        var seen = new HashSet<Long>();
        for (int i = 0; i < 5; i++) {
            var mailbox = make(anna, "again");
            assertTrue(seen.add(mailbox.uidValidity()));
            assertTrue(mailbox.uidValidity() >= NOON.getEpochSecond());
            anna.delete(mailbox.id());
        }
    }

    @Test default void eachRoleHasOneMailbox() {
        var anna = anna();
        var old = anna.mailbox(Role.ARCHIVE).orElseThrow();
        assertInstanceOf(MailboxAnswer.NotAllowed.class, anna.create("Mine", Optional.of(Role.ARCHIVE)));
        var mine = make(anna, "Mine");
        assertInstanceOf(MailboxAnswer.NotAllowed.class, anna.role(mine.id(), Optional.of(Role.ARCHIVE)));
        anna.role(old.id(), Optional.empty());
        assertEquals(Optional.empty(), anna.mailbox(Role.ARCHIVE));
        assertInstanceOf(MailboxAnswer.Done.class, anna.role(mine.id(), Optional.of(Role.ARCHIVE)));
        assertEquals(mine.id(), anna.mailbox(Role.ARCHIVE).orElseThrow().id());
        assertInstanceOf(MailboxAnswer.Done.class, anna.role(mine.id(), Optional.empty()));
        assertInstanceOf(MailboxAnswer.Done.class, anna.create("Third", Optional.of(Role.ARCHIVE)));
        anna.delete(anna.mailbox(Role.ARCHIVE).orElseThrow().id());
        assertEquals(Optional.empty(), anna.mailbox(Role.ARCHIVE), "its role is free again");
        assertInstanceOf(MailboxAnswer.NotAllowed.class, anna.role(inbox(anna).id(), Optional.of(Role.ARCHIVE)));
        assertInstanceOf(MailboxAnswer.NotAllowed.class, anna.role(mine.id(), Optional.of(Role.INBOX)));
        assertSound(anna);
    }

    @Test default void subscribes() {
        var anna = anna();
        var mailbox = make(anna, "news");
        assertEquals(true, ((MailboxAnswer.Done) anna.subscribe(mailbox.id(), true)).mailbox().subscribed());
        long revision = anna.revision();
        anna.subscribe(mailbox.id(), true);
        assertEquals(revision, anna.revision());
        assertEquals(false, ((MailboxAnswer.Done) anna.subscribe(mailbox.id(), false)).mailbox().subscribed());
        assertEquals(new MailboxAnswer.NoSuchMailbox(), anna.subscribe(new MailboxId(4711), true));
    }

    private static List<String> paths(Account account) {
        return account.mailboxes().stream().map(account::path).toList();
    }
}
