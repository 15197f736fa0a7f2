package sigillo.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import sigillo.account.Account;
import sigillo.account.AccountId;
import sigillo.account.Accounts;
import sigillo.account.Deposit;
import sigillo.account.Entry;
import sigillo.account.MailboxId;
import sigillo.account.UidSet;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.base.Domain;
import sigillo.base.Octets;
import sigillo.base.SetClock;
import sigillo.delivery.EventRules;
import sigillo.delivery.EventRules.Cause;
import sigillo.delivery.KeptQueue;
import sigillo.delivery.OwnersRules;
import sigillo.delivery.Residents;
import sigillo.delivery.SendingOn;
import sigillo.keyring.Keyring;
import sigillo.keyring.TestSeal;
import sigillo.peers.Program;
import sigillo.rules.Rules;
import sigillo.sealing.Randomness;
import sigillo.sealing.Secret;
import sigillo.signing.Signer;
import sigillo.store.memory.MemoryStore;

/** What happens by IMAP is written down, and done while the account is open. */
class MailEventsTest {
    private static final AccountId ANNA = new AccountId("anna");
    private static final Address OWNER = Address.of("anna@home.example");
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final MemoryStore store = new MemoryStore();
    private final SetClock clock = new SetClock(Instant.parse("2026-03-01T10:00:00Z"));
    private final Keyring keyring = TestSeal.keyring(store, clock);
    private final Accounts accounts = new Accounts(store, TestSeal.unattended(keyring), Bytes.wrap(new byte[32]), clock);
    private final Account anna = accounts.create(ANNA);
    private final List<String> told = Collections.synchronizedList(new ArrayList<>());
    private final Rules rules = new Rules(store, Secret.take(new byte[Secret.OCTETS]), Randomness.secure(), clock);
    private final OwnersRules owners = new OwnersRules(Domain.of("mx.home.example"), rules, new Residents().domains("home.example").accounts("anna").directory,
        new KeptQueue(), SendingOn.AS_IT_IS, Signer.NONE, _ -> { }, clock, (_, sentence) -> told.add(sentence));
    private final MailEvents events = new MailEvents(keyring, accounts, new EventRules(owners, rules), (_, sentence) -> told.add(sentence),
        Randomness.secure(), clock).start();
    private final MailboxId inbox = anna.inbox();

    private void note(Optional<MailboxId> of, String script) {
        anna.annotate(of, Map.of("/Shared/imapsieve/Script", Optional.of(Bytes.utf8(script))));
    }

    /** Section 2.3.1: the mailbox's note counts, an empty one too, before that of all. */
    @Test void whichScriptRuns() {
        var open = TestSeal.unlock(keyring, ANNA);
        assertEquals(Optional.empty(), events.script(anna, inbox));
        note(Optional.empty(), "all");
        assertEquals(Optional.of("all"), events.script(anna, inbox));
        note(Optional.of(inbox), "own");
        assertEquals(Optional.of("own"), events.script(anna, inbox));
        note(Optional.of(inbox), "");
        assertEquals(Optional.empty(), events.script(anna, inbox));
        note(Optional.of(inbox), "x".repeat(EventLimits.NAME_OCTETS_MAX + 1));
        assertEquals(Optional.empty(), events.script(anna, inbox));
        open.close();
    }

    private List<Long> mails(int count) {
        for (int i = 0; i < count; i++)
            anna.deposit(Deposit.of(Octets.of(("Subject: " + i + "\r\n\r\nx\r\n").getBytes(StandardCharsets.US_ASCII)), inbox, clock.instant()));
        return LongStream.rangeClosed(1, count).boxed().toList();
    }

    private long deleted() {
        var all = new ArrayList<Entry>();
        anna.entries(inbox, UidSet.ALL, all::add);
        return all.stream().filter(Entry::deleted).count();
    }

    /** What was not done before a stop is done in the next session: more than one piece of it. */
    @Test void whatHappenedIsDoneWhenTheAccountIsOpen() {
        rules.put(ANNA, "here", "require \"imapsieve\"; discard;".getBytes(StandardCharsets.UTF_8));
        int count = EventLimits.PIECE + 20;
        events.happened(anna, OWNER, Cause.APPEND, inbox, "here", List.of(), mails(count));
        assertEquals(0, deleted());
        var open = TestSeal.unlock(keyring, ANNA);
        Program.waitUntil("all of it is done", LIMIT, () -> deleted() == count);
        open.close();
        assertEquals(List.of(), told);
    }

    /** The command is done: that there is no room for the rest is the owner's to know, and no error. */
    @Test void tooMuchIsTold() {
        rules.put(ANNA, "here", "keep;".getBytes(StandardCharsets.UTF_8));
        var many = LongStream.rangeClosed(1, EventLimits.MESSAGES_MAX + 1L).boxed().toList();
        events.happened(anna, OWNER, Cause.COPY, inbox, "here", List.of("\\Seen"), many);
        assertTrue(told.getFirst().contains("\"here\""), told::toString);
    }

    /** Names of flags are clients' to choose: what is written down has a bound. */
    @Test void longNamesOfFlagsAreCut() {
        var flags = LongStream.range(0, 200).mapToObj(i -> ("f" + i + "x".repeat(250)).substring(0, 250)).toList();
        events.happened(anna, OWNER, Cause.FLAG, inbox, "x".repeat(EventLimits.NAME_OCTETS_MAX), flags, mails(EventLimits.PIECE));
        assertEquals(List.of(), told);
    }
}
