package sigillo.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static sigillo.account.AccountContract.add;
import static sigillo.account.AccountContract.addDeleted;
import static sigillo.account.AccountContract.deposit;
import static sigillo.account.AccountContract.inbox;
import static sigillo.account.AccountContract.keyword;
import static sigillo.account.AccountContract.remove;
import static sigillo.account.AccountContract.replace;

import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.store.memory.MemoryStore;

/** What is kept of the flags of a mailbox is what its entries say, whatever happens to them. */
class FlagListTest {
    private static final List<Keyword> KEYWORDS =
        List.of(Keyword.SEEN, Keyword.ANSWERED, Keyword.FLAGGED, Keyword.DRAFT, keyword("tag"), keyword("other"));

    @TestFactory Stream<DynamicTest> isWhatTheEntriesSay() {
        return Stream.of(1L, 2L, 3L, 4L).map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> play(new Random(seed))));
    }

    private static void play(Random random) {
        var anna = filled(UidLists.MESSAGES_MIN + 100);
        var inbox = inbox(anna);
        compare(anna, inbox.id());
        for (int round = 0; round < 60; round++) {
            change(anna, inbox, random);
            if (random.nextInt(3) > 0) compare(anna, inbox.id());
        }
        compare(anna, inbox.id());
    }

    private static Account filled(int messages) {
        var anna = AccountContract.account(new MemoryStore());
        for (int i = 0; i < messages; i++) deposit(anna, inbox(anna), "m" + i);
        return anna;
    }

    private static void change(Account anna, Mailbox inbox, Random random) {
        long first = 1 + random.nextInt(350);
        var some = new UidSet(List.of(new UidSet.Range(first, first + random.nextInt(60))));
        var keyword = KEYWORDS.get(random.nextInt(KEYWORDS.size()));
        switch (random.nextInt(8)) {
            case 0, 1 -> anna.flags(inbox.id(), some, add(keyword));
            case 2 -> anna.flags(inbox.id(), some, remove(keyword));
            case 3 -> anna.flags(inbox.id(), some, replace(keyword));
            case 4 -> anna.flags(inbox.id(), UidSet.of(first), addDeleted());
            case 5 -> anna.expunge(inbox.id(), UidSet.ALL);
            case 6 -> { for (int i = 0; i < 10; i++) deposit(anna, inbox, "more" + i, keyword); }
            default -> anna.flags(anna.mailbox(Role.SENT).orElseThrow().id(), some, add(keyword));
        }
    }

    private static void compare(Account anna, MailboxId mailbox) {
        var must = new HashMap<Long, Integer>();
        anna.entries(mailbox, UidSet.ALL, entry -> must.put(entry.uid(), bits(entry)) == null);
        var list = anna.flags(mailbox);
        if (must.size() < UidLists.MESSAGES_MIN) {
            assertEquals(Optional.empty(), list);
            return;
        }
        for (long uid = 0; uid < 2_000; uid++) assertEquals(must.getOrDefault(uid, FlagList.GONE), list.orElseThrow().of(uid), "UID " + uid);
    }

    private static int bits(Entry entry) {
        int bits = entry.deleted() ? FlagList.DELETED : 0;
        for (var keyword : entry.keywords()) {
            if (keyword.equals(Keyword.SEEN)) bits |= FlagList.SEEN;
            else if (keyword.equals(Keyword.ANSWERED)) bits |= FlagList.ANSWERED;
            else if (keyword.equals(Keyword.FLAGGED)) bits |= FlagList.FLAGGED;
            else if (keyword.equals(Keyword.DRAFT)) bits |= FlagList.DRAFT;
            else bits |= FlagList.OTHERS;
        }
        return bits;
    }

    /** Who has it keeps what he has; who asks next gets what has changed, and nothing is read where nothing has. */
    @Test void whatIsGivenOutStays() {
        var anna = filled(UidLists.MESSAGES_MIN);
        var inbox = inbox(anna);
        var before = anna.flags(inbox.id()).orElseThrow();
        anna.flags(inbox.id(), UidSet.of(7), add(Keyword.FLAGGED));
        var after = anna.flags(inbox.id()).orElseThrow();
        assertEquals(0, before.of(7));
        assertEquals(FlagList.FLAGGED, after.of(7));
        assertNotSame(before, after);
        deposit(anna, anna.mailbox(Role.SENT).orElseThrow(), "elsewhere");
        assertSame(after, anna.flags(inbox.id()).orElseThrow());
        assertEquals(Set.of(Keyword.FLAGGED), AccountContract.entry(anna, inbox, 7).keywords());
    }
}
