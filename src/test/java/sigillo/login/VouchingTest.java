package sigillo.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.base.Domain;
import sigillo.directory.Directory;
import sigillo.directory.DirectorySettings;
import sigillo.directory.Edited;
import sigillo.directory.NewAccount;
import sigillo.keyring.Level;
import sigillo.keyring.TestSeal;
import sigillo.login.SignIn.Answer;
import sigillo.login.SignIn.Service;
import sigillo.sealing.Randomness;
import sigillo.store.PartitionName;
import sigillo.store.RowOut;
import sigillo.store.Transactions;
import sigillo.store.memory.MemoryStore;

/**
 * Somebody who can write to the store, and reads no key, puts a password, an app password or a token of his own there, puts
 * back what was changed or revoked, and takes a second factor away. He does not get in, and an alarm tells of it.
 */
class VouchingTest {
    private static final Address ANNA = Address.of("anna@home.example");
    private static final Address BRUNO = Address.of("bruno@home.example");
    private static final AccountId ID = new AccountId("anna");
    private static final AccountId HIS = new AccountId("bruno");
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-29T12:00:00Z"));
    /** Of the reference program, for "password". */
    private static final String PLAIN =
        "$argon2id$v=19$m=65536,t=2,p=4$c29tZXNhbHQ$GpZ3sK/oH9p7VIiV56G/64Zo/8GaUw434IimaPqxwCo";

    private final MemoryStore store = new MemoryStore();
    private final TestSeal.Heard alarms = new TestSeal.Heard();
    private final TestSeal.MemoryFloors floors = new TestSeal.MemoryFloors();
    private TestLogin server;
    private Grants grants;
    private SignIn programs;

    @BeforeEach void start() {
        restart();
        server.editor.addDomain(Domain.of("home.example"));
    }

    @AfterEach void stop() { server.close(); }

    /** What the directory holds in memory is read anew. */
    private void restart() {
        if (server != null) server.close();
        var settings = new DirectorySettings(Domain.of("mail.home.example"), "+", Optional.empty());
        server = new TestLogin(store, new Directory(store, settings), CLOCK, vouching());
        grants = server.grants(store, CLOCK);
        programs = server.everySignIn(store, grants, true, CLOCK);
    }

    private Vouching vouching() { return new Vouching(TestLogin.peppers(), floors, alarms); }

    private void anna(Level level) { server.moveIn(ID, ANNA.toString(), "first", level); }

    private Answer signIn(Address who, String secret, Service service) {
        return programs.signIn(who.toString(), secret, service, Optional.empty());
    }

    private void assertIn(Address who, String secret, Service service) {
        assertInstanceOf(Answer.Welcome.class, signIn(who, secret, service)).unlocked().close();
    }

    /** With an alarm for {@code account}. */
    private void assertShutOut(Answer answer, AccountId account) {
        assertInstanceOf(Answer.Refused.class, answer);
        assertFalse(alarms.raised.isEmpty());
        assertTrue(alarms.raised.getLast().contains("account " + account), alarms.raised.toString());
        alarms.raised.clear();
    }

    private Map<Bytes, byte[]> rows(String partition) {
        var rows = new LinkedHashMap<Bytes, byte[]>();
        store.partition(new PartitionName(partition)).range(Bytes.EMPTY, Bytes.utf8("~"), false, (key, row) -> {
            rows.put(key, row);
            return true;
        });
        return rows;
    }

    private void put(String partition, Map<Bytes, byte[]> rows) {
        var now = rows(partition).keySet();
        new Transactions(store.partition(new PartitionName(partition))).write(tx -> {
            now.forEach(tx::delete);
            rows.forEach(tx::put);
            return null;
        });
        restart();
    }

    // ---- passwords ----

    @Test void aHashOfHisOwnIsNoPassword() {
        anna(Level.L0);
        assertIn(ANNA, "first", Service.IMAP);
        server.editor.setPassword(ANNA, PLAIN); // as a row that was written beside the server
        for (var service : List.of(Service.IMAP, Service.SMTP)) {
            assertShutOut(signIn(ANNA, "password", service), ID);
            restart(); // what was wrong is not tried again
        }
    }

    @Test void oneFromBeforeIsMarkedOnceAndIsNoOtherAccounts() {
        server.keyring.create(HIS);
        server.editor.addAccount(new NewAccount(HIS, BRUNO, PLAIN));
        vouching().adopt(() -> List.of(HIS), server.credentials::mark, _ -> { });
        vouching().adopt(() -> List.of(HIS), _ -> { throw new AssertionError("twice"); }, _ -> { throw new AssertionError("twice"); });
        var marked = server.directory.account(BRUNO).orElseThrow().password();
        assertTrue(marked.startsWith(PLAIN + "$"), marked);
        anna(Level.L0);
        server.editor.setPassword(ANNA, marked);
        assertShutOut(signIn(ANNA, "password", Service.IMAP), ID);
        assertIn(BRUNO, "password", Service.IMAP);
        assertIn(BRUNO, "password", Service.SMTP);
        assertTrue(server.directory.account(BRUNO).orElseThrow().password().startsWith("$sigillo1$"));
        server.editor.setPassword(BRUNO, marked);
        restart();
        assertShutOut(signIn(BRUNO, "password", Service.IMAP), HIS);
    }

    /** It opens nothing, since its slot is gone; nor does it send. */
    @Test void aFormerPasswordIsNotPutBack() {
        anna(Level.L1);
        var before = rows("directory");
        assertInstanceOf(Edited.Done.class, server.credentials.change(ANNA, "first", "second"));
        put("directory", before);
        for (var service : List.of(Service.SMTP, Service.IMAP)) {
            assertInstanceOf(Answer.Refused.class, signIn(ANNA, "first", service), service.toString());
        }
    }

    // ---- app passwords and tokens ----

    private Grants.Made made(Address who, Grant.Kind kind, Service... services) {
        var life = kind == Grant.Kind.TOKEN ? Optional.of(Duration.ofDays(1)) : Optional.<Duration>empty();
        var wish = new Grants.Wish(kind, "phone", Set.of(services), life);
        return ((Edited.Done<Grants.Made>) grants.make(who, Optional.of("first"), wish)).now();
    }

    private void bruno() { server.moveIn(HIS, BRUNO.toString(), "first", Level.L1); }

    @Test void anAppPasswordOfHisOwnIsNone() {
        anna(Level.L1);
        bruno();
        var his = made(BRUNO, Grant.Kind.APP_PASSWORD, Service.SMTP);
        var rows = rows("login");
        var row = rows.get(AccountRows.key("g/", HIS, his.grant().number()));
        rows.put(AccountRows.key("g/", ID, 1), row); // its salt is another, but its token would fit
        rows.put(AccountRows.key("g/", HIS, 9), row);
        put("login", rows);
        assertEquals(1, grants.scramKeys(BRUNO.lookupKey(), server.directory.account(BRUNO)).candidates().size());
        assertEquals(0, grants.scramKeys(ANNA.lookupKey(), server.directory.account(ANNA)).candidates().size());
        assertEquals(2, alarms.raised.size(), alarms.raised.toString());
        assertIn(BRUNO, his.secret(), Service.SMTP);
    }

    /** With the first row of the account's keys put back, the next way in has the number of the one that was revoked. */
    @Test void aRevokedOneDoesNotComeBackUnderTheNumberOfAnother() {
        anna(Level.L1);
        var head = Bytes.utf8("h");
        var first = rows("k/anna").get(head);
        var phone = made(ANNA, Grant.Kind.APP_PASSWORD, Service.SMTP);
        var key = AccountRows.key("g/", ID, phone.grant().number());
        var row = rows("login").get(key);
        grants.revoke(ANNA, Grant.Kind.APP_PASSWORD, phone.grant().number());
        var keys = rows("k/anna");
        keys.put(head, first);
        put("k/anna", keys);
        var other = made(ANNA, Grant.Kind.APP_PASSWORD, Service.SMTP);
        assertEquals(phone.grant().slot(), other.grant().slot(), "else this shows nothing");
        var rows = rows("login");
        rows.put(key, row);
        put("login", rows);
        assertInstanceOf(Answer.Refused.class, signIn(ANNA, phone.secret(), Service.SMTP));
    }

    /** What is for sending alone had no slot when it was made before 2026-11-29, so that nothing said that it was revoked. */
    @Test void oneFromBeforeThereWereSlotsForSendingGetsOneAndIsRevokedForGood() {
        anna(Level.L1);
        var phone = made(ANNA, Grant.Kind.APP_PASSWORD, Service.SMTP);
        var script = made(ANNA, Grant.Kind.TOKEN, Service.SMTP);
        for (var one : List.of(phone, script)) {
            new GrantRows(store, vouching()).put(ID, one.grant().slot(0));
            server.keyring.remove(ID, one.grant().slot());
        }
        var before = rows("login");
        vouching().adopt(() -> List.of(ID), _ -> { }, grants::giveSlots);
        var with = rows("login");
        for (var tidied : List.of(false, true)) {
            if (tidied) grants.tidy();
            restart();
            assertIn(ANNA, phone.secret(), Service.SMTP);
            assertInstanceOf(Answer.Welcome.class, bearer(script.secret()));
        }
        grants.revoke(ANNA, Grant.Kind.APP_PASSWORD, phone.grant().number());
        grants.revoke(ANNA, Grant.Kind.TOKEN, script.grant().number());
        for (var rows : List.of(before, with)) {
            put("login", rows);
            vouching().adopt(() -> List.of(ID), _ -> { }, grants::giveSlots);
            assertInstanceOf(Answer.Refused.class, signIn(ANNA, phone.secret(), Service.SMTP));
            assertInstanceOf(Answer.Refused.class, bearer(script.secret()));
        }
    }

    @Test void aRowWithoutAMarkIsNone() {
        anna(Level.L1);
        var phone = made(ANNA, Grant.Kind.APP_PASSWORD, Service.SMTP);
        var rows = rows("login");
        var key = AccountRows.key("g/", ID, phone.grant().number());
        var row = rows.get(key);
        rows.put(key, new sigillo.store.RowIn(row, 2).sized()); // as rows were before
        put("login", rows);
        assertShutOut(signIn(ANNA, phone.secret(), Service.SMTP), ID);
        assertEquals(1, server.keyring.slots(ID).values().stream()
            .filter(kind -> kind == sigillo.sealing.Slot.Kind.APP_PASSWORD).count());
        grants.tidy();
        grants.mark(ID);
        restart(); // what was wrong is not tried again
        assertIn(ANNA, phone.secret(), Service.SMTP);
    }

    /** The row that finds a token names what another secret opens. */
    @Test void aTokenOfHisOwnDoesNotStandForAnothers() {
        anna(Level.L1);
        bruno();
        made(ANNA, Grant.Kind.TOKEN, Service.SMTP);
        var his = made(BRUNO, Grant.Kind.TOKEN, Service.SMTP);
        assertInstanceOf(Answer.Welcome.class, bearer(his.secret()));
        var rows = rows("login");
        var hash = Token.hash(Token.OWNERS.secret(his.secret()).orElseThrow());
        var key = Bytes.wrap(java.nio.ByteBuffer.allocate(34).put((byte) 't').put((byte) '/').put(hash.toArray()).array());
        rows.put(key, new RowOut(1).text(ID.text()).number(1).done());
        put("login", rows);
        assertInstanceOf(Answer.Refused.class, bearer(his.secret()));
    }

    private Answer bearer(String token) { return programs.bearer(Optional.empty(), token, Service.SMTP, Optional.empty()); }

    @Test void aRevokedOneIsNotPutBack() {
        anna(Level.L1);
        var phone = made(ANNA, Grant.Kind.APP_PASSWORD, Service.IMAP, Service.SMTP);
        var printer = made(ANNA, Grant.Kind.APP_PASSWORD, Service.SMTP);
        assertIn(ANNA, printer.secret(), Service.SMTP);
        var before = rows("login");
        for (var one : List.of(phone, printer)) grants.revoke(ANNA, Grant.Kind.APP_PASSWORD, one.grant().number());
        put("login", before);
        assertInstanceOf(Answer.Refused.class, signIn(ANNA, phone.secret(), Service.IMAP));
        assertInstanceOf(Answer.Refused.class, signIn(ANNA, phone.secret(), Service.SMTP));
        assertInstanceOf(Answer.Refused.class, signIn(ANNA, printer.secret(), Service.SMTP));
    }

    // ---- the second factor ----

    private SecondFactor factor() { return new SecondFactor(store, TestLogin.peppers(), vouching(), Randomness.secure(), CLOCK); }

    @Test void aSecondFactorThatWasTakenAwayIsStillAskedFor() {
        anna(Level.L1);
        server.turnOnFactor(store, server.directory.account(ANNA).orElseThrow(), CLOCK);
        assertInstanceOf(Answer.AppPasswordNeeded.class, signIn(ANNA, "first", Service.IMAP));
        put("factors", Map.of());
        assertInstanceOf(Answer.AppPasswordNeeded.class, signIn(ANNA, "first", Service.IMAP));
        assertTrue(alarms.raised.getLast().contains("second factor of account anna was taken away"), alarms.raised.toString());
        assertFalse(factor().use(ID, "123456"));
        assertTrue(factor().turnOff(ID), "by the operator");
        assertFalse(factor().isOn(ID));
        assertIn(ANNA, "first", Service.IMAP);
    }

    @Test void norIsOneOfBeforePutInItsPlace() {
        anna(Level.L1);
        var account = server.directory.account(ANNA).orElseThrow();
        server.turnOnFactor(store, account, CLOCK);
        var first = rows("factors");
        factor().turnOff(ID);
        var off = rows("factors");
        server.turnOnFactor(store, account, CLOCK);
        var second = rows("factors");
        for (var former : List.of(first, off)) {
            put("factors", former);
            assertTrue(factor().isOn(ID));
            assertEquals(0, factor().codesLeft(ID));
            assertTrue(alarms.raised.getLast().contains("was put back"), alarms.raised.toString());
        }
        put("factors", second);
        alarms.raised.clear();
        assertEquals(BackupCodes.COUNT, factor().codesLeft(ID));
        assertEquals(List.of(), alarms.raised);
        factor().forget(ID);
        assertTrue(factor().isOn(ID), "it is known outside of the store, also of an account that is removed");
    }

    /** As rows were before there were marks. */
    @Test void oneFromBeforeIsMarkedOnce() {
        anna(Level.L1);
        server.turnOnFactor(store, server.directory.account(ANNA).orElseThrow(), CLOCK);
        var row = FactorRow.decode(new sigillo.store.RowIn(rows("factors").get(AccountRows.key("t/", ID)), 3).sized());
        var old = new RowOut(1).sized(row.sealed().toArray()).flag(true).number(row.used()).number(row.backup().size());
        for (var code : row.backup()) old.sized(code.toArray());
        floors.set(sigillo.keyring.Floors.Of.FACTOR, sigillo.keyring.Floors.tag(ID), 0);
        put("factors", Map.of(AccountRows.key("t/", ID), old.done()));
        vouching().adopt(() -> List.of(ID), factor()::mark, _ -> { });
        assertTrue(factor().isOn(ID));
        assertEquals(BackupCodes.COUNT, factor().codesLeft(ID));
        assertEquals(List.of(), alarms.raised);
        var marked = rows("factors");
        put("factors", Map.of());
        assertTrue(factor().isOn(ID), "that it is on was noted with the mark");
        put("factors", marked);
        alarms.raised.clear();
        put("factors", Map.of(AccountRows.key("t/", ID), old.done()));
        vouching().adopt(() -> List.of(ID), factor()::mark, _ -> { });
        assertEquals(0, factor().codesLeft(ID));
        assertEquals(1, alarms.raised.size());
    }
}
