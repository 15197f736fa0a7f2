package sigillo.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import sigillo.keyring.TestSeal;
import sigillo.store.Store;
import sigillo.store.memory.MemoryStore;

/**
 * A server makes backups B and then A, goes on and is lost. One of them is restored and used, then one of them again,
 * the same or the other: in all these lives no UID, UIDVALIDITY, MODSEQ, state or id means two things (decision 0019).
 */
class RaisingTest {
    private static final List<String> FOLDERS = List.of("INBOX", "Archive", "Later");
    @TempDir Path folder;
    private final AccountContract.Clock clock = new AccountContract.Clock();
    /** What mail programs have seen: a message by mailbox, UIDVALIDITY and UID. */
    private final Map<String, String> seen = new HashMap<>();
    private long revision;
    private long id;
    private int life;

    @TestFactory Stream<DynamicTest> lives() {
        return Stream.of("A", "AA", "ABA", "BAB", "BB", "AAAA", "AC", "ACC", "ACAC", "BCCA")
            .map(order -> DynamicTest.dynamicTest("restored: " + order, () -> live(order)));
    }

    private void live(String order) {
        seen.clear();
        revision = id = 0;
        var at = folder.resolve(order);
        var first = new MemoryStore();
        use(account(first), 5);
        first.checkpoint(at.resolve("B"));
        use(account(first), 5);
        first.checkpoint(at.resolve("A"));
        use(account(first), 50);
        var used = new ArrayList<Character>();
        for (char which : order.toCharArray()) {
            clock.pass(Duration.ofMinutes(10));
            var store = MemoryStore.of(at.resolve("" + which));
            // the newest one keeps what mail programs have, the first time
            boolean again = which == 'B' || used.contains(which) || which == 'A' && !used.isEmpty();
            used.add(which);
            var before = validity(store);
            accounts(store).raise(new Restoration(clock.instant(), 1_000, again));
            assertEquals(again, before != validity(store));
            var account = account(store);
            assertTrue(account.revision() > revision, "a state comes again");
            FOLDERS.stream().map(account::mailbox).flatMap(Optional::stream)
                .forEach(mailbox -> assertTrue(mailbox.modSeq() > revision, "a MODSEQ comes again"));
            use(account, 20);
            // a backup of the first server that came back
            if (used.size() == 1) store.checkpoint(at.resolve("C"));
            use(account, 30);
        }
    }

    private Accounts accounts(Store store) {
        return new Accounts(store, TestSeal.over(store, clock), AccountContract.HASH_KEY, clock);
    }

    private Account account(Store store) {
        var accounts = accounts(store);
        return accounts.exists(AccountContract.ANNA) ? accounts.open(AccountContract.ANNA)
            : accounts.create(AccountContract.ANNA);
    }

    private long validity(Store store) { return AccountContract.inbox(account(store)).uidValidity(); }

    /** Mail comes into all mailboxes, one of which is made in each life anew. */
    private void use(Account account, int mails) {
        life++;
        long least = id;
        if (account.mailbox("Later").isEmpty()) AccountContract.make(account, "Later");
        for (var name : FOLDERS) {
            var mailbox = account.mailbox(name).orElseThrow();
            for (int i = 0; i < mails; i++) {
                var subject = "mail " + i + " of life " + life;
                var email = AccountContract.deposit(account, mailbox, subject);
                long uid = email.memberships().getFirst().uid();
                var other = seen.put(name + " " + mailbox.uidValidity() + " " + uid, subject);
                assertEquals(null, other, name + ": a UID comes again");
                assertTrue(email.id().value() > least, "an id comes again");
                id = Math.max(id, email.id().value());
            }
        }
        revision = Math.max(revision, account.revision());
        clock.pass(Duration.ofMinutes(5));
    }
}
