package sigillo.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sigillo.account.AccountId;
import sigillo.account.ContentSeal.Kind;
import sigillo.account.Locked;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.directory.Edited;
import sigillo.directory.Town;
import sigillo.directory.User;
import sigillo.keyring.Level;
import sigillo.keyring.TestSeal;
import sigillo.login.WebSignIn.Again;
import sigillo.login.WebSignIn.Answer;

/** A browser comes with a password or with what it made of it, then with a code. */
class WebSignInTest {
    private static final Address ANNA = Address.of("anna@home.example");
    private static final AccountId ID = new AccountId("annaannaannaanna");
    private static final User USER = new User(ID, ANNA);
    private static final byte[] TEXT = Bytes.utf8("the zebra is striped").toArray();

    private Instant now = Instant.parse("2026-11-28T08:00:00Z");
    private final Town town = new Town().domain("home.example");
    private final TestLogin login = new TestLogin(town.store, town.directory, () -> now);
    private final PasswordSignIn signIn = login.signIn(() -> now);
    private final SecondFactor factor = login.factor(town.store, () -> now);
    private final Kits kits = login.kits(town.store);
    private final WebSignIn web = login.webSignIn(town.store, signIn, () -> now);
    private final RecoveryCode code = login.moveIn(ID, ANNA.toString(), "secret", Level.L1);
    private byte[] authenticator = {};

    @AfterEach void close() {
        web.close();
        login.close();
    }

    private static Optional<InetAddress> at(String address) { return Optional.of(InetAddress.ofLiteral(address)); }

    private Answer from(String client, String password) { return web.byPassword(ANNA.toString(), password, at(client)); }

    private Answer come(String password) { return from("192.0.2.1", password); }

    private Answer code(Answer wanted, String typed) { return code("192.0.2.1", wanted, typed); }

    private Answer code(String client, Answer wanted, String typed) {
        return web.code(assertInstanceOf(Answer.CodeWanted.class, wanted).continuation(), typed, at(client));
    }

    private static void assertIn(Answer answer) { assertInstanceOf(Answer.In.class, answer).unlocked().close(); }

    private static void assertRefused(Answer answer) { assertEquals(new Answer.Refused(), answer); }

    private static <T> T done(Edited<T> edited) {
        if (edited instanceof Edited.Refused<T>(var why)) throw new AssertionError(why);
        return ((Edited.Done<T>) edited).now();
    }

    /** The backup codes. */
    private java.util.List<String> turnOn() {
        authenticator = SecondFactorTest.octets(done(factor.begin(ID, ANNA, "home")).secret());
        var codes = done(factor.confirm(ID, shown()));
        now = now.plus(Totp.STEP);
        return codes;
    }

    private String shown() { return Totp.code(authenticator, Totp.step(now)); }

    private String wrong(int number) { return shown().equals("%06d".formatted(number)) ? "999999" : "%06d".formatted(number); }

    /** As a page does it, with nothing but what it was told. */
    private byte[][] stretched(String user, String password) {
        var told = web.params(user);
        assertEquals(1, told.version());
        var cost = new Argon2id.Cost(told.memoryKib(), told.passes(), told.lanes());
        try (var arena = Arena.ofConfined()) {
            var hash = Argon2id.hash(Bytes.utf8(password).toArray(), told.salt().toArray(), new byte[0], new byte[0], cost, 64, arena.allocate(cost.memoryOctets()));
            var account = new AccountId(told.account());
            return new byte[][] {SplitKdf.authenticating(hash, account), SplitKdf.opening(hash, account)};
        }
    }

    private Answer stretch(String user, String password) {
        var parts = stretched(user, password);
        var answer = web.byStretched(user, parts[0], parts[1], at("192.0.2.1"));
        for (var part : parts) assertTrue(Arrays.equals(part, new byte[32]), "wiped");
        return answer;
    }

    // ---- the password ----

    @Test void thePasswordLetsInAndOpens() {
        login.keyring.prepare(ID);
        var sealed = login.keyring.seal(ID, Kind.META, 1, TEXT);
        assertRefused(come("Secret"));
        assertThrows(Locked.class, () -> login.keyring.open(ID, Kind.META, 1, sealed));
        var in = assertInstanceOf(Answer.In.class, come("secret"));
        assertEquals(USER, in.user());
        assertTrue(in.kitToConfirm() && in.unlocked().isWhole());
        assertTrue(Arrays.equals(TEXT, login.keyring.open(ID, Kind.META, 1, sealed)));
        in.unlocked().close();
    }

    @Test void soDoesWhatABrowserMadeOfIt() {
        var in = assertInstanceOf(Answer.In.class, stretch(ANNA.toString(), "secret"));
        assertTrue(in.unlocked().isWhole());
        in.unlocked().close();
        assertRefused(stretch(ANNA.toString(), "Secret"));
        assertRefused(stretch("bruno@home.example", "secret"));
        var parts = stretched(ANNA.toString(), "secret");
        assertRefused(web.byStretched(ANNA.toString(), new byte[0], new byte[0], at("192.0.2.1")));
        assertRefused(web.byStretched(ANNA.toString(), parts[0].clone(), new byte[32], at("192.0.2.1")));
        assertRefused(come("\0" + java.util.Base64.getEncoder().encodeToString(parts[0])));
        assertIn(web.byStretched("Anna@HOME.example", parts[0], parts[1], at("192.0.2.1")));
    }

    /** Nobody learns who lives here by asking. */
    @Test void whatIsToldOfNobodyLooksTheSame() {
        var anna = web.params("Anna@home.example");
        assertEquals(ID.text(), anna.account());
        for (var user : new String[] {"bruno@home.example", "x", "", "\r\n", "x".repeat(5_000)}) {
            var nobody = web.params(user);
            assertEquals(nobody, web.params(user));
            assertEquals(anna.salt().length(), nobody.salt().length());
            assertTrue(nobody.account().matches("[a-z2-7]{16}"), nobody.account());
            assertEquals(anna.memoryKib() + "/" + anna.passes() + "/" + anna.lanes(), nobody.memoryKib() + "/" + nobody.passes() + "/" + nobody.lanes());
            assertNotEquals(anna.salt(), nobody.salt());
        }
        assertEquals(web.params("bruno@home.example"), web.params("Bruno@HOME.example"));
        assertNotEquals(web.params("bruno@home.example").salt(), web.params("bruni@home.example").salt());
    }

    /** It has no parts; the page then says the password itself. */
    @Test void aPasswordThatCameFromElsewhereIsSaidAsItIs() {
        var old = "old@home.example";
        town.account(old, "$argon2id$v=19$m=65536,t=2,p=4$c29tZXNhbHQ$GpZ3sK/oH9p7VIiV56G/64Zo/8GaUw434IimaPqxwCo");
        login.credentials.mark(Town.id(old));
        login.keyring.create(Town.id(old));
        assertEquals(16, web.params(old).salt().length());
        assertRefused(stretch(old, "password"));
        var in = assertInstanceOf(Answer.In.class, web.byPassword(old, "password", at("192.0.2.1")));
        assertFalse(in.kitToConfirm(), "the server opens it");
        in.unlocked().close();
    }

    @Test void aDisabledAccountIsRefused() {
        town.editor.setDisabled(ANNA, true);
        assertRefused(come("secret"));
        assertRefused(stretch(ANNA.toString(), "secret"));
    }

    /** Ten guesses altogether, wherever and however they are made. */
    @Test void guessesCountTogetherWithThoseOfMailPrograms() {
        for (int i = 0; i < 4; i++) assertRefused(from("198.51.100." + i, "guess" + i));
        for (int i = 0; i < 3; i++) assertRefused(stretch(ANNA.toString(), "stretched" + i));
        for (int i = 0; i < 50; i++) assertRefused(stretch(ANNA.toString(), "stretched1"));
        for (int i = 0; i < 3; i++) signIn.signIn(ANNA.toString(), "mail" + i, SignIn.Service.IMAP, at("198.51.100.7"));
        assertInstanceOf(Answer.Slowed.class, come("secret"));
        assertInstanceOf(Answer.Slowed.class, stretch(ANNA.toString(), "secret"));
        assertInstanceOf(SignIn.Answer.Slowed.class, signIn.signIn(ANNA.toString(), "secret", SignIn.Service.IMAP, at("198.51.100.7")));
    }

    // ---- the code ----

    @Test void aCodeIsWantedWhereASecondFactorIsOn() {
        turnOn();
        var wanted = assertInstanceOf(Answer.CodeWanted.class, come("secret"));
        assertEquals(now.plus(LoginLimits.CODE_WAIT), wanted.until());
        assertFalse(wanted.wasWrong());
        assertTrue(wanted.continuation().matches("[A-Za-z0-9_-]{43}") && !wanted.toString().contains(wanted.continuation()));
        assertFalse(login.keyring.join(ID, 1).isPresent(), "nothing is open yet");
        var in = assertInstanceOf(Answer.In.class, code(wanted, shown()));
        assertTrue(in.unlocked().isWhole() && in.kitToConfirm());
        in.unlocked().close();
        assertRefused(code(wanted, shown()));
        assertEquals(0, web.waiting());
    }

    @Test void aCodeThatWasUsedIsRefused() {
        var backup = turnOn();
        assertIn(code(come("secret"), shown()));
        assertTrue(assertInstanceOf(Answer.CodeWanted.class, code(come("secret"), shown())).wasWrong(), "seen over a shoulder");
        assertIn(code(stretch(ANNA.toString(), "secret"), backup.getFirst()));
        assertTrue(assertInstanceOf(Answer.CodeWanted.class, code(come("secret"), backup.getFirst())).wasWrong());
        now = now.plus(Totp.STEP);
        assertIn(code(come("secret"), shown()));
    }

    @Test void aContinuationIsGoodOnceAndForItsTime() {
        turnOn();
        var wanted = come("secret");
        var next = code(wanted, wrong(1));
        assertTrue(assertInstanceOf(Answer.CodeWanted.class, next).wasWrong());
        assertRefused(code(wanted, shown()));
        now = now.plus(LoginLimits.CODE_WAIT.minusSeconds(1));
        assertIn(code(next, shown()));
        var late = come("secret");
        now = now.plus(LoginLimits.CODE_WAIT);
        assertRefused(code(late, shown()));
        assertRefused(web.code("", shown(), at("192.0.2.1")));
        assertEquals(0, web.waiting());
    }

    @Test void afterFiveWrongCodesThePasswordIsAskedForAgain() {
        turnOn();
        var wanted = come("secret");
        for (int i = 1; i < LoginLimits.CODES_WRONG_MAX; i++) wanted = code(wanted, wrong(i));
        assertRefused(code(wanted, wrong(9)));
        assertEquals(0, web.waiting());
    }

    /** Whoever knows the password guesses slowly, from wherever; the owner comes in by a backup code, or where he was before. */
    @Test void wrongCodesAreSlowedForTheAccountAndNotForItsOwner() {
        var backup = turnOn();
        assertIn(code("203.0.113.1", come("secret"), shown()));
        now = now.plus(Totp.STEP);
        assertEquals(LoginLimits.GUESSES_FREE_OF_ACCOUNT, wrongUntilSlowed(i -> "198.51.100." + i));
        var wanted = assertInstanceOf(Answer.CodeWanted.class, from("192.0.2.9", "secret"));
        assertInstanceOf(Answer.Slowed.class, code("192.0.2.9", wanted, shown()));
        assertIn(code("192.0.2.9", wanted, backup.getFirst()));
        assertIn(code("203.0.113.1", come("secret"), shown()));
        int tries = 0;
        for (int seconds = 0; seconds < 3_600; seconds += 2, now = now.plusSeconds(2)) {
            if (!(code("203.0.113.1", from("203.0.113.1", "secret"), wrong(seconds)) instanceof Answer.Slowed)) tries++;
        }
        assertTrue(tries <= 25, "six digits could be guessed there too: " + tries + " tries in the first hour");
    }

    private int wrongUntilSlowed(java.util.function.IntFunction<String> client) {
        for (int i = 0; ; i++) {
            if (code(client.apply(i), from(client.apply(i), "secret"), wrong(i)) instanceof Answer.Slowed) return i;
        }
    }

    @Test void wrongCodesAreSlowedForANetworkOverManyAccounts() {
        int allowed = 0;
        for (int i = 0; i < 30; i++) {
            var address = Address.of("user" + i + "@home.example");
            var id = Town.id(address.toString());
            login.moveIn(id, address.toString(), "secret", Level.L1);
            var secret = SecondFactorTest.octets(done(factor.begin(id, address, "home")).secret());
            factor.confirm(id, Totp.code(secret, Totp.step(now)));
            var wanted = web.byPassword(address.toString(), "secret", at("192.0.2.1"));
            if (!(code(wanted, "abc") instanceof Answer.Slowed)) allowed++;
        }
        assertEquals(LoginLimits.GUESSES_FREE_OF_NETWORK, allowed);
    }

    @Test void whatChangesMeanwhileEndsTheWaiting() {
        turnOn();
        var wanted = come("secret");
        done(login.credentials.change(ANNA, "secret", "other"));
        assertRefused(code(wanted, shown()));
        now = now.plus(Totp.STEP);
        var other = come("other");
        town.editor.setDisabled(ANNA, true);
        assertRefused(code(other, shown()));
    }

    /** In the time of the machine, since nobody may call again. */
    @Test void whoDoesNotComeIsForgotten() throws InterruptedException {
        turnOn();
        try (var quick = new WebSignIn(town.directory, login.credentials, login.passwords, signIn, factor, kits, () -> now, Duration.ofMillis(50))) {
            var wanted = quick.byPassword(ANNA.toString(), "secret", at("192.0.2.1"));
            assertInstanceOf(Answer.CodeWanted.class, wanted);
            until(() -> quick.waiting() == 0);
            assertRefused(quick.code(((Answer.CodeWanted) wanted).continuation(), shown(), at("192.0.2.1")));
        }
    }

    private static void until(Supplier<Boolean> holds) throws InterruptedException {
        for (int i = 0; i < 2_000 && !holds.get(); i++) Thread.sleep(5);
        assertTrue(holds.get());
    }

    @Test void whoWaitsIsBounded() {
        turnOn();
        var first = come("secret");
        for (int i = 0; i < LoginLimits.CODES_WAITING_OF_ACCOUNT_MAX; i++) come("secret");
        assertEquals(LoginLimits.CODES_WAITING_OF_ACCOUNT_MAX, web.waiting());
        assertRefused(code(first, shown()));
    }

    // ---- once more ----

    @Test void isAskedOnceMore() {
        assertEquals(Again.RIGHT, web.codeAgain(USER, "", at("192.0.2.1")), "there is none");
        turnOn();
        assertEquals(Again.WRONG, web.codeAgain(USER, wrong(1), at("192.0.2.1")));
        assertEquals(Again.RIGHT, web.codeAgain(USER, shown(), at("192.0.2.1")));
        assertEquals(Again.WRONG, web.codeAgain(USER, shown(), at("192.0.2.1")));
        assertEquals(Again.RIGHT, web.passwordAgain(USER, "secret", at("192.0.2.1")));
        assertEquals(Again.WRONG, web.passwordAgain(USER, "Secret", at("192.0.2.1")));
        assertEquals(Again.RIGHT, web.stretchedAgain(USER, stretched(ANNA.toString(), "secret")[0], at("192.0.2.1")));
        assertEquals(Again.WRONG, web.stretchedAgain(USER, new byte[32], at("192.0.2.1")));
        assertEquals(Again.WRONG, web.stretchedAgain(USER, new byte[1], at("192.0.2.1")));
        var another = new User(new AccountId("another"), ANNA);
        assertEquals(Again.WRONG, web.passwordAgain(another, "secret", at("192.0.2.1")));
        assertEquals(Again.WRONG, web.codeAgain(another, shown(), at("192.0.2.1")));
        for (int i = 0; i < 20; i++) web.codeAgain(USER, wrong(i), at("192.0.2.1"));
        assertEquals(Again.SLOWED, web.codeAgain(USER, wrong(99), at("192.0.2.1")));
    }

    // ---- the kit ----

    @Test void theKitIsConfirmedOnceForEachCode() {
        assertTrue(kits.isToConfirm(ID));
        assertInstanceOf(Edited.Refused.class, kits.confirm(ANNA, RecoveryCode.random(sigillo.sealing.Randomness.secure()).text()));
        assertInstanceOf(Edited.Refused.class, kits.confirm(ANNA, "AAAA"));
        assertInstanceOf(Edited.Refused.class, kits.confirm(Address.of("bruno@home.example"), code.text()));
        assertTrue(kits.isToConfirm(ID));
        done(kits.confirm(ANNA, code.text().toLowerCase().replace('-', ' ')));
        assertFalse(kits.isToConfirm(ID));
        assertFalse(login.keyring.join(ID, 1).isPresent(), "it opens nothing");
        var in = assertInstanceOf(Answer.In.class, come("secret"));
        assertFalse(in.kitToConfirm());
        var next = done(login.credentials.newCode(ANNA, in.unlocked()));
        assertTrue(kits.isToConfirm(ID));
        assertInstanceOf(Edited.Refused.class, kits.confirm(ANNA, code.text()));
        done(kits.confirm(ANNA, next.text()));
        assertFalse(kits.isToConfirm(ID));
        in.unlocked().close();
        done(login.credentials.level(ANNA, Level.L0, Optional.of("secret")));
        kits.forget(ID);
        assertFalse(kits.isToConfirm(ID), "at L0 the operator helps");
    }

    @Test void inASessionAnAppPasswordIsMade() {
        var grants = login.grants(town.store, () -> now);
        var wish = new Grants.Wish(Grant.Kind.APP_PASSWORD, "phone", java.util.Set.of(SignIn.Service.IMAP), Optional.empty());
        var in = assertInstanceOf(Answer.In.class, come("secret"));
        var made = done(grants.make(ANNA, in.unlocked(), wish));
        login.moveIn(Town.id("bruno@home.example"), "bruno@home.example", "secret", Level.L1);
        assertInstanceOf(Edited.Refused.class, grants.make(Address.of("bruno@home.example"), in.unlocked(), wish));
        assertInstanceOf(Edited.Refused.class, login.credentials.newCode(Address.of("bruno@home.example"), in.unlocked()));
        in.unlocked().close();
        assertInstanceOf(SignIn.Answer.Welcome.class, login.everySignIn(town.store, grants, false, () -> now).signIn(ANNA.toString(), made.secret(), SignIn.Service.IMAP, Optional.empty()));
    }
}
