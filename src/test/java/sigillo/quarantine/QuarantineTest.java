package sigillo.quarantine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sigillo.account.Account;
import sigillo.account.AccountId;
import sigillo.account.Accounts;
import sigillo.account.Deposit;
import sigillo.account.Entry;
import sigillo.account.Role;
import sigillo.account.UidSet;
import sigillo.base.Bytes;
import sigillo.base.Octets;
import sigillo.base.SetClock;
import sigillo.keyring.Keyring;
import sigillo.keyring.Level;
import sigillo.keyring.TestSeal;
import sigillo.peers.Program;
import sigillo.store.StoreException;
import sigillo.store.memory.MemoryStore;

/** Mail that a scanner condemns when it knows more than when that came. */
class QuarantineTest {
    private static final AccountId ANNA = new AccountId("anna");
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final MemoryStore store = new MemoryStore();
    private final SetClock clock = new SetClock(Instant.parse("2026-03-01T12:00:00Z"));
    private final TestSeal.Heard alarms = new TestSeal.Heard();
    private final Keyring keyring = TestSeal.keyring(store, clock);
    private final List<Found> told = new CopyOnWriteArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile Optional<String> signatures = Optional.of("ClamAV 1.4/1/Sun");
    private volatile String bad = "nothing is";
    private volatile boolean isSilent;
    private Quarantine quarantine;

    private final Scanner scanner = new Scanner() {
        @Override public Optional<String> signatures() { return signatures; }

        @Override public Looked look(Octets message) {
            var text = text(message);
            asked.add(text);
            if (isSilent) return new Looked.Silent();
            return text.contains(bad) ? new Looked.Infected("ClamAV found\nBad in it") : new Looked.Clean();
        }
    };

    private Account anna(Level level) {
        var accounts = new Accounts(store, TestSeal.unattended(keyring, level), Bytes.wrap(new byte[32]), clock);
        quarantine = new Quarantine(accounts, keyring, scanner, Duration.ofDays(7), alarms, clock);
        quarantine.telling((account, found) -> {
            assertEquals(ANNA, account);
            told.addAll(found);
        });
        quarantine.start();
        return accounts.create(ANNA);
    }

    @AfterEach void stop() {
        quarantine.close();
        keyring.close();
    }

    private static String text(Octets octets) {
        try {
            return new String(octets.bytes(0, octets.length(), 10_000), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new StoreException("unreadable", e);
        }
    }

    private void deliver(Account account, Role role, String word) {
        clock.advance(Duration.ofMinutes(1));
        var content = Octets.of(("From: Bob <bob@sender.example>\r\nSubject: x\r\n\r\n" + word + "\r\n").getBytes(StandardCharsets.UTF_8));
        account.deposit(new Deposit(content, List.of(account.mailboxId(role).orElseThrow()), Set.of(), false, clock.instant(), Optional.empty()));
    }

    private static int count(Account account, Role role) {
        var all = new ArrayList<Entry>();
        account.mailboxId(role).ifPresent(mailbox -> account.entries(mailbox, UidSet.ALL, all::add));
        return all.size();
    }

    @ParameterizedTest @EnumSource(names = {"L0", "L1"}) void whatIsKnownLaterGoesToJunkAndItsOwnerIsTold(Level level) {
        var anna = anna(level);
        deliver(anna, Role.INBOX, "worm, long ago");
        clock.advance(Duration.ofDays(8));
        deliver(anna, Role.INBOX, "lunch");
        deliver(anna, Role.INBOX, "worm");
        deliver(anna, Role.ARCHIVE, "worm, put away");
        deliver(anna, Role.TRASH, "worm, thrown away");
        bad = "worm";
        quarantine.turn();
        assertEquals(List.of(), asked, "it was looked at when it came");
        signatures = Optional.of("ClamAV 1.4/2/Mon");
        quarantine.turn();
        quarantine.turn();
        if (level == Level.L1) {
            assertEquals(List.of(), asked, "nobody opens it");
            try (var _ = TestSeal.unlock(keyring, ANNA)) {
                Program.waitUntil("it is looked at", LIMIT, () -> told.size() == 2);
            }
        }
        assertEquals(3, asked.size(), asked::toString);
        assertEquals(2, count(anna, Role.INBOX));
        assertEquals(0, count(anna, Role.ARCHIVE));
        assertEquals(1, count(anna, Role.TRASH));
        assertEquals(2, count(anna, Role.JUNK));
        assertEquals(new Found(clock.instant().minus(Duration.ofMinutes(1)), "bob@sender.example", "ClamAV found?Bad in it"), told.getFirst(), "the newest first");
        assertTrue(quarantine.lines().getFirst().contains("3 messages since the start, 2 infected"), quarantine.lines()::toString);
        quarantine.turn();
        assertEquals(3, asked.size(), "with the same signatures once");
    }

    /** One that says no version of its signatures may have others each day. */
    @Test void whoDoesNotSayWhatItKnowsIsAskedDaily() {
        var anna = anna(Level.L0);
        signatures = Optional.of("ClamAV 1.4");
        deliver(anna, Role.INBOX, "lunch");
        quarantine.turn();
        quarantine.turn();
        assertEquals(0, asked.size());
        clock.advance(Duration.ofDays(1));
        quarantine.turn();
        quarantine.turn();
        assertEquals(1, asked.size());
    }

    @Test void whoSaysNothingIsAskedAgainLater() {
        var anna = anna(Level.L0);
        quarantine.turn();
        for (int i = 0; i < 10; i++) deliver(anna, Role.INBOX, "worm");
        bad = "worm";
        signatures = Optional.empty();
        quarantine.turn();
        assertEquals(0, asked.size());
        signatures = Optional.of("ClamAV 1.4/2/Mon");
        isSilent = true;
        quarantine.turn();
        assertEquals(QuarantineLimits.SILENT_MAX, asked.size());
        isSilent = false;
        quarantine.turn();
        assertEquals(10, count(anna, Role.JUNK));
        assertEquals(10, told.size());
    }

    /** Signatures that find a virus in all mail are wrong: not all of it is moved at once, and the operator is told. */
    @Test void whoFindsTooMuchIsStopped() {
        var anna = anna(Level.L0);
        quarantine.turn();
        int all = QuarantineLimits.MOVED_MAX + 5;
        for (int i = 0; i < all; i++) deliver(anna, Role.INBOX, "worm");
        bad = "worm";
        signatures = Optional.of("ClamAV 1.4/2/Mon");
        quarantine.turn();
        assertEquals(QuarantineLimits.MOVED_MAX, count(anna, Role.JUNK));
        assertTrue(alarms.standing.contains("quarantine of account anna"));
        quarantine.turn();
        assertEquals(all, count(anna, Role.JUNK));
        assertEquals(Set.of(), alarms.standing);
    }
}
