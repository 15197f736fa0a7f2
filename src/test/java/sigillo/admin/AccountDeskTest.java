package sigillo.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sigillo.account.Accounts;
import sigillo.account.Deposit;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.base.Domain;
import sigillo.base.Octets;
import sigillo.directory.AccountRecord;
import sigillo.directory.Directory;
import sigillo.directory.DirectorySettings;
import sigillo.keyring.Level;
import sigillo.login.Grant;
import sigillo.login.Grants;
import sigillo.login.SignIn;
import sigillo.login.TestLogin;
import sigillo.store.memory.MemoryStore;

/** What the operator sees of who may come into an account, and takes away. */
class AccountDeskTest {
    private static final Address ANNA = Address.of("anna@home.example");
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-28T12:00:00Z"));

    private final MemoryStore store = new MemoryStore();
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

    /** In the directory, among ways in, among keys and second factors, and in the account's own partition. */
    @Test void ofARemovedAccountNothingIsLeft() {
        var before = rows();
        var bruno = Address.of("bruno@home.example");
        var kit = ((Results.NewAccount) done(desk.add(new Request.AddAccount(bruno, "first", Optional.empty())))).recoveryCode();
        var account = directory.account(bruno).orElseThrow();
        login.turnOnFactor(store, account, CLOCK);
        residents.kits().confirm(bruno, kit);
        for (var kind : Grant.Kind.values()) residents.grants().make(bruno, Optional.of("first"), new Grants.Wish(kind, "phone", Set.of(SignIn.Service.IMAP), Optional.empty()));
        done(desk.setPassword(new Request.SetPassword(bruno, "second", Optional.empty())));
        residents.accounts().open(account.id()).deposit(Deposit.of(Octets.of(Bytes.utf8("Subject: x\r\n\r\ny\r\n").toArray()),
            residents.accounts().open(account.id()).mailboxId("INBOX").orElseThrow(), CLOCK.instant()));
        assertTrue(rows().size() > before.size() + 20);
        done(desk.remove(bruno));
        assertEquals(before, rows());
        store.blobs().ids(Bytes.EMPTY, blob -> fail("blob " + blob));
    }

    /** But for the counter of accounts. */
    private Set<String> rows() {
        var rows = new TreeSet<String>();
        for (var name : store.partitions("")) {
            store.partition(name).range(Bytes.EMPTY, Bytes.wrap(new byte[] {(byte) 0xFF}), false, (key, _) -> rows.add(name + " " + key));
        }
        return rows;
    }
}
