package sigillo.login;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sigillo.account.AccountId;
import sigillo.account.ContentSeal.Kind;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.base.Domain;
import sigillo.directory.Directory;
import sigillo.directory.DirectorySettings;
import sigillo.directory.Edited;
import sigillo.directory.NewAccount;
import sigillo.keyring.Level;
import sigillo.keyring.TestSeal;
import sigillo.keyring.Unlocked;
import sigillo.login.SignIn.Answer;
import sigillo.login.SignIn.Service;
import sigillo.sealing.Randomness;
import sigillo.sealing.Secret;
import sigillo.sealing.Slot;
import sigillo.store.StoppingStore;

/** What is kept of a password is made anew at a sign-in, when it is of another time; with a stop between any two steps. */
class RenewalTest {
    private static final Address ANNA = Address.of("anna@home.example");
    private static final AccountId ID = new AccountId("anna");
    private static final byte[] TEXT = Bytes.utf8("the zebra is striped").toArray();
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-28T12:00:00Z"));
    private static final Argon2id.Cost CHEAP = new Argon2id.Cost(64, 1, 1);
    private static final Argon2id.Cost DEAR = new Argon2id.Cost(128, 2, 1);
    private static final Peppers FIRST = TestLogin.peppers();
    private static final Peppers SECOND = FIRST.next(Secret.random(Randomness.secure()), Secret.random(Randomness.secure()));
    /** Those of before are destroyed. */
    private static final Peppers SECOND_ALONE = new Peppers(2, SECOND.verifying(), SECOND.opening(), Optional.empty());

    private final StoppingStore store = new StoppingStore();
    private TestLogin server;
    private byte[] sealed = {};

    RenewalTest() { start(FIRST, CHEAP); }

    /** The server comes back with other peppers, or another idea of what a guess should cost. */
    private void start(Peppers peppers, Argon2id.Cost cost) {
        if (server != null) server.close();
        var directory = new Directory(store, new DirectorySettings(Domain.of("mail.home.example"), "+", Optional.empty()));
        server = new TestLogin(store, directory, TestSeal.keyring(store, CLOCK), new Passwords(peppers, TestLogin.vouching(), cost), CLOCK);
        if (directory.domains().isEmpty()) server.editor.addDomain(Domain.of("home.example"));
    }

    @AfterEach void stop() { server.close(); }

    private RecoveryCode anna() {
        var code = server.moveIn(ID, ANNA.toString(), "first", Level.L1);
        server.keyring.prepare(ID);
        sealed = server.keyring.seal(ID, Kind.META, 1, TEXT);
        return code;
    }

    private String kept() { return server.directory.account(ANNA).orElseThrow().password(); }

    private Answer signIn(String password, Service service) { return server.signIn(CLOCK).signIn(ANNA.toString(), password, service, Optional.empty()); }

    private Unlocked unlocked(String password) { return assertInstanceOf(Answer.Welcome.class, signIn(password, Service.IMAP)).unlocked(); }

    private void assertOpens(String password) {
        try (var unlocked = unlocked(password)) {
            assertArrayEquals(TEXT, server.keyring.open(ID, Kind.META, 1, sealed));
            assertTrue(unlocked.isWhole());
        }
    }

    private long passwordSlots() { return server.keyring.slots(ID).values().stream().filter(Slot.Kind.PASSWORD::equals).count(); }

    // ---- what is renewed ----

    @Test void costsOfBeforeAreRaised() {
        anna();
        start(FIRST, DEAR);
        assertTrue(kept().startsWith("$sigillo1$m=64,t=1,p=1$"));
        assertOpens("first");
        assertTrue(kept().startsWith("$sigillo1$m=128,t=2,p=1$"), kept());
        start(FIRST, DEAR);
        var renewed = kept();
        assertOpens("first");
        assertEquals(renewed, kept(), "once");
        assertEquals(1, passwordSlots());
    }

    private Answer from(String client, String password) {
        return server.signIn(CLOCK).signIn(ANNA.toString(), password, Service.IMAP, Optional.of(InetAddress.ofLiteral(client)));
    }

    private void letIn(String client) { assertInstanceOf(Answer.Welcome.class, from(client, "first"), client).unlocked().close(); }

    /** From where he signed in before: others' guesses do not keep him out because his hash was made anew elsewhere. */
    @Test void devicesThatAreKnownStayKnown() {
        anna();
        for (var client : List.of("192.0.2.1", "203.0.113.1")) letIn(client);
        var before = kept();
        for (var peppers : List.of(FIRST, SECOND)) {
            start(peppers, DEAR);
            letIn("192.0.2.1");
            assertNotEquals(before, kept());
            before = kept();
            start(peppers, DEAR);
            for (int i = 0; i < 20; i++) from("198.51.100." + i, "guess" + i);
            assertInstanceOf(Answer.Slowed.class, from("198.51.100.99", "first"));
            letIn("203.0.113.1");
        }
        assertInstanceOf(Edited.Done.class, server.credentials.change(ANNA, "first", "second"));
        assertInstanceOf(Answer.Slowed.class, from("203.0.113.1", "second"), "a new password is another");
    }

    @Test void formerPeppersAreNotNeededAfterwards() {
        anna();
        start(SECOND, CHEAP);
        assertOpens("first");
        assertTrue(kept().startsWith("$sigillo1$m=64,t=1,p=1,k=2$"), kept());
        start(SECOND_ALONE, CHEAP);
        assertOpens("first");
        assertInstanceOf(Answer.Refused.class, signIn("second", Service.IMAP));
    }

    /** At L0, where alone it opens anything; then the account may become its owner's. */
    @Test void aPasswordThatCameFromElsewhereGetsASlot() {
        server.keyring.create(ID);
        server.editor.addAccount(new NewAccount(ID, ANNA, "$argon2id$v=19$m=65536,t=2,p=4$c29tZXNhbHQ$GpZ3sK/oH9p7VIiV56G/64Zo/8GaUw434IimaPqxwCo"));
        server.credentials.mark(ID);
        assertInstanceOf(Edited.Refused.class, server.credentials.level(ANNA, Level.L1, Optional.empty()));
        unlocked("password").close();
        assertTrue(kept().startsWith("$sigillo1$"), kept());
        assertEquals(1, passwordSlots());
        assertInstanceOf(Edited.Done.class, server.credentials.newCode(ANNA, Optional.of("password")));
        assertInstanceOf(Edited.Done.class, server.credentials.level(ANNA, Level.L1, Optional.empty()));
        start(FIRST, CHEAP);
        unlocked("password").close();
    }

    @Test void whoIsWrongOrOnlySendsRenewsNothing() {
        anna();
        start(SECOND, DEAR);
        var before = kept();
        assertInstanceOf(Answer.Refused.class, signIn("wrong", Service.IMAP));
        assertInstanceOf(Answer.Welcome.class, signIn("first", Service.SMTP));
        assertEquals(before, kept());
    }

    // ---- at web pages ----

    private WebSignIn web() { return server.webSignIn(store, server.signIn(CLOCK), CLOCK); }

    private WebSignIn.Answer stretched(WebSignIn web) {
        var told = web.params(ANNA.toString());
        var cost = new Argon2id.Cost(told.memoryKib(), told.passes(), told.lanes());
        try (var arena = Arena.ofConfined()) {
            var hash = Argon2id.hash(Bytes.utf8("first").toArray(), told.salt().toArray(), new byte[0], new byte[0], cost, 64, arena.allocate(cost.memoryOctets()));
            return web.byStretched(ANNA.toString(), SplitKdf.authenticating(hash, ID), SplitKdf.opening(hash, ID), Optional.empty());
        }
    }

    /** A browser that stretches gives enough for new peppers, not for new costs. */
    @Test void whatABrowserMadeOfItIsEnoughForPeppers() {
        anna();
        start(SECOND, DEAR);
        try (var web = web()) {
            var salt = web.params(ANNA.toString());
            assertInstanceOf(WebSignIn.Answer.In.class, stretched(web)).unlocked().close();
            assertTrue(kept().startsWith("$sigillo1$m=64,t=1,p=1,k=2$"), kept());
            assertEquals(salt, web.params(ANNA.toString()));
            assertInstanceOf(WebSignIn.Answer.In.class, stretched(web)).unlocked().close();
            assertInstanceOf(WebSignIn.Answer.In.class, web.byPassword(ANNA.toString(), "first", Optional.empty())).unlocked().close();
            assertTrue(kept().startsWith("$sigillo1$m=128,t=2,p=1,k=2$"), kept());
        }
        start(SECOND_ALONE, DEAR);
        assertOpens("first");
    }

    @Test void behindASecondFactorOnlyOnceTheCodeWasRight() {
        anna();
        var secret = server.turnOnFactor(store, server.directory.account(ANNA).orElseThrow(), InstantSource.fixed(CLOCK.instant().minus(Totp.STEP)));
        start(SECOND, DEAR);
        var before = kept();
        try (var web = web()) {
            var wanted = assertInstanceOf(WebSignIn.Answer.CodeWanted.class, web.byPassword(ANNA.toString(), "first", Optional.empty()));
            var again = assertInstanceOf(WebSignIn.Answer.CodeWanted.class, web.code(wanted.continuation(), "x", Optional.empty()));
            assertEquals(before, kept());
            var code = Totp.code(secret, Totp.step(CLOCK.instant()));
            assertInstanceOf(WebSignIn.Answer.In.class, web.code(again.continuation(), code, Optional.empty())).unlocked().close();
        }
        assertTrue(kept().startsWith("$sigillo1$m=128,t=2,p=1,k=2$"), kept());
        start(SECOND_ALONE, DEAR);
        assertOpens("first");
    }

    // ---- who is connected ----

    @Test void devicesStayAndAreStillEndedByANewPassword() {
        anna();
        start(FIRST, DEAR);
        var grants = server.grants(store, CLOCK);
        var phone = ((Edited.Done<Grants.Made>) grants.make(ANNA, Optional.of("first"),
            new Grants.Wish(Grant.Kind.APP_PASSWORD, "phone", Set.of(Service.IMAP), Optional.empty()))).now();
        var signIn = server.signIn(CLOCK);
        var byPhone = assertInstanceOf(Answer.Welcome.class,
            server.everySignIn(store, grants, true, CLOCK).signIn(ANNA.toString(), phone.secret(), Service.IMAP, Optional.empty())).unlocked();
        var ended = new ArrayList<String>();
        byPhone.whenEnded(() -> ended.add("phone"));
        var joined = server.keyring.join(ID, slot()).orElseThrow(); // as a device that came by the old slot
        joined.whenEnded(() -> ended.add("old device"));
        var renewing = assertInstanceOf(Answer.Welcome.class, signIn.signIn(ANNA.toString(), "first", Service.IMAP, Optional.empty())).unlocked();
        renewing.whenEnded(() -> ended.add("renewing device"));
        assertTrue(kept().startsWith("$sigillo1$m=128"), kept());
        assertEquals(List.of(), ended);
        assertEquals(slot(), joined.slot());
        assertArrayEquals(TEXT, server.keyring.open(ID, Kind.META, 1, sealed));
        assertInstanceOf(Edited.Done.class, server.credentials.change(ANNA, "first", "second"));
        assertEquals(Set.of("old device", "renewing device"), Set.copyOf(ended), "but for the phone, which has a password of its own");
        assertEquals(2, ended.size());
    }

    private long slot() {
        return ((KeptPassword.Split) KeptPassword.parse(kept()).orElseThrow()).slot();
    }

    // ---- a stop between any two steps ----

    @Test void aStopLeavesOneThatWorks() {
        boolean stopped = true;
        for (int commits = 0; stopped; commits++) {
            var test = new RenewalTest();
            var code = test.anna();
            test.start(SECOND, DEAR);
            var before = test.kept();
            test.store.stopAfter(commits);
            try (var _ = test.unlocked("first")) { // he is let in all the same
                assertArrayEquals(TEXT, test.server.keyring.open(ID, Kind.META, 1, test.sealed));
            }
            stopped = test.store.hasStopped();
            test.store.goOn();
            test.start(SECOND, DEAR);
            test.server.credentials.tidy();
            assertEquals(1, test.passwordSlots(), "after " + commits + " commits");
            test.assertOpens("first");
            assertNotEquals(before, test.kept());
            test.start(SECOND_ALONE, DEAR);
            test.assertOpens("first");
            assertInstanceOf(Edited.Done.class, test.server.credentials.recover(ANNA, code, "last"));
            test.start(SECOND_ALONE, DEAR);
            test.assertOpens("last");
            test.stop();
            if (!stopped) assertTrue(commits >= 3, "there are steps between which to stop");
        }
    }
}
