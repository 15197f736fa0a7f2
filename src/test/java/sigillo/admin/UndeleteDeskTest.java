package sigillo.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sigillo.account.Account;
import sigillo.account.Accounts;
import sigillo.account.Deposit;
import sigillo.account.FlagChange;
import sigillo.account.MailboxAnswer;
import sigillo.account.MailboxId;
import sigillo.account.Role;
import sigillo.account.UidSet;
import sigillo.account.UndeleteSettings;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.base.Domain;
import sigillo.base.Octets;
import sigillo.directory.Directory;
import sigillo.directory.DirectorySettings;
import sigillo.keyring.Level;
import sigillo.login.TestLogin;
import sigillo.store.memory.MemoryStore;

/** The operator's command brings back what was expunged, for whom the account opens. */
class UndeleteDeskTest {
    private static final Address ANNA = Address.of("anna@home.example");
    private static final Optional<String> SECRET = Optional.of("secret");
    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");

    private final InstantSource clock = InstantSource.fixed(NOON);
    private final MemoryStore store = new MemoryStore();
    private final Directory directory = new Directory(store, new DirectorySettings(Domain.of("mail.home.example"), "+", Optional.empty()));
    private final TestLogin login = new TestLogin(store, directory, clock);
    private final Accounts accounts = new Accounts(store, login.keyring, Bytes.wrap(new byte[32]), clock,
        new UndeleteSettings(Duration.ofDays(30), 1 << 20));
    private final Operator operator = new Operator(directory, login.editor, new Residents(accounts, login.keyring, login.credentials,
        login.grants(store, clock), login.factor(store, clock), login.kits(store), login.departed(store, clock), Level.L1), null, null, null, () -> null);

    UndeleteDeskTest() {
        done(new Request.AddDomain(Domain.of("home.example")));
        done(new Request.AddAccount(ANNA, "secret", Optional.empty()));
    }

    @AfterEach void close() { login.close(); }

    private Object done(Request request) { return assertInstanceOf(Answer.Done.class, operator.perform(request), request.toString()).result(); }

    private String failed(Request request) { return assertInstanceOf(Answer.Failed.class, operator.perform(request)).why(); }

    private Account account() { return accounts.open(directory.account(ANNA).orElseThrow().id()); }

    private MailboxId make(String path) {
        try (var _ = login.credentials.open(directory.account(ANNA).orElseThrow(), "secret").orElseThrow()) {
            return ((MailboxAnswer.Done) account().create(path, Optional.empty())).mailbox().id();
        }
    }

    private void expunged(MailboxId mailbox, String subject) {
        var text = "From: Carl <carl@sender.example>\r\nSubject: " + subject + "\r\n\r\nx\r\n";
        account().deposit(Deposit.of(Octets.of(text.getBytes(StandardCharsets.UTF_8)), mailbox, NOON));
        account().flags(mailbox, UidSet.ALL, new FlagChange(FlagChange.Mode.ADD, java.util.Set.of(), true, Optional.empty()));
        assertEquals(1, account().expunge(mailbox, UidSet.ALL).size());
    }

    private MailboxId inbox() { return account().mailboxId(Role.INBOX).orElseThrow(); }

    @SuppressWarnings("unchecked") private List<Results.ExpungedLine> list(int max) {
        return (List<Results.ExpungedLine>) done(new Request.ListExpunged(ANNA, max, SECRET));
    }

    @Test void whatWasExpungedIsListedAndComesBackWhereItWas() {
        var work = make("Work");
        expunged(work, "=?utf-8?q?perch=C3=A9?=");
        var line = list(10).getFirst();
        assertEquals(new Results.ExpungedLine(line.number(), NOON, Optional.of("Work"), Optional.of("carl@sender.example"), Optional.of("perché"),
            line.size(), NOON), line);
        assertEquals(new Results.Change("1 message is back"), done(new Request.Undelete(ANNA, List.of(line.number()), Optional.empty(), SECRET)));
        assertEquals(1, account().uids(work).size());
        assertEquals(List.of(), list(10));
        assertEquals("nothing of that can be had back", failed(new Request.Undelete(ANNA, List.of(line.number()), Optional.empty(), SECRET)));
    }

    @Test void onlyWhatIsNamedComesBackAndWhereItIsWanted() {
        var kept = make("Kept");
        for (var subject : List.of("one", "two", "three")) expunged(inbox(), subject);
        var two = list(10).stream().filter(line -> line.subject().equals(Optional.of("two"))).findFirst().orElseThrow();
        done(new Request.Undelete(ANNA, List.of(two.number()), Optional.of("Kept"), SECRET));
        assertEquals(1, account().uids(kept).size());
        assertEquals(2, list(10).size());
        assertEquals(1, list(1).size());
        assertEquals(new Results.Change("2 messages are back"), done(new Request.Undelete(ANNA, List.of(), Optional.empty(), SECRET)));
        assertEquals(2, account().uids(inbox()).size());
    }

    @Test void whatWasInAMailboxThatIsGoneComesIntoTheInbox() {
        var work = make("Work");
        expunged(work, "orphan");
        account().delete(work);
        assertEquals(Optional.empty(), list(10).getFirst().mailbox());
        done(new Request.Undelete(ANNA, List.of(), Optional.empty(), SECRET));
        assertEquals(1, account().uids(inbox()).size());
    }

    @Test void itIsForItsOwner() {
        expunged(inbox(), "private");
        assertEquals("the password is wrong", failed(new Request.ListExpunged(ANNA, 10, Optional.of("guess"))));
        assertTrue(failed(new Request.ListExpunged(ANNA, 10, Optional.empty())).contains("at level L1"));
        assertEquals("the password is wrong", failed(new Request.Undelete(ANNA, List.of(), Optional.empty(), Optional.of("guess"))));
        assertEquals("there is no account nobody@home.example", failed(new Request.ListExpunged(Address.of("nobody@home.example"), 10, SECRET)));
        assertEquals("there is no mailbox Nowhere", failed(new Request.Undelete(ANNA, List.of(), Optional.of("Nowhere"), SECRET)));
        assertEquals(1, list(10).size());
    }
}
