package sigillo.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sigillo.account.AccountContract.add;
import static sigillo.account.AccountContract.addDeleted;
import static sigillo.account.AccountContract.assertSound;
import static sigillo.account.AccountContract.deposit;
import static sigillo.account.AccountContract.inbox;
import static sigillo.account.AccountContract.kept;
import static sigillo.account.AccountContract.make;
import static sigillo.account.AccountContract.octets;
import static sigillo.account.AccountContract.uids;
import static sigillo.account.AccountContract.uidsOf;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import sigillo.store.Tx;

/** What POP is told of a mailbox: sizes as they are sent, and names that stay and never come twice. RFC 1939 sections 7 and 11. */
public interface MaildropContract extends AccountContract {

    /** By UID. */
    private static TreeMap<Long, String> names(Account account, Mailbox mailbox) {
        var names = new TreeMap<Long, String>();
        account.popNames(mailbox.id(), UidSet.ALL, (uid, name) -> names.put(uid, name.text()) == null);
        return names;
    }

    private static List<Long> sizes(Account account, Mailbox mailbox) {
        var drop = account.maildrop(mailbox.id());
        var sizes = new ArrayList<Long>();
        for (int number = 1; number <= drop.count(); number++) sizes.add(drop.size(number));
        assertEquals(drop.octets(), sizes.stream().mapToLong(size -> size).sum());
        return sizes;
    }

    private static Email named(Account account, Mailbox into, String text, String name) {
        var deposit = new Deposit(octets(text), List.of(into.id()), Set.of(), false, NOON, Optional.empty());
        return kept(account.deposit(deposit.named(Uidl.parse(name))));
    }

    @Test default void sizesAreThoseThatAreSent() {
        var anna = anna();
        var inbox = inbox(anna);
        for (var text : List.of("a: b\r\n\r\nc\r\n", "a: b\n\nc\n", "a: b\r\n\r\nc", "\r\r\r", "", "\r\n", "x")) {
            anna.deposit(Deposit.of(octets(text), inbox.id(), NOON));
        }
        assertEquals(List.of(11L, 11L, 11L, 6L, 0L, 2L, 3L), sizes(anna, inbox));
        assertSound(anna);
    }

    @Test default void aNameIsTheMessagesWhereverItGoes() {
        var accounts = accounts();
        var anna = accounts.create(ANNA);
        var inbox = inbox(anna);
        deposit(anna, inbox, "one");
        deposit(anna, inbox, "two");
        named(anna, inbox, "a: lone\nend", "given-1");
        var before = names(anna, inbox);
        assertEquals("given-1", before.get(3L));
        var away = make(anna, "Away");
        anna.move(inbox.id(), uids(1, 3), away.id());
        anna.move(away.id(), uids(1, 2), inbox.id());
        assertEquals(List.of(before.get(2L), before.get(1L), before.get(3L)), List.copyOf(names(anna, inbox).values()));
        // another process, and after a restore
        assertEquals(names(anna, inbox), names(accounts().open(ANNA), inbox));
        accounts.raise(new Restoration(Instant.now(), Duration.ofHours(1), 1_000, false));
        assertEquals(Set.copyOf(before.values()), Set.copyOf(names(anna, inbox).values()));
        deposit(anna, AccountContract.now(anna, inbox), "after");
        assertEquals(4, Set.copyOf(names(anna, inbox).values()).size());
        assertSound(anna);
    }

    @Test default void noNameComesAgain() {
        var anna = anna();
        var inbox = inbox(anna);
        var all = new HashSet<String>();
        for (int i = 0; i < 20; i++) {
            deposit(anna, inbox, "mail " + i);
            var name = names(anna, inbox).firstEntry().getValue();
            assertTrue(all.add(name), name);
            assertTrue(name.matches("[!-~]{1,70}"), name);
            long uid = uidsOf(anna, inbox).getFirst();
            assertTrue(all.add(anna.popNameOfGone(uid).text()));
            assertEquals(List.of(uid), anna.remove(inbox.id(), UidSet.of(uid)));
        }
        assertEquals(0, anna.maildrop(inbox.id()).count());
        assertSound(anna);
    }

    /** Who makes an account anew begins with other names, though its ids begin at 1 again. */
    @Test default void anotherAccountHasOtherNames() {
        var accounts = accounts();
        var anna = accounts.create(ANNA);
        var other = accounts.create(new AccountId("anna2"));
        deposit(anna, inbox(anna), "one");
        deposit(other, inbox(other), "one");
        assertNotEquals(names(anna, inbox(anna)).get(1L), names(other, inbox(other)).get(1L));
    }

    @Test default void aGivenNameThatCouldBeOneOfOursIsNotTaken() {
        var anna = anna();
        var inbox = inbox(anna);
        deposit(anna, inbox, "one");
        var next = names(anna, inbox).get(1L);
        named(anna, inbox, "a: b\r\n", next.substring(0, 8) + "M99");
        assertNotEquals(next.substring(0, 8) + "M99", names(anna, inbox).get(2L));
        assertSound(anna);
    }

    @Test default void copiesAndFlagsKeepWhatPopIsTold() {
        var anna = anna();
        var inbox = inbox(anna);
        named(anna, inbox, "a: lone\nend", "given-1");
        anna.flags(inbox.id(), UidSet.ALL, add(Keyword.SEEN, AccountContract.keyword("tag")));
        anna.flags(inbox.id(), UidSet.ALL, addDeleted());
        var away = make(anna, "Away");
        anna.copy(inbox.id(), UidSet.ALL, away.id());
        assertEquals("given-1", names(anna, away).firstEntry().getValue());
        assertEquals(List.of(14L), sizes(anna, away));
        assertEquals(List.of(1L), anna.expunge(inbox.id(), UidSet.ALL));
        assertEquals("given-1", names(anna, away).firstEntry().getValue(), "the row goes with the Email");
        assertSound(anna);
        anna.remove(away.id(), UidSet.ALL);
        var rows = new ArrayList<String>();
        anna.givenPopNames(name -> rows.add(name.text()));
        assertEquals(List.of(), rows);
        assertSound(anna);
    }

    @Test default void whatComesBackHasAnotherName() {
        var clock = new Clock();
        var anna = new Accounts(store(), sigillo.keyring.TestSeal.over(store(), clock), HASH_KEY, clock, UndeleteContract.MONTH).create(ANNA);
        var inbox = inbox(anna);
        named(anna, inbox, "a: lone\nend", "given-1");
        anna.remove(inbox.id(), UidSet.ALL);
        anna.undelete(anna.expunged(1).getFirst(), inbox.id());
        assertNotEquals("given-1", names(anna, inbox).firstEntry().getValue());
        assertEquals(List.of(14L), sizes(anna, inbox));
        assertSound(anna);
    }

    @Test default void whatPopHasDeletedIsHidden() {
        var anna = anna();
        var inbox = inbox(anna);
        deposit(anna, inbox, "one");
        deposit(anna, inbox, "two");
        anna.flags(inbox.id(), uids(1), add(Keyword.POP_DELETED));
        var drop = anna.maildrop(inbox.id());
        assertEquals(1, drop.count());
        assertEquals(2, drop.uid(1));
        anna.flags(inbox.id(), uids(1), AccountContract.remove(Keyword.POP_DELETED));
        assertEquals(2, anna.maildrop(inbox.id()).count());
    }

    @Test default void manyAreRemovedInPieces() {
        var anna = anna();
        var inbox = inbox(anna);
        for (int i = 0; i < 30; i++) deposit(anna, inbox, "mail " + i);
        assertEquals(List.of(2L, 3L, 29L), anna.remove(inbox.id(), new UidSet(List.of(new UidSet.Range(2, 3), new UidSet.Range(29, 29), new UidSet.Range(40, 50)))));
        assertEquals(27, anna.maildrop(inbox.id()).count());
        assertSound(anna);
    }

    /** A row of POP that nobody has, and one that is missing, are found. */
    @Test default void verifyingFindsWhatDoesNotAgree() {
        var anna = anna();
        var inbox = inbox(anna);
        var email = named(anna, inbox, "a: b\r\n", "given-1");
        var partition = new sigillo.store.Transactions(store().partition(ANNA.partition()));
        partition.write((Tx tx) -> {
            tx.delete(Keys.pop(email.id()));
            tx.put(Keys.pop(new EmailId(9_999)), new PopRow(1, Optional.empty()).encode());
            return null;
        });
        var found = anna.verify();
        assertFalse(found.isSound());
        assertTrue(found.faults().toString().contains("do not agree") && found.faults().toString().contains("rows of POP are no Email's"), found.faults().toString());
    }
}
