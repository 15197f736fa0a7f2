package sigillo.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
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
import sigillo.keyring.Level;
import sigillo.keyring.TestSeal;
import sigillo.keyring.Way;
import sigillo.login.SignIn.Answer;
import sigillo.login.SignIn.Service;
import sigillo.sasl.Mechanism;
import sigillo.sasl.ScramClient;
import sigillo.sasl.ScramHash;
import sigillo.sasl.ScramKeys;
import sigillo.sealing.Randomness;
import sigillo.sealing.Secret;
import sigillo.sealing.Slot;
import sigillo.store.Damaged;
import sigillo.store.StoppingStore;
import sigillo.store.StoreException;

class GrantsTest {
    private static final Address ANNA = Address.of("anna@home.example");
    private static final AccountId ID = new AccountId("anna");
    private static final Grants.Wish PHONE = wish(Grant.Kind.APP_PASSWORD, Service.IMAP, Service.SMTP);
    private static final Grants.Wish TOKEN = wish(Grant.Kind.TOKEN, Service.IMAP);
    private static final Bytes EXPORTER = Bytes.utf8("32 octets of the TLS connection.");

    private final StoppingStore store = new StoppingStore();
    private Instant now = Instant.parse("2026-11-27T12:00:00Z");
    private final InstantSource clock = () -> now;
    private TestLogin server;
    private Grants grants;
    private SignIn programs;

    private static Grants.Wish wish(Grant.Kind kind, Service... services) {
        return new Grants.Wish(kind, "phone", Set.of(services), kind == Grant.Kind.TOKEN ? Optional.of(Duration.ofDays(30)) : Optional.empty());
    }

    @BeforeEach void start() {
        restart();
        server.moveIn(ID, ANNA.toString(), "first", Level.L1);
    }

    private void restart() {
        if (server != null) server.close();
        server = new TestLogin(store, new Directory(store, new DirectorySettings(Domain.of("mail.home.example"), "+", Optional.empty())), clock);
        if (server.directory.domains().isEmpty()) server.editor.addDomain(Domain.of("home.example"));
        grants = server.grants(store, clock);
        programs = server.everySignIn(store, grants, false, clock);
    }

    @AfterEach void stop() { server.close(); }

    private Grants.Made made(Grants.Wish wish) { return done(grants.make(ANNA, Optional.of("first"), wish)); }

    private static <T> T done(Edited<T> edited) { return ((Edited.Done<T>) edited).now(); }

    private Answer by(String password, Service service) { return programs.signIn(ANNA.toString(), password, service, Optional.empty()); }

    private static Answer.Welcome welcome(Answer answer) { return assertInstanceOf(Answer.Welcome.class, answer); }

    private boolean opens(String password) {
        if (!(by(password, Service.IMAP) instanceof Answer.Welcome(_, var unlocked, _))) return false;
        unlocked.close();
        return true;
    }

    private long slots(Slot.Kind kind) { return server.keyring.slots(ID).values().stream().filter(kind::equals).count(); }

    @Test void anAppPasswordLetsInAndOpens() {
        var phone = made(PHONE);
        assertTrue(phone.secret().matches("[0-9a-z]{5}(-[0-9a-z]{5}){3}-[0-9a-z]{6}"), "five groups");
        restart();
        assertTrue(opens(phone.secret()));
        assertTrue(opens(phone.secret().toUpperCase().replace('-', ' ')), "as people type it");
        assertEquals(new Answer.AppPasswordNeeded(), by("first", Service.IMAP), "account passwords are refused in mail programs here");
        assertEquals(new Answer.AppPasswordNeeded(), by("wrong", Service.SMTP), "unseen");
        assertInstanceOf(Answer.Welcome.class, server.everySignIn(store, grants, true, clock).signIn(ANNA.toString(), "first", Service.IMAP, Optional.empty()));
        assertEquals(new Answer.OutOfScope(), by(phone.secret(), Service.POP));
        var welcome = assertInstanceOf(Answer.Welcome.class, by(phone.secret(), Service.IMAP));
        assertEquals(PHONE.scopes(), welcome.services());
        welcome.unlocked().close();
        assertFalse(phone.toString().contains(phone.secret()));
    }

    /** Mail programs cannot be asked for a code, so they must not come in without one. */
    @Test void whereASecondFactorIsOnMailProgramsNeedAnAppPassword() {
        var factor = server.factor(store, clock);
        var taken = server.everySignIn(store, grants, true, clock);
        var secret = SecondFactorTest.octets(done(factor.begin(ID, ANNA, "home")).secret());
        welcome(taken.signIn(ANNA.toString(), "first", Service.IMAP, Optional.empty())).unlocked().close();
        done(factor.confirm(ID, Totp.code(secret, Totp.step(now))));
        for (var service : Service.values()) {
            assertEquals(new Answer.AppPasswordNeeded(), taken.signIn(ANNA.toString(), "first", service, Optional.empty()), service + ", though it was remembered");
            assertEquals(new Answer.Refused(), taken.signIn(ANNA.toString(), "other", service, Optional.empty()), "nobody learns of it by guessing");
        }
        welcome(taken.signIn(ANNA.toString(), made(PHONE).secret(), Service.IMAP, Optional.empty())).unlocked().close();
        restart();
        var again = server.everySignIn(store, grants, true, clock);
        assertEquals(new Answer.AppPasswordNeeded(), again.signIn(ANNA.toString(), "first", Service.IMAP, Optional.empty()));
        assertTrue(server.keyring.join(ID, 1).isEmpty(), "nothing was opened by asking");
        server.factor(store, clock).turnOff(ID);
        welcome(again.signIn(ANNA.toString(), "first", Service.IMAP, Optional.empty())).unlocked().close();
    }

    @Test void nobodyChoosesOne() {
        assertTrue(Passwords.whyNot(made(PHONE).secret()).isPresent());
        assertTrue(Passwords.whyNot(Passwords.fresh()).isEmpty());
    }

    @Test void eachIsAnother() {
        var one = made(PHONE);
        var other = made(PHONE);
        assertNotEquals(one.secret(), other.secret());
        grants.revoke(ANNA, Grant.Kind.APP_PASSWORD, one.grant().number());
        assertFalse(opens(one.secret()));
        assertTrue(opens(other.secret()));
        assertNotEquals(one.grant().number(), made(PHONE).grant().number(), "no number comes twice");
    }

    @Test void allAreRevokedWhenThePasswordIsReset() {
        var phone = made(PHONE);
        var token = made(TOKEN);
        var ended = new java.util.ArrayList<String>();
        welcome(by(phone.secret(), Service.IMAP)).unlocked().whenEnded(() -> ended.add("phone"));
        grants.revokeAll(ID);
        assertEquals(List.of("phone"), ended);
        assertFalse(opens(phone.secret()) || opens(token.secret()));
        assertEquals(0, slots(Slot.Kind.APP_PASSWORD) + slots(Slot.Kind.TOKEN));
    }

    @Test void whoOnlySendsHasNoWayToTheMail() {
        var printer = made(wish(Grant.Kind.APP_PASSWORD, Service.SMTP));
        assertEquals(1, slots(Slot.Kind.APP_PASSWORD), "which opens nothing");
        assertEquals(0, welcome(by(printer.secret(), Service.SMTP)).unlocked().slot());
        try (var secret = Secret.take(ScramHash.derive(printer.secret(), grants.scramKeys(ANNA.lookupKey(), server.directory.account(ANNA)).salt(),
                ScramKeys.ITERATIONS).clientKey())) {
            assertTrue(server.keyring.fits(ID, printer.grant().slot(), secret));
            assertTrue(server.keyring.unlock(ID, printer.grant().slot(), secret).isEmpty());
            server.keyring.renew(ID);
            assertTrue(server.keyring.unlock(ID, printer.grant().slot(), secret).isEmpty());
        }
        assertEquals(new Answer.OutOfScope(), by(printer.secret(), Service.IMAP));
    }

    @Test void revokingEndsItsSessionsAndNoOthers() {
        var phone = made(PHONE);
        var tablet = made(PHONE);
        var ended = new AtomicBoolean();
        var others = new AtomicBoolean();
        welcome(by(phone.secret(), Service.IMAP)).unlocked().whenEnded(() -> ended.set(true));
        welcome(by(tablet.secret(), Service.IMAP)).unlocked().whenEnded(() -> others.set(true));
        done(grants.revoke(ANNA, Grant.Kind.APP_PASSWORD, phone.grant().number()));
        assertTrue(ended.get());
        assertFalse(others.get());
        assertFalse(opens(phone.secret()), "though the account is open");
    }

    /** A program that sends holds nothing open, so its door asks. */
    @Test void whoSendsStandsUntilItIsTakenAway() {
        var phone = made(PHONE);
        var token = made(wish(Grant.Kind.TOKEN, Service.SMTP));
        var other = made(PHONE);
        var sender = welcome(by(phone.secret(), Service.SMTP)).unlocked();
        var bearer = welcome(programs.bearer(Optional.empty(), token.secret(), Service.SMTP, Optional.empty())).unlocked();
        var others = welcome(by(other.secret(), Service.SMTP)).unlocked();
        assertTrue(sender.stands() && bearer.stands() && others.stands());
        done(grants.revoke(ANNA, Grant.Kind.APP_PASSWORD, phone.grant().number()));
        assertFalse(sender.stands());
        assertTrue(bearer.stands() && others.stands());
        now = now.plus(Duration.ofDays(30));
        assertFalse(bearer.stands(), "it has ended");
        assertTrue(others.stands());
        server.editor.setDisabled(ANNA, true);
        assertFalse(others.stands());
        server.editor.setDisabled(ANNA, false);
        assertTrue(others.stands());
        server.editor.removeAccount(ANNA);
        assertFalse(others.stands());
    }

    @Test void theOwnerIsNeededAtL1AndNotAtL0() {
        assertInstanceOf(Edited.Refused.class, grants.make(ANNA, Optional.empty(), PHONE));
        assertInstanceOf(Edited.Refused.class, grants.make(ANNA, Optional.of("other"), PHONE));
        assertEquals(0, slots(Slot.Kind.APP_PASSWORD));
        done(server.credentials.level(ANNA, Level.L0, Optional.of("first")));
        assertTrue(opens(done(grants.make(ANNA, Optional.empty(), PHONE)).secret()));
    }

    @Test void aFullDiskKeepsNobodyOut() throws UnknownHostException {
        var phone = made(PHONE);
        store.stopAfter(0);
        programs.signIn(ANNA.toString(), phone.secret(), Service.SMTP, Optional.of(InetAddress.getByName("192.0.2.7")));
        welcome(programs.signIn(ANNA.toString(), phone.secret(), Service.IMAP, Optional.of(InetAddress.getByName("192.0.2.7")))).unlocked().close();
        assertTrue(store.hasStopped());
    }

    @Test void limits() {
        for (var name : List.of("", " ", "x".repeat(101), "a\nb"))
            assertInstanceOf(Edited.Refused.class, grants.make(ANNA, Optional.of("first"), new Grants.Wish(Grant.Kind.TOKEN, name, Set.of(Service.IMAP), Optional.empty())));
        assertInstanceOf(Edited.Refused.class, grants.make(ANNA, Optional.of("first"), wish(Grant.Kind.APP_PASSWORD)));
        for (int i = 0; i < LoginLimits.GRANTS_MAX; i++) made(wish(Grant.Kind.APP_PASSWORD, Service.SMTP));
        assertInstanceOf(Edited.Refused.class, grants.make(ANNA, Optional.of("first"), PHONE));
    }

    @Test void lastUseIsKeptToTheHour() throws UnknownHostException {
        var phone = made(PHONE);
        var client = Optional.of(InetAddress.getByName("192.0.2.7"));
        var begun = now;
        programs.signIn(ANNA.toString(), phone.secret(), Service.SMTP, client);
        now = now.plus(Duration.ofMinutes(59));
        assertTrue(opens(phone.secret()));
        var use = done(grants.list(ANNA, Grant.Kind.APP_PASSWORD)).getFirst().lastUse().orElseThrow();
        assertEquals(begun, use.at());
        assertEquals(Service.SMTP, use.service());
        assertTrue(use.network().isPresent());
        now = now.plus(Duration.ofMinutes(1));
        assertTrue(opens(phone.secret()));
        assertEquals(Optional.of(new Grant.Use(now, Service.IMAP, Optional.empty())), done(grants.list(ANNA, Grant.Kind.APP_PASSWORD)).getFirst().lastUse());
    }

    @Test void guessesAreSlowedAndTheRightOneIsLetIn() {
        var phone = made(PHONE);
        for (int i = 0; i < 30; i++) assertEquals(new Answer.Refused(), by(phone.secret().substring(0, 24) + "000000", Service.IMAP));
        assertEquals(new Answer.Refused(), by(guess(10), Service.IMAP), "the same wrong one counts once");
        for (int i = 11; i < 30; i++) by(guess(i), Service.IMAP);
        assertInstanceOf(Answer.Slowed.class, by(guess(30), Service.IMAP));
        assertTrue(opens(phone.secret()), "nobody guesses it");
    }

    private static String guess(int number) { return "00000-00000-00000-00000-0000" + number; }

    /** By whatever door and mechanism. */
    @Test void allGuessesAreCountedTogether() throws UnknownHostException {
        var stranger = Optional.of(InetAddress.getByName("198.51.100.7"));
        var people = server.everySignIn(store, grants, true, clock);
        for (int i = 10; i < 13; i++) people.signIn(ANNA.toString(), guess(i), Service.SMTP, stranger);
        for (int i = 0; i < 4; i++) people.signIn(ANNA.toString(), "guess" + i, Service.IMAP, stranger);
        people.bearer(Optional.of(ANNA.toString()), "sgt_none", Service.IMAP, stranger);
        people.unproved(ANNA.toString(), Service.IMAP, stranger);
        assertInstanceOf(Answer.Refused.class, people.signIn(ANNA.toString(), "guess5", Service.IMAP, stranger), "the tenth");
        assertInstanceOf(Answer.Slowed.class, people.signIn(ANNA.toString(), "first", Service.IMAP, Optional.empty()));
        assertInstanceOf(Answer.Slowed.class, people.signIn(ANNA.toString(), guess(20), Service.IMAP, Optional.empty()));
        assertInstanceOf(Answer.Slowed.class, people.bearer(Optional.of(ANNA.toString()), "sgt_other", Service.IMAP, Optional.empty()));
        assertInstanceOf(WebSignIn.Answer.Slowed.class, server.webSignIn(store, server.signIn(clock), clock).byPassword(ANNA.toString(), "first", Optional.empty()));
    }

    /** A program with a revoked app password comes back every few minutes, with a proof that is never the same. */
    @Test void aProofThatIsWrongAgainAndAgainCountsOnce() {
        var phone = made(PHONE);
        grants.revoke(ANNA, Grant.Kind.APP_PASSWORD, phone.grant().number());
        for (int i = 0; i < 100; i++) assertEquals(new Answer.Refused(), byScram(ANNA.toString(), phone.secret(), Mechanism.SCRAM_SHA_256));
        assertInstanceOf(Answer.Welcome.class, server.everySignIn(store, grants, true, clock).signIn(ANNA.toString(), "first", Service.IMAP, Optional.empty()));
    }

    // ---- SCRAM ----

    private Answer byScram(String user, String password, Mechanism mechanism) {
        boolean isBound = mechanism == Mechanism.SCRAM_SHA_256_PLUS;
        var dialogue = Dialogue.begin(programs, mechanism.text(), Optional.of(EXPORTER), Service.IMAP, Optional.empty()).orElseThrow();
        var client = new ScramClient(user, password, isBound ? "p=tls-exporter,," : "n,,", isBound ? EXPORTER : Bytes.EMPTY);
        var first = assertInstanceOf(Dialogue.Turn.Ask.class, dialogue.on(client.first())).challenge();
        var turn = dialogue.on(client.last(first.toUtf8()));
        if (turn instanceof Dialogue.Turn.Answered(var refused)) return refused;
        assertEquals(client.expected(), assertInstanceOf(Dialogue.Turn.Ask.class, turn).challenge(), "the server knows it too");
        return assertInstanceOf(Dialogue.Turn.Answered.class, dialogue.on(Bytes.EMPTY)).answer();
    }

    @Test void scramOpensWhatTheProofFits() {
        var phone = made(PHONE);
        var tablet = made(PHONE);
        restart();
        long slot = done(grants.list(ANNA, Grant.Kind.APP_PASSWORD)).get(1).slot();
        try (var unlocked = welcome(byScram(ANNA.toString(), tablet.secret(), Mechanism.SCRAM_SHA_256)).unlocked()) {
            assertEquals(slot, unlocked.slot());
        }
        welcome(byScram(ANNA.toString(), phone.secret(), Mechanism.SCRAM_SHA_256_PLUS)).unlocked().close();
        assertEquals(new Answer.Refused(), byScram(ANNA.toString(), "first", Mechanism.SCRAM_SHA_256));
        assertEquals(new Answer.Refused(), byScram("bruno@home.example", "first", Mechanism.SCRAM_SHA_256), "there is no such user");
    }

    @Test void aUserThatThereIsNotLooksLikeOne() {
        var before = programs.scramKeys(ANNA.toString());
        made(PHONE);
        assertEquals(before.salt(), programs.scramKeys("Anna@home.example").salt(), "nobody sees that it has its first");
        var unknown = programs.scramKeys("bruno@home.example");
        assertEquals(unknown, programs.scramKeys("bruno@home.example"));
        assertNotEquals(before.salt(), unknown.salt());
        assertEquals(before.iterations(), unknown.iterations());
        assertEquals(before.salt().length(), unknown.salt().length());
    }

    @Test void whoGivesUpBeforeTheLastWordHoldsNothing() {
        var phone = made(PHONE);
        var dialogue = Dialogue.begin(programs, "SCRAM-SHA-256", Optional.empty(), Service.IMAP, Optional.empty()).orElseThrow();
        var client = new ScramClient(ANNA.toString(), phone.secret(), "n,,", Bytes.EMPTY);
        var first = assertInstanceOf(Dialogue.Turn.Ask.class, dialogue.on(client.first())).challenge();
        dialogue.on(client.last(first.toUtf8()));
        dialogue.close();
        assertInstanceOf(Dialogue.Turn.Malformed.class, dialogue.on(Bytes.EMPTY));
    }

    @Test void whatIsOffered() {
        assertEquals(List.of(Mechanism.values()), programs.mechanisms(true));
        assertFalse(programs.mechanisms(false).contains(Mechanism.SCRAM_SHA_256_PLUS));
        assertEquals(List.of(Mechanism.PLAIN, Mechanism.LOGIN, Mechanism.OAUTHBEARER, Mechanism.XOAUTH2), server.everySignIn(store, grants, true, clock).mechanisms(true));
    }

    // ---- tokens ----

    private Dialogue.Turn byToken(String user, String token) {
        var dialogue = Dialogue.begin(programs, "OAUTHBEARER", Optional.empty(), Service.IMAP, Optional.empty()).orElseThrow();
        return dialogue.on(Bytes.utf8("n," + (user.isEmpty() ? "" : "a=" + user) + ",\1auth=Bearer " + token + "\1\1"));
    }

    @Test void tokensLetInUntilTheyEnd() {
        var token = made(TOKEN).secret();
        restart();
        for (var user : List.of("", ANNA.toString())) {
            welcome(assertInstanceOf(Dialogue.Turn.Answered.class, byToken(user, token)).answer()).unlocked().close();
        }
        var refusal = new Dialogue.Turn.Ask(Bytes.utf8("{\"status\":\"invalid_token\"}"));
        assertEquals(refusal, byToken("bruno@home.example", token));
        assertEquals(refusal, byToken(ANNA.toString(), token.replace(token.charAt(9), 'x')));
        var ended = new AtomicInteger();
        var session = welcome(assertInstanceOf(Dialogue.Turn.Answered.class, byToken("", token)).answer()).unlocked();
        session.whenEnded(ended::incrementAndGet);
        now = now.plus(Duration.ofDays(30));
        assertEquals(refusal, byToken(ANNA.toString(), token));
        grants.tidy();
        assertEquals(1, ended.get(), "who came by it is out too");
        session.close();
        assertEquals(0, slots(Slot.Kind.TOKEN));
        assertEquals(List.of(), done(grants.list(ANNA, Grant.Kind.TOKEN)));
    }

    /** Without a name, a guess is nobody's: it keeps no owner of a token out. */
    @Test void guessedTokensKeepNobodyOut() {
        var token = made(TOKEN).secret();
        for (int i = 0; i < 50; i++) byToken("", "sgt_" + "x".repeat(41) + (10 + i));
        for (int i = 0; i < 50; i++) byToken(ANNA.toString(), "sgt_" + "y".repeat(41) + (10 + i));
        for (var user : List.of("", ANNA.toString())) {
            welcome(assertInstanceOf(Dialogue.Turn.Answered.class, byToken(user, token)).answer()).unlocked().close();
        }
    }

    @Test void ofARemovedAccountNothingIsLeft() {
        var token = made(TOKEN).secret();
        grants.forget(ID);
        assertEquals(List.of(), done(grants.list(ANNA, Grant.Kind.TOKEN)));
        assertInstanceOf(Dialogue.Turn.Ask.class, byToken("", token));
    }

    /** What the vault has for it cannot be read: nobody comes in by it all the same, nor by those after it. */
    @Test void aPasskeyGoesThoughItsVaultIsDamaged() {
        var alarms = new TestSeal.Heard();
        var vouching = new Vouching(TestLogin.peppers(), new TestSeal.MemoryFloors(), alarms);
        var all = new Grants(store, server.directory, server.credentials, server.keyring, TestLogin.peppers(), vouching,
            Randomness.secure(), clock);
        all.passkeys().whenGone((_, _) -> { throw new Damaged("a row is broken", null); });
        var rows = new GrantRows(store, vouching);
        for (var name : List.of("stolen", "ring")) {
            var proof = new PasskeyProof(Bytes.utf8(name), Bytes.utf8("key"), "localhost", 0, false, false);
            long slot = server.keyring.reserve(ID, new Way(Slot.Kind.PASSKEY, Secret.random(Randomness.secure())));
            rows.put(ID, new Grant(rows.nextNumber(ID), name, Set.of(), slot, new Grant.Proof.Passkey(proof), now,
                Optional.empty(), Optional.empty()));
        }
        var stolen = all.list(ID, Grant.Kind.PASSKEY).getFirst();
        done(all.passkeys().remove(ANNA, stolen.number()));
        assertEquals(List.of("ring"), all.list(ID, Grant.Kind.PASSKEY).stream().map(Grant::name).toList());
        all.revokeAll(ID);
        assertEquals(List.of(), all.list(ID, Grant.Kind.PASSKEY));
        assertEquals(0, slots(Slot.Kind.PASSKEY));
        assertEquals(Set.of("vault of account anna"), alarms.standing);
        assertTrue(alarms.raised.getFirst().contains("a row is broken"), alarms.raised.toString());
    }

    // ---- a stop between any two steps ----

    @Test void aStopWhileOneIsMade() {
        for (var wish : List.of(PHONE, TOKEN)) {
            for (int commits = 0; ; commits++) {
                store.stopAfter(commits);
                boolean stopped = isStopped(() -> made(wish));
                store.goOn();
                if (!stopped) break;
                restart();
                grants.tidy();
                assertEquals(done(grants.list(ANNA, wish.kind())).size(), slots(Slot.Kind.APP_PASSWORD) + slots(Slot.Kind.TOKEN), "no slot without its row");
            }
            for (var grant : done(grants.list(ANNA, wish.kind()))) grants.revoke(ANNA, wish.kind(), grant.number());
        }
    }

    @Test void aStopWhileOneIsRevoked() {
        for (int commits = 0; ; commits++) {
            var phone = made(PHONE);
            store.stopAfter(commits);
            boolean stopped = isStopped(() -> grants.revoke(ANNA, Grant.Kind.APP_PASSWORD, phone.grant().number()));
            store.goOn();
            restart();
            grants.tidy();
            boolean isListed = done(grants.list(ANNA, Grant.Kind.APP_PASSWORD)).stream().anyMatch(one -> one.number() == phone.grant().number());
            assertEquals(isListed, opens(phone.secret()), "it is whole or gone");
            assertEquals(done(grants.list(ANNA, Grant.Kind.APP_PASSWORD)).size(), slots(Slot.Kind.APP_PASSWORD));
            if (!stopped) break;
        }
    }

    private static boolean isStopped(Runnable work) {
        try {
            work.run();
            return false;
        } catch (StoreException stopped) {
            return true;
        }
    }
}
