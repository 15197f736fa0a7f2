package sigillo.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
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
    private static final Duration YEARS = Duration.ofDays(1_500);
    @TempDir Path folder;
    private final AccountContract.Clock clock = new AccountContract.Clock();
    /** What mail programs have seen: a message by mailbox, UIDVALIDITY and UID. */
    private final Map<String, String> seen = new HashMap<>();
    private long revision;
    private long id;
    private int life;

    private enum Time {
        RIGHT,
        /** Of the machine that is restored onto: by less than what is refused. */
        BEHIND,
        /** By years, while the account was made and once restored, before the backups. */
        WAS_AHEAD
    }

    @Tag("gate") @Tag("levels") @TestFactory Stream<DynamicTest> lives() {
        return Stream.of(Time.values()).flatMap(time -> Stream.of("A", "AA", "AAA", "ABA", "BAB", "BB", "AAAA", "AC", "ACC", "ACCA", "ACAC", "BCCA")
            .map(order -> DynamicTest.dynamicTest("the clock " + time + ", restored: " + order, () -> live(time, order))));
    }

    private void live(Time time, String order) {
        seen.clear();
        revision = id = 0;
        life = 0;
        Optional<Instant> noted = Optional.empty();
        var made = new HashMap<Character, Instant>();
        var at = folder.resolve(time + order);
        var first = new MemoryStore();
        if (time == Time.WAS_AHEAD) {
            clock.pass(YEARS);
            use(account(first), 5);
            accounts(first).raise(Restoration.of(clock.instant(), clock.instant(), clock.instant(), Optional.empty(), false));
            clock.pass(YEARS.negated());
        }
        use(account(first), 5);
        backUp(first, 'B', at, made);
        use(account(first), 5);
        backUp(first, 'A', at, made);
        use(account(first), 50);
        var used = new ArrayList<Character>();
        for (char which : order.toCharArray()) {
            var latest = made.values().stream().max(Instant::compareTo).orElseThrow();
            if (time == Time.BEHIND) clock.pass(Duration.between(clock.instant(), latest.minus(Duration.ofMinutes(10))));
            else clock.pass(Duration.ofMinutes(10));
            var store = MemoryStore.of(at.resolve("" + which));
            // the newest one keeps what mail programs have, the first time
            boolean again = which == 'B' || used.contains(which) || which == 'A' && !used.isEmpty();
            used.add(which);
            var before = validity(store);
            var restoration = Restoration.of(clock.instant(), made.get(which), latest, noted, again);
            noted = Optional.of(restoration.at());
            accounts(store).raise(restoration);
            assertEquals(again, before != validity(store));
            var account = account(store);
            assertTrue(account.revision() > revision, "a state comes again");
            FOLDERS.stream().map(account::mailbox).flatMap(Optional::stream)
                .forEach(mailbox -> assertTrue(mailbox.modSeq() > revision, "a MODSEQ comes again"));
            use(account, 20);
            // a backup of the first server that came back
            if (used.size() == 1) backUp(store, 'C', at, made);
            use(account, 30);
        }
    }

    private void backUp(MemoryStore store, char which, Path at, Map<Character, Instant> made) {
        clock.pass(Duration.ofSeconds(1));
        made.put(which, clock.instant());
        store.checkpoint(at.resolve("" + which));
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

    /** Mail comes into all mailboxes; one is taken away in each life, and made anew. */
    private void use(Account account, int mails) {
        life++;
        long least = id;
        account.mailbox("Later").ifPresent(later -> account.delete(later.id()));
        AccountContract.make(account, "Later");
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
