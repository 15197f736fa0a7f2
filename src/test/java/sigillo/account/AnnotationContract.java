package sigillo.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static sigillo.account.AccountContract.assertSound;
import static sigillo.account.AccountContract.deposit;
import static sigillo.account.AccountContract.inbox;
import static sigillo.account.AccountContract.make;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import sigillo.base.Bytes;

/** What clients note of mailboxes and of the account: RFC 5464. */
public interface AnnotationContract extends AccountContract {

    private static Map<String, Optional<Bytes>> value(String name, String value) { return Map.of(name, Optional.of(Bytes.utf8(value))); }

    private static Map<String, String> all(Account account, Optional<MailboxId> of) {
        return account.annotations(of).stream().collect(Collectors.toMap(Annotation::name, one -> one.value().toUtf8()));
    }

    @Test default void isFoundInAnyCaseAndStaysWithItsMailbox() {
        var anna = anna();
        var box = make(anna, "Plans");
        var here = Optional.of(box.id());
        assertEquals(AnnotationAnswer.DONE, anna.annotate(here, value("/Private/Comment", "secretum")));
        assertEquals(AnnotationAnswer.DONE, anna.annotate(here, value("/private/comment", "secretum two")));
        assertEquals(AnnotationAnswer.DONE, anna.annotate(Optional.empty(), value("/private/comment", "mine")));
        anna.rename(box.id(), "Other/Place");
        var again = accounts().open(ANNA);
        assertEquals(Map.of("/private/comment", "secretum two"), all(again, here));
        assertEquals(Map.of("/private/comment", "mine"), all(again, Optional.empty()));
        assertSound(again);
        anna.delete(box.id());
        assertEquals(Map.of(), all(again, here));
        assertEquals(AnnotationAnswer.NO_SUCH_MAILBOX, anna.annotate(here, value("/private/comment", "x")));
        anna.annotate(Optional.empty(), Map.of("/PRIVATE/comment", Optional.empty()));
        assertEquals(Map.of(), all(anna, Optional.empty()));
        assertSound(anna);
    }

    /** Each adds a letter to what is there: nobody writes over what another has added meanwhile. */
    @Test default void whoMakesItOfWhatItIsLosesNothingOfOthers() throws Exception {
        var anna = anna();
        var before = anna.annotationMark(Optional.empty(), "/private/comment");
        try (var threads = Executors.newFixedThreadPool(4)) {
            var all = IntStream.range(0, 4).<Callable<Void>>mapToObj(i -> () -> {
                for (int n = 0; n < 10; n++) assertEquals(AnnotationAnswer.DONE, anna.annotate(Optional.empty(), "/private/Comment",
                    now -> Optional.of(Bytes.utf8(now.map(Bytes::toUtf8).orElse("") + (char) ('a' + i)))));
                return null;
            }).toList();
            for (var one : threads.invokeAll(all)) one.get();
        }
        var letters = anna.annotation(Optional.empty(), "/private/comment").orElseThrow().value().toUtf8().chars().sorted()
            .mapToObj(Character::toString).collect(Collectors.joining());
        assertEquals("a".repeat(10) + "b".repeat(10) + "c".repeat(10) + "d".repeat(10), letters);
        var after = anna.annotationMark(Optional.empty(), "/private/comment");
        assertFalse(after.equals(before));
        assertEquals(after, anna.annotationMark(Optional.empty(), "/PRIVATE/comment"), "the same until it changes");
        anna.annotate(Optional.empty(), "/private/comment", _ -> Optional.empty());
        assertEquals(before, anna.annotationMark(Optional.empty(), "/private/comment"));
        assertSound(anna);
    }

    @Test default void nothingOfItIsInClear() {
        var anna = anna();
        anna.annotate(Optional.of(inbox(anna).id()), value("/private/vendor/canary/kanarienvogel", "singt-leise"));
        var rows = new StringBuilder();
        store().partition(ANNA.partition()).range(Keys.FIRST, Keys.END, false, (key, row) -> {
            rows.append(new String(key.toArray(), StandardCharsets.ISO_8859_1)).append(new String(row, StandardCharsets.ISO_8859_1));
            return true;
        });
        assertFalse(rows.toString().contains("kanarienvogel") || rows.toString().contains("singt-leise"));
    }

    @Test default void hasLimitsAndARefusalWritesNothing() {
        var anna = anna();
        var here = Optional.of(inbox(anna).id());
        var many = new HashMap<String, Optional<Bytes>>();
        for (int i = 0; i < AnnotationLimits.ENTRIES_OF_HOLDER_MAX; i++) many.put("/private/n" + i, Optional.of(Bytes.utf8("x")));
        assertEquals(AnnotationAnswer.DONE, anna.annotate(here, many));
        long revision = anna.revision();
        assertEquals(AnnotationAnswer.TOO_MANY, anna.annotate(here, value("/private/more", "x")));
        assertEquals(revision, anna.revision());
        // one goes and one comes
        var swapped = Map.of("/private/n0", Optional.<Bytes>empty(), "/private/more", Optional.of(Bytes.utf8("x")));
        assertEquals(AnnotationAnswer.DONE, anna.annotate(here, swapped));
        assertEquals(AnnotationLimits.ENTRIES_OF_HOLDER_MAX, all(anna, here).size());
        assertSound(anna);
    }

    @Test default void allOfAnAccountHaveOne() {
        var anna = anna();
        var large = "x".repeat(AnnotationLimits.VALUE_OCTETS_MAX);
        int kept = 0;
        for (int box = 0; box < 12; box++) {
            var here = Optional.of(make(anna, "box " + box).id());
            for (int i = 0; i < AnnotationLimits.ENTRIES_OF_HOLDER_MAX; i++) {
                if (anna.annotate(here, value("/private/n" + i, large)) == AnnotationAnswer.DONE) kept++;
            }
        }
        assertEquals(AnnotationLimits.OCTETS_OF_ACCOUNT_MAX / (large.length() + 150), kept, 8);
        assertSound(anna);
    }

    @Test default void aFullAccountTakesNoMoreButLess() {
        var quotas = new Quotas() {
            @Override public java.util.OptionalLong octetsMax(AccountId account) { return java.util.OptionalLong.of(300); }
        };
        var anna = AccountContract.account(store(), quotas);
        anna.annotate(Optional.empty(), value("/private/comment", "before"));
        deposit(anna, inbox(anna), "one");
        for (int i = 0; anna.usage().octets() < 300 && i < 9; i++) {
            anna.deposit(Deposit.of(AccountContract.octets("x".repeat((int) (300 - anna.usage().octets()))), inbox(anna).id(), NOON));
        }
        assertEquals(AnnotationAnswer.OVER_QUOTA, anna.annotate(Optional.empty(), value("/private/other", "x")));
        assertEquals(AnnotationAnswer.DONE, anna.annotate(Optional.empty(), value("/private/comment", "b")));
        assertEquals(Map.of("/private/comment", "b"), all(anna, Optional.empty()));
    }

    @Test default void listenersHearTheNames() {
        var anna = anna();
        var heard = new java.util.ArrayList<Changes>();
        try (var _ = anna.listen(heard::add)) {
            anna.annotate(Optional.empty(), value("/private/comment", "x"));
        }
        assertEquals(List.of(new Changes(ANNA, anna.revision(), Set.of(), false,
            Optional.of(new Changes.Annotated(Optional.empty(), List.of("/private/comment"))))), heard);
    }
}
