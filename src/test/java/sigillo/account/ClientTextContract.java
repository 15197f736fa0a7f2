package sigillo.account;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sigillo.account.AccountContract.addDeleted;
import static sigillo.account.AccountContract.assertSound;
import static sigillo.account.AccountContract.inbox;
import static sigillo.account.AccountContract.kept;
import static sigillo.account.AccountContract.message;
import static sigillo.account.AccountContract.uids;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sigillo.store.Transactions;

/** Client text records come with their message, go with it, and are there until a browser has them. */
public interface ClientTextContract extends AccountContract {
    /** As the one of a browser would be: it says for which Email it was made. */
    private static ClientText text(String content) {
        return new ClientText() {
            @Override public Optional<byte[]> sealed(EmailId email) { return Optional.of((content + " of " + email)
                .getBytes(StandardCharsets.UTF_8)); }

            @Override public void close() { }
        };
    }

    private static Email deposited(Account anna, String content) {
        var deposit = Deposit.of(message(content), inbox(anna).id(), NOON);
        return kept(anna.deposit(deposit.of(message("wrapped"), Optional.of(text(content)))));
    }

    private static List<EmailId> ids(ClientTexts.Page page) { return page.kept().stream().map(ClientTexts.Kept::email)
        .toList(); }

    @Test default void areReadInPagesTheNewestFirst() {
        var anna = anna();
        kept(anna.deposit(Deposit.of(message("without"), inbox(anna).id(), NOON)));
        assertEquals(0, anna.clientTextCount());
        assertEquals(new ClientTexts.Page(List.of(), Optional.empty()), anna.clientTexts(Optional.empty(), 10,
            1 << 20));
        var first = deposited(anna, "first");
        var second = deposited(anna, "second");
        var third = deposited(anna, "third");
        var page = anna.clientTexts(Optional.empty(), 2, 1 << 20);
        assertEquals(List.of(third.id(), second.id()), ids(page));
        assertEquals(Optional.of(second.id()), page.next());
        assertArrayEquals(("third of " + third.id()).getBytes(StandardCharsets.UTF_8), page.kept().getFirst().sealed());
        assertEquals(NOON, page.kept().getFirst().receivedAt());
        var rest = anna.clientTexts(page.next(), 2, 1 << 20);
        assertEquals(List.of(first.id()), ids(rest));
        assertEquals(Optional.empty(), rest.next());
        assertEquals(List.of(third.id()), ids(anna.clientTexts(Optional.empty(), 10, 1)),
            "one, however little may come");
        assertEquals(3, anna.clientTextCount());
        assertSound(anna);
    }

    @Test default void goWhenABrowserHasThem() {
        var anna = anna();
        var first = deposited(anna, "first");
        var second = deposited(anna, "second");
        anna.forgetClientTexts(List.of(first.id(), first.id(), new EmailId(999_999)));
        assertEquals(List.of(second.id()), ids(anna.clientTexts(Optional.empty(), 10, 1 << 20)));
        assertEquals(1, anna.clientTextCount());
        anna.forgetClientTexts(List.of());
        anna.forgetClientTexts(List.of(second.id()));
        assertEquals(0, anna.clientTextCount());
        assertTrue(anna.email(second.id()).isPresent());
        assertSound(anna);
    }

    @Test default void goWithTheirMessage() {
        var anna = anna();
        var first = deposited(anna, "first");
        deposited(anna, "second");
        anna.flags(inbox(anna).id(), uids(1), addDeleted());
        anna.expunge(inbox(anna).id(), UidSet.ALL);
        assertFalse(ids(anna.clientTexts(Optional.empty(), 10, 1 << 20)).contains(first.id()));
        assertEquals(1, anna.clientTextCount());
        assertSound(anna);
    }

    /** Another message in the place of one: the record was of that one. */
    @Test default void goWhereOtherOctetsTakeTheirPlace() {
        var anna = anna();
        var email = deposited(anna, "first");
        assertTrue(anna.exchange(email.id(), message("other")).isPresent());
        assertEquals(0, anna.clientTextCount());
        assertSound(anna);
    }

    /**
     * One that somebody has put beside another Email, or whose octets were changed, is not given out, and hides none.
     */
    @Test default void whatWasChangedIsPassedOver() {
        var anna = anna();
        var first = deposited(anna, "first");
        var second = deposited(anna, "second");
        var third = deposited(anna, "third");
        new Transactions(store().partition(ANNA.partition())).write(tx -> {
            tx.put(Keys.clientText(first.id()), tx.get(Keys.clientText(third.id())).orElseThrow());
            var changed = tx.get(Keys.clientText(second.id())).orElseThrow().clone();
            changed[changed.length - 1] ^= 1;
            tx.put(Keys.clientText(second.id()), changed);
            return null;
        });
        var page = accounts().open(ANNA).clientTexts(Optional.empty(), 10, 1 << 20);
        assertEquals(List.of(third.id()), ids(page));
        assertEquals(Optional.empty(), page.next());
    }

    /** Mail comes and goes all the same, without records until the last of before is gone. */
    @Test default void aCounterThatCannotBeReadKeepsNoMailBack() {
        var anna = anna();
        var first = deposited(anna, "first");
        var second = deposited(anna, "second");
        new Transactions(store().partition(ANNA.partition())).write(tx -> {
            tx.put(Keys.CLIENT_TEXT_COUNT, new byte[] {99});
            return null;
        });
        var third = deposited(anna, "third");
        assertTrue(anna.email(third.id()).isPresent());
        assertEquals(0, anna.clientTextCount());
        assertTrue(anna.verify().faults().getFirst().contains("is broken"), anna.verify().faults().toString());
        anna.flags(inbox(anna).id(), uids(1), addDeleted());
        assertEquals(1, anna.expunge(inbox(anna).id(), UidSet.ALL).size());
        assertEquals(List.of(second.id()), ids(anna.clientTexts(Optional.empty(), 10, 1 << 20)), first + " is gone");
        anna.forgetClientTexts(List.of(second.id()));
        assertSound(anna);
        var fourth = deposited(anna, "fourth");
        assertEquals(List.of(fourth.id()), ids(anna.clientTexts(Optional.empty(), 10, 1 << 20)));
        assertEquals(1, anna.clientTextCount());
        assertSound(anna);
    }

    /** One that no Email has is told by who verifies the account. */
    @Test default void aStrayOneIsAFault() {
        var anna = anna();
        deposited(anna, "first");
        new Transactions(store().partition(ANNA.partition())).write(tx -> {
            tx.put(Keys.clientText(new EmailId(4_711)), new byte[] {1});
            return null;
        });
        assertEquals(List.of("2 client text records are there, 1 are counted", "1 client text records are no Email's"),
            anna.verify().faults());
    }
}
