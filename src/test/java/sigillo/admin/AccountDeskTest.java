package sigillo.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sigillo.account.Accounts;
import sigillo.account.Deposit;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.base.Domain;
import sigillo.base.Octets;
import sigillo.base.OneByOne;
import sigillo.directory.AccountRecord;
import sigillo.directory.Directory;
import sigillo.directory.DirectorySettings;
import sigillo.keyring.Level;
import sigillo.login.Grant;
import sigillo.login.Grants;
import sigillo.login.SignIn;
import sigillo.login.TestLogin;
import sigillo.store.StoppingStore;
import sigillo.store.StoreException;

/** What the operator sees of who may come into an account, and takes away. */
class AccountDeskTest {
    private static final Address ANNA = Address.of("anna@home.example");
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-28T12:00:00Z"));

    private final StoppingStore store = new StoppingStore();
    private final Directory directory = new Directory(store, new DirectorySettings(Domain.of("mail.home.example"), "+", Optional.empty()));
    private final TestLogin login = new TestLogin(store, directory, CLOCK);
    private final Residents residents = new Residents(new Accounts(store, login.keyring, Bytes.wrap(new byte[32]), CLOCK), login.keyring, login.credentials,
        login.grants(store, CLOCK), login.factor(store, CLOCK), login.kits(store), login.departed(store, CLOCK), Level.L1);
    private final AccountDesk desk = new AccountDesk(directory, login.editor, residents);
    private String code;

    @BeforeEach void moveIn() {
        login.editor.addDomain(Domain.of("home.example"));
        code = ((Results.NewAccount) done(desk.add(new Request.AddAccount(ANNA, "first", Optional.empty())))).recoveryCode();
    }

    @AfterEach void close() { login.close(); }

    private static Object done(Answer answer) { return assertInstanceOf(Answer.Done.class, answer, answer.toString()).result(); }

    private AccountRecord anna() { return directory.account(ANNA).orElseThrow(); }

    private Results.AccountLine line() { return (Results.AccountLine) ((List<?>) done(desk.list())).getFirst(); }

    /** It is not noted as done, so that it is done again; what comes behind the step that failed is done now. */
    @Test void aStepOfARemovalThatFailsKeepsNoOtherFromBeingDone() {
        var isBroken = new java.util.concurrent.atomic.AtomicBoolean(true);
        var done = new AtomicInteger();
        desk.forgetting(_ -> { if (isBroken.get()) throw new StoreException("broken", null); });
        desk.forgetting(_ -> done.incrementAndGet());
        var id = anna().id();
        assertEquals("beside: broken", assertThrows(OneByOne.Failed.class, () -> desk.remove(ANNA)).getMessage());
        assertEquals(1, done.get());
        assertEquals(List.of(id), List.copyOf(directory.removals()));
        isBroken.set(false);
        desk.endRemovals();
        assertEquals(List.of(), List.copyOf(directory.removals()));
    }

    @Test void whoHasNotShownHisKitIsSeen() {
        assertTrue(line().kitToConfirm());
        residents.kits().confirm(ANNA, code);
        assertTrue(!line().kitToConfirm());
    }

    @Test void aSecondFactorIsSeenAndTurnedOff() {
        assertInstanceOf(Answer.Failed.class, desk.turnOffSecondFactor(ANNA));
        login.turnOnFactor(store, anna(), CLOCK);
        assertTrue(line().secondFactor());
        done(desk.turnOffSecondFactor(ANNA));
        assertTrue(!line().secondFactor());
        assertInstanceOf(Answer.Failed.class, desk.turnOffSecondFactor(Address.of("bruno@home.example")));
    }

    /** The reset after the twentieth gets its owner in all the same, and does not hide what is lost. */
    @Test void theOperatorIsToldWhenAFormerPasswordIsNotKept() {
        var notKept = "mail from since the last reset opens with the recovery code only";
        for (int reset = 1; reset <= 21; reset++) {
            var answer = (Results.Change) done(desk.setPassword(new Request.SetPassword(ANNA, "password " + reset, Optional.empty())));
            assertEquals(reset == 21, answer.done().contains(notKept), answer.done());
        }
    }

    private static final Address BRUNO = Address.of("bruno@home.example");

    /** With all that an account can have. */
    private AccountRecord bruno() {
        var kit = ((Results.NewAccount) done(desk.add(new Request.AddAccount(BRUNO, "first", Optional.empty())))).recoveryCode();
        var account = directory.account(BRUNO).orElseThrow();
        login.turnOnFactor(store, account, CLOCK);
        for (var kind : Grant.Kind.values()) residents.grants().make(BRUNO, Optional.of("first"), new Grants.Wish(kind, "phone", Set.of(SignIn.Service.IMAP), Optional.empty()));
        done(desk.setPassword(new Request.SetPassword(BRUNO, "second", Optional.empty())));
        residents.kits().confirm(BRUNO, kit);
        for (var kind : Grant.Kind.values()) residents.grants().make(BRUNO, Optional.of("second"), new Grants.Wish(kind, "phone", Set.of(SignIn.Service.IMAP), Optional.empty()));
        var mail = residents.accounts().open(account.id());
        mail.deposit(Deposit.of(Octets.of(Bytes.utf8("Subject: x\r\n\r\ny\r\n").toArray()), mail.mailboxId("INBOX").orElseThrow(), CLOCK.instant()));
        return directory.account(BRUNO).orElseThrow();
    }

    /** In the directory, among ways in, among keys and second factors, and in the account's own partition. */
    @Test void ofARemovedAccountNothingIsLeft() {
        var before = rows();
        bruno();
        assertTrue(rows().size() > before.size() + 20);
        done(desk.remove(BRUNO));
        assertEquals(before, rows());
        store.blobs().ids(Bytes.EMPTY, blob -> fail("blob " + blob));
    }

    /** With two who have it open. Before the first commit nothing has happened; from then on it is gone, and the rest follows. */
    @Test void aStopInTheMiddleOfARemovalLeavesTheAccountOrNothing() {
        boolean isOver = false;
        for (int commits = 0; !isOver; commits++) {
            var test = new AccountDeskTest();
            test.moveIn();
            isOver = test.removedAfter(commits);
            test.close();
        }
    }

    /** With the account, or with nothing of it; and it can be made then. */
    @Test void aStopInTheMiddleOfMakingAnAccountLeavesNothingOfIt() {
        boolean isOver = false;
        for (int commits = 0; !isOver; commits++) {
            var test = new AccountDeskTest();
            test.moveIn();
            isOver = test.madeAfter(commits);
            test.close();
        }
    }

    private boolean madeAfter(int commits) {
        var before = rows();
        var bruno = new Request.AddAccount(BRUNO, "first", Optional.empty());
        store.stopAfter(commits);
        boolean isOver = false;
        try {
            isOver = desk.add(bruno) instanceof Answer.Done;
        } catch (RuntimeException stop) {
            assertTrue(store.hasStopped(), stop.toString());
        }
        store.goOn();
        var restarted = new Directory(store, new DirectorySettings(Domain.of("mail.home.example"), "+", Optional.empty()));
        assertEquals(isOver, restarted.account(BRUNO).isPresent());
        login.editor.abandoned().forEach(one -> fail(one + " may still be made by another"));
        var later = InstantSource.fixed(CLOCK.instant().plusSeconds(3_600));
        try (var again = new TestLogin(store, restarted, later)) {
            var there = new Residents(new Accounts(store, again.keyring, Bytes.wrap(new byte[32]), CLOCK), again.keyring, again.credentials,
                again.grants(store, CLOCK), again.factor(store, CLOCK), again.kits(store), again.departed(store, CLOCK), Level.L1);
            var second = new AccountDesk(restarted, again.editor, there);
            second.endRemovals();
            if (!isOver) assertEquals(before, rows(), "after " + commits + " commits");
            if (!isOver) done(second.add(bruno));
            second.endRemovals();
            again.credentials.open(restarted.account(BRUNO).orElseThrow(), "first").orElseThrow().close();
        }
        return isOver;
    }

    /** What is refused leaves nothing either. */
    @Test void anAccountThatIsRefusedLeavesNothing() {
        var before = rows();
        var made = (List<?>) done(desk.addAll(List.of(new Request.AddAccount(BRUNO, "", Optional.empty()),
            new Request.AddAccount(ANNA, "again", Optional.empty()), new Request.AddAccount(Address.of("x@else.example"), "x", Optional.empty()))));
        assertTrue(made.stream().allMatch(one -> ((Results.Made) one).error().isPresent()));
        assertEquals(before, rows());
    }

    private boolean removedAfter(int commits) {
        var before = rows();
        var account = bruno();
        var ended = new AtomicInteger();
        for (int i = 0; i < 2; i++) login.credentials.open(account, "second").orElseThrow().whenEnded(ended::incrementAndGet);
        var whole = rows();
        store.stopAfter(commits);
        boolean isOver = false;
        try {
            isOver = desk.remove(BRUNO) instanceof Answer.Done;
        } catch (StoreException stop) {
            assertTrue(store.hasStopped());
        }
        store.goOn();
        var restarted = new Directory(store, new DirectorySettings(Domain.of("mail.home.example"), "+", Optional.empty()));
        if (restarted.account(BRUNO).isPresent()) {
            assertEquals(0, commits);
            assertEquals(whole, rows());
            return false;
        }
        try (var again = new TestLogin(store, restarted, CLOCK)) {
            var there = new Residents(new Accounts(store, again.keyring, Bytes.wrap(new byte[32]), CLOCK), again.keyring, again.credentials,
                again.grants(store, CLOCK), again.factor(store, CLOCK), again.kits(store), again.departed(store, CLOCK), Level.L1);
            new AccountDesk(restarted, again.editor, there).endRemovals();
        }
        assertEquals(before, rows(), "after " + commits + " commits");
        store.blobs().ids(Bytes.EMPTY, blob -> fail("blob " + blob));
        if (isOver) assertEquals(2, ended.get());
        return isOver;
    }

    /** But for the counter of accounts, and for the name, which nobody else's mail is to come to (decision 0038). */
    private Set<String> rows() {
        var rows = new TreeSet<String>();
        for (var name : store.partitions("")) {
            store.partition(name).range(Bytes.EMPTY, Bytes.wrap(new byte[] {(byte) 0xFF}), false, (key, _) -> rows.add(name + " " + key));
        }
        rows.remove("directory " + Bytes.utf8("g/" + BRUNO));
        return rows;
    }
}
