package sigillo.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sigillo.base.Address;
import sigillo.directory.Town;
import sigillo.directory.User;
import sigillo.keyring.Level;
import sigillo.keyring.Unlocked;
import sigillo.login.SignIn.Answer;
import sigillo.login.SignIn.Service;

/** Who is let in, who is slowed, and what it costs. */
class SignInTest {
    private Instant now = Instant.parse("2026-11-25T08:00:00Z");
    private final Town town = new Town().domain("home.example");
    private final TestLogin login = new TestLogin(town.store, town.directory, () -> now);
    private final SignIn signIn = login.signIn(() -> now);

    SignInTest() {
        moveIn("anna@home.example", "secret");
        moveIn("bob@home.example", "other");
    }

    private void moveIn(String address, String password) { login.moveIn(Town.id(address), address, password, Level.L1); }

    @AfterEach void close() { login.close(); }

    @Test void welcomesAndRefuses() {
        var welcome = assertInstanceOf(Answer.Welcome.class, from("192.0.2.1", "Anna@HOME.example", "secret"));
        assertEquals(new User(Town.id("anna@home.example"), Address.of("anna@home.example")), welcome.user());
        assertRefused(from("192.0.2.1", "anna@home.example", "Secret"));
        assertRefused(from("192.0.2.1", "anna@home.example", ""));
        assertRefused(from("192.0.2.1", "carl@home.example", "secret"));
        assertRefused(from("192.0.2.1", "anna", "secret"));
        assertRefused(from("192.0.2.1", "anna@home.example", "x".repeat(2_000)));
    }

    @Test void aComposedAndADecomposedPasswordAreOne() {
        moveIn("eva@home.example", "p\u00e4sse");
        assertWelcome(from("192.0.2.1", "eva@home.example", "pa\u0308sse"));
    }

    @Test void aDisabledAccountIsRefusedAlsoWhenItWasRemembered() {
        assertWelcome(from("192.0.2.1", "anna@home.example", "secret"));
        town.editor.setDisabled(Address.of("anna@home.example"), true);
        assertRefused(from("192.0.2.1", "anna@home.example", "secret"));
        town.editor.setDisabled(Address.of("anna@home.example"), false);
        assertWelcome(from("192.0.2.1", "anna@home.example", "secret"));
    }

    @Test void aNewPasswordEndsTheOldOneAtOnce() {
        assertWelcome(from("192.0.2.1", "anna@home.example", "secret"));
        assertRefused(from("192.0.2.1", "anna@home.example", "fresh"));
        login.credentials.reset(Address.of("anna@home.example"), "fresh");
        assertRefused(from("192.0.2.1", "anna@home.example", "secret"));
        assertWelcome(from("192.0.2.1", "anna@home.example", "fresh"));
    }

    @Test void whoSendsStandsUntilThePasswordIsAnother() {
        var anna = Address.of("anna@home.example");
        var sender = sender("secret");
        login.editor.setDisabled(anna, true);
        assertFalse(sender.stands());
        login.editor.setDisabled(anna, false);
        assertTrue(sender.stands());
        login.credentials.change(anna, "secret", "fresh");
        assertFalse(sender.stands());
        var after = sender("fresh");
        login.credentials.reset(anna, "third");
        assertFalse(after.stands());
        var last = sender("third");
        login.editor.removeAccount(anna);
        assertFalse(last.stands());
    }

    private Unlocked sender(String password) {
        var unlocked = assertInstanceOf(Answer.Welcome.class, signIn.signIn("anna@home.example", password, Service.SMTP, Optional.empty())).unlocked();
        assertTrue(unlocked.stands());
        return unlocked;
    }

    /** A mail program that reconnects pays one hash in a quarter of an hour, and one that has an old password none. */
    @Test void whatWasCheckedIsRemembered() {
        assertWelcome(from("192.0.2.1", "anna@home.example", "secret"));
        assertRefused(from("192.0.2.1", "anna@home.example", "old"));
        login.passwords.close(); // nothing is hashed any more
        for (int i = 0; i < 100; i++) assertWelcome(from("192.0.2.1", "anna@home.example", "secret"));
        for (int i = 0; i < 100; i++) assertRefused(from("192.0.2.1", "anna@home.example", "old"));
        assertThrows(RuntimeException.class, () -> from("192.0.2.1", "anna@home.example", "another"));
    }

    @Test void guessingIsSlowedByAccountFromManyNetworks() {
        int allowed = 0;
        for (int i = 0; i < 40; i++) if (!(from("198.51.100." + i, "anna@home.example", "guess" + i) instanceof Answer.Slowed)) allowed++;
        assertEquals(LoginLimits.GUESSES_FREE_OF_ACCOUNT, allowed);
        assertSlowed(from("203.0.113.5", "anna@home.example", "secret"));
        assertWelcome(from("203.0.113.5", "bob@home.example", "other"));
    }

    @Test void theSameWrongPasswordCountsOnce() {
        for (int i = 0; i < 100; i++) assertRefused(from("192.0.2.1", "anna@home.example", "old"));
        assertWelcome(from("192.0.2.1", "anna@home.example", "secret"));
    }

    /** Fifty connections with one credential are one hash, and none is slowed. */
    @Test void manyAtOnceWithOneCredentialAreOneCheck() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = IntStream.range(0, 50)
                .mapToObj(_ -> threads.submit(() -> from("192.0.2.1", "anna@home.example", "secret"))).toList();
            for (var answer : answers) assertWelcome(answer.get());
        }
    }

    /** After a restart all come at once: of one office, more than it may guess, and of everywhere, more than may wait for a hash. */
    @Tag("gate") @Test void manyAtOnceWithTheirOwnPasswordsWaitTheirTurn() throws Exception {
        int people = LoginLimits.HASHES_WAITING_MAX + 16;
        var slow = new Passwords(TestLogin.peppers(), TestLogin.vouching(), new Argon2id.Cost(4_096, 1, 1));
        try (var busy = new TestLogin(town.store, town.directory, login.keyring, slow, () -> now)) {
            for (int i = 0; i < people; i++) busy.moveIn(Town.id("p" + i + "@home.example"), "p" + i + "@home.example", "secret" + i, Level.L1);
            for (var network : new String[] {"192.0.2.1", "198.51.%d.1"}) atOnce(busy.signIn(() -> now), people, network);
        }
    }

    /** Three connections of each. */
    private static void atOnce(SignIn signIn, int people, String network) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = IntStream.range(0, 3 * people).map(i -> i % people).mapToObj(i -> threads.submit(() -> signIn.signIn(
                "p" + i + "@home.example", "secret" + i, Service.IMAP, Optional.of(InetAddress.ofLiteral(network.formatted(i)))))).toList();
            for (var answer : answers) assertWelcome(answer.get());
        }
    }

    /** Made with the reference program: echo -n password | argon2 somesalt -id -t 2 -m 16 -p 4 -e. It opens at level L0 only. */
    @Test void aPasswordThatCameFromElsewhereIsChecked() {
        town.account("old@home.example", "$argon2id$v=19$m=65536,t=2,p=4$c29tZXNhbHQ$GpZ3sK/oH9p7VIiV56G/64Zo/8GaUw434IimaPqxwCo");
        login.credentials.mark(Town.id("old@home.example"));
        login.keyring.create(Town.id("old@home.example"));
        assertRefused(from("192.0.2.1", "old@home.example", "Password"));
        assertWelcome(from("192.0.2.1", "old@home.example", "password"));
    }

    @Test void whatIsNoPasswordLetsNobodyIn() {
        int number = 0;
        for (var alien : new String[] {"", "secret", "$argon2i$v=19$m=8,t=1,p=1$c29tZXNhbHQ$AAAA", "$argon2id$v=19$m=8,t=1,p=1$",
                "$argon2id$v=19$m=999999,t=2,p=1$c29tZXNhbHQ$GpZ3sK/oH9p7VIiV56G/64Zo/8GaUw434IimaPqxwCo", "$sigillo1$m=64,t=1,p=1$AAAA$BBBB$1"}) {
            var address = "alien" + number++ + "@home.example";
            town.account(address, alien);
            login.keyring.create(Town.id(address));
            assertRefused(from("192.0.2.1", address, "secret"));
        }
    }

    @Test void passwordsHaveBounds() {
        assertEquals(Optional.empty(), Passwords.whyNot("pw"));
        assertTrue(Passwords.whyNot("").isPresent());
        assertTrue(Passwords.whyNot("a\nb").isPresent());
        assertTrue(Passwords.whyNot("\u20ac".repeat(400)).isPresent());
    }

    private Answer from(String client, String user, String password) {
        return signIn.signIn(user, password, Service.IMAP, Optional.of(InetAddress.ofLiteral(client)));
    }

    private static void assertWelcome(Answer answer) { assertInstanceOf(Answer.Welcome.class, answer); }

    private static void assertRefused(Answer answer) { assertInstanceOf(Answer.Refused.class, answer); }

    private static void assertSlowed(Answer answer) { assertInstanceOf(Answer.Slowed.class, answer); }
}
