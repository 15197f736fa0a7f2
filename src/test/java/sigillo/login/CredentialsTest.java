package sigillo.login;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.account.AccountId;
import sigillo.account.ContentSeal.Kind;
import sigillo.account.Locked;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.base.Domain;
import sigillo.directory.Directory;
import sigillo.directory.DirectorySettings;
import sigillo.directory.Edited;
import sigillo.keyring.Level;
import sigillo.login.SignIn.Answer;
import sigillo.login.SignIn.Service;
import sigillo.sealing.Slot;
import sigillo.store.StoppingStore;
import sigillo.store.StoreException;
import sigillo.store.memory.MemoryStore;

/** The life of an account's credentials, with clients connected meanwhile and a stop between any two steps. */
class CredentialsTest {
    private static final Address ANNA = Address.of("anna@home.example");
    private static final AccountId ID = new AccountId("anna");
    private static final byte[] TEXT = Bytes.utf8("the zebra is striped").toArray();
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-27T12:00:00Z"));

    private final StoppingStore store = new StoppingStore();
    private TestLogin server;
    /** The one that was told last: the one from before works until a new one is told. */
    private RecoveryCode code;
    /** What was sealed when, by its number. */
    private final Map<Integer, byte[]> mail = new HashMap<>();

    @BeforeEach void start() { restart(); }

    /** The server stops without a word and comes back. */
    private void restart() {
        if (server != null) server.close();
        server = new TestLogin(store, new Directory(store, new DirectorySettings(Domain.of("mail.home.example"), "+", Optional.empty())), CLOCK);
        if (server.directory.domains().isEmpty()) server.editor.addDomain(Domain.of("home.example"));
    }

    @AfterEach void stop() { server.close(); }

    private void anna(Level level) {
        code = server.moveIn(ID, ANNA.toString(), "first", level);
        arrive(1);
    }

    private void arrive(int number) {
        server.keyring.prepare(ID);
        mail.put(number, server.keyring.seal(ID, Kind.META, number, TEXT));
    }

    private Answer signIn(String password) { return server.signIn(CLOCK).signIn(ANNA.toString(), password, Service.IMAP, Optional.empty()); }

    private void assertRefused(String password) { assertInstanceOf(Answer.Refused.class, signIn(password), password); }

    /** Signs in, and finds that just these open. */
    private void assertOpens(String password, Integer... numbers) {
        var welcome = assertInstanceOf(Answer.Welcome.class, signIn(password), password);
        try (var unlocked = welcome.unlocked()) {
            var opens = new ArrayList<Integer>();
            mail.forEach((number, sealed) -> {
                if (opens(number)) opens.add(number);
            });
            assertEquals(List.of(numbers), opens.stream().sorted().toList(), "with " + password);
            assertEquals(numbers.length == mail.size(), unlocked.isWhole());
        }
        restart();
    }

    private boolean opens(int number) {
        try {
            assertArrayEquals(TEXT, server.keyring.open(ID, Kind.META, number, mail.get(number)));
            return true;
        } catch (Locked locked) {
            return false;
        }
    }

    private static <T> T done(Edited<T> edited) {
        if (edited instanceof Edited.Refused<T>(var why)) throw new AssertionError(why);
        return ((Edited.Done<T>) edited).now();
    }

    private static void assertRefused(Edited<?> edited) { assertInstanceOf(Edited.Refused.class, edited); }

    // ---- paths ----

    @Test void thePasswordOpensTheAccountAndNobodyElse() {
        anna(Level.L1);
        assertOpens("first", 1);
        assertRefused("second");
        assertThrows(Locked.class, () -> server.keyring.open(ID, Kind.META, 1, mail.get(1)));
    }

    @Test void whatIsKeptIsOfNoUseWithoutThePeppers() {
        anna(Level.L1);
        var kept = server.directory.account(ANNA).orElseThrow().password();
        assertTrue(kept.startsWith("$sigillo1$m=64,t=1,p=1$") && kept.endsWith("$1"), kept);
        var thief = new Passwords(new Peppers(sigillo.sealing.Secret.take(new byte[32]), sigillo.sealing.Secret.take(new byte[32])), TestLogin.vouching(), new Argon2id.Cost(64, 1, 1));
        assertEquals(false, thief.check(ID, KeptPassword.parse(kept), "first").isRight());
        thief.close();
    }

    @Test void theOwnerChangesHisPassword() {
        anna(Level.L1);
        var device = assertInstanceOf(Answer.Welcome.class, signIn("first")).unlocked();
        var ended = new ArrayList<String>();
        device.whenEnded(() -> ended.add("device"));
        assertRefused(server.credentials.change(ANNA, "wrong", "second"));
        done(server.credentials.change(ANNA, "first", "second"));
        assertEquals(List.of("device"), ended, "who came by the old password is ended");
        arrive(2);
        restart();
        assertRefused("first");
        assertOpens("second", 1, 2);
        assertEquals(2, server.keyring.slots(ID).size());
    }

    @Test void aLostPasswordIsReplacedWithTheRecoveryCode() {
        anna(Level.L1);
        assertRefused(server.credentials.recover(ANNA, RecoveryCode.random(sigillo.sealing.Randomness.secure()), "second"));
        done(server.credentials.recover(ANNA, RecoveryCode.parse(code.text().toLowerCase()).orElseThrow(), "second"));
        assertRefused("first");
        assertOpens("second", 1);
    }

    @Test void afterTheOperatorsResetTheCodeOpensOldMail() {
        anna(Level.L1);
        done(server.credentials.reset(ANNA, "second"));
        arrive(2);
        restart();
        assertRefused("first");
        assertOpens("second", 2);
        assertRefused(server.credentials.unlock(ANNA, "neither"));
        done(server.credentials.unlock(ANNA, code.text()));
        restart();
        assertOpens("second", 1, 2);
    }

    @Test void afterTheOperatorsResetsAnyFormerPasswordOpensTheMailOfItsTime() {
        anna(Level.L1);
        done(server.credentials.reset(ANNA, "second"));
        arrive(2);
        done(server.credentials.reset(ANNA, "third"));
        arrive(3);
        restart();
        assertOpens("third", 3);
        assertFalse(((Edited.Done<Credentials.Unlocking>) server.credentials.unlock(ANNA, "first")).now().isWhole());
        assertOpens("third", 1, 3);
        assertTrue(((Edited.Done<Credentials.Unlocking>) server.credentials.unlock(ANNA, "second")).now().isWhole());
        assertOpens("third", 1, 2, 3);
    }

    /** What is left locked is told by what the present password opens, whoever has the account open meanwhile. */
    @Test void theCodeLeavesNothingLocked() {
        anna(Level.L1);
        done(server.credentials.reset(ANNA, "second"));
        done(server.credentials.reset(ANNA, "third"));
        restart();
        assertFalse(((Edited.Done<Credentials.Unlocking>) server.credentials.unlock(ANNA, "first")).now().isWhole());
        restart();
        assertTrue(((Edited.Done<Credentials.Unlocking>) server.credentials.unlock(ANNA, code.text())).now().isWhole());
    }

    /** A change is made alone; the hash that it needs is not, which others would wait for. */
    @Tag("gate") @Test void nobodyWaitsForTheHashOfAnother() throws Exception {
        anna(Level.L0);
        var costly = new Argon2id.Cost(65_536, 10, 1);
        var others = Address.of("bruno@home.example");
        server.moveIn(new AccountId("bruno"), others.toString(), "his", Level.L0);
        var hers = new Passwords(TestLogin.peppers(), TestLogin.vouching(), costly);
        try (var slow = new TestLogin(store, server.directory, server.keyring, hers, CLOCK)) {
            done(slow.credentials.reset(ANNA, "first"));
            var change = new FutureTask<>(() -> slow.credentials.change(ANNA, "first", "second"));
            Thread.ofPlatform().start(change);
            Thread.sleep(50);
            for (int i = 0; i < 3; i++) done(slow.credentials.renewKeys(others));
            assertFalse(change.isDone(), "it is hashing");
            done(change.get());
        }
        start();
    }

    @Test void atL0TheOperatorsResetLocksNothing() {
        anna(Level.L0);
        done(server.credentials.reset(ANNA, "second"));
        assertRefused("first");
        assertOpens("second", 1);
    }

    @Test void aNewRecoveryCodeVoidsTheOneBefore() {
        anna(Level.L1);
        assertRefused(server.credentials.newCode(ANNA, Optional.empty()));
        assertRefused(server.credentials.newCode(ANNA, Optional.of("wrong")));
        var next = done(server.credentials.newCode(ANNA, Optional.of("first")));
        assertRefused(server.credentials.recover(ANNA, code, "second"));
        done(server.credentials.recover(ANNA, next, "second"));
        assertOpens("second", 1);
    }

    /** What its owner has replaced gets nobody in, and unlocks what a reset has locked until that is open. */
    @Test void aCodeThatWasReplacedStillUnlocksWhatIsLocked() {
        anna(Level.L1);
        done(server.credentials.reset(ANNA, "second"));
        arrive(2);
        var next = done(server.credentials.newCode(ANNA, Optional.of("second")));
        arrive(3);
        restart();
        assertOpens("second", 2, 3);
        assertRefused(server.credentials.recover(ANNA, code, "third"));
        assertFalse(done(server.credentials.unlock(ANNA, next.text())).isWhole());
        restart();
        try (var secret = code.secret(); var former = server.keyring.unlockFormer(ID, formerSlot(Slot.Kind.RECOVERY), secret).orElseThrow()) {
            assertEquals(List.of(true, false, false), Stream.of(1, 2, 3).map(this::opens).toList(), "nothing that came since");
            assertFalse(former.isWhole());
        }
        restart();
        assertTrue(done(server.credentials.unlock(ANNA, code.text())).isWhole());
        restart();
        assertOpens("second", 1, 2, 3);
        assertEquals(Map.of(), server.keyring.formerSlots(ID), "nobody needs it any more");
        assertRefused(server.credentials.unlock(ANNA, code.text()));
        done(server.credentials.recover(ANNA, next, "third"));
        restart();
        assertOpens("third", 1, 2, 3);
    }

    private long formerSlot(Slot.Kind kind) {
        return server.keyring.formerSlots(ID).entrySet().stream().filter(slot -> slot.getValue() == kind).findFirst().orElseThrow().getKey();
    }

    @Test void ofSeveralResetsEachCodeUnlocksTheMailOfItsTime() {
        anna(Level.L1);
        done(server.credentials.reset(ANNA, "second"));
        done(server.credentials.reset(ANNA, "third"));
        arrive(2);
        var second = done(server.credentials.newCode(ANNA, Optional.of("third")));
        done(server.credentials.reset(ANNA, "fourth"));
        arrive(3);
        var third = done(server.credentials.newCode(ANNA, Optional.of("fourth")));
        arrive(4);
        restart();
        assertOpens("fourth", 3, 4);
        assertFalse(done(server.credentials.unlock(ANNA, second.text())).isWhole());
        restart();
        assertOpens("fourth", 2, 3, 4);
        assertRefused(server.credentials.unlock(ANNA, second.text())); // nothing is left of it, while other mail is locked
        assertTrue(done(server.credentials.unlock(ANNA, code.text())).isWhole());
        restart();
        assertOpens("fourth", 1, 2, 3, 4);
        done(server.credentials.recover(ANNA, third, "fifth"));
        restart();
        assertOpens("fifth", 1, 2, 3, 4);
    }

    /** Neither a password that is set by the new code, nor other keys, nor another level and back take the way away. */
    @Test void whatElseIsChangedLeavesTheWayToWhatIsLocked() {
        anna(Level.L1);
        done(server.credentials.reset(ANNA, "second"));
        var next = done(server.credentials.newCode(ANNA, Optional.of("second")));
        var another = done(server.credentials.newCode(ANNA, Optional.of("second")));
        assertRefused(server.credentials.unlock(ANNA, next.text()));
        assertEquals(2, server.keyring.formerSlots(ID).size(), "of the first password and the first code");
        done(server.credentials.recover(ANNA, another, "third"));
        done(server.credentials.renewKeys(ANNA));
        done(server.credentials.level(ANNA, Level.L0, Optional.of("third")));
        done(server.credentials.newCode(ANNA, Optional.empty()));
        done(server.credentials.level(ANNA, Level.L1, Optional.empty()));
        arrive(2);
        restart();
        assertOpens("third", 2);
        assertTrue(server.keyring.unlockFormer(ID, formerSlot(Slot.Kind.RECOVERY), code.secret()).isPresent());
        restart();
        assertTrue(done(server.credentials.unlock(ANNA, "first")).isWhole(), "the former password does as well");
        restart();
        assertOpens("third", 1, 2);
    }

    @Test void soManyCodesWaitAndNoMore() {
        anna(Level.L1);
        for (int i = 0; i < LoginLimits.FORMER_CODES_MAX; i++) {
            done(server.credentials.reset(ANNA, "password " + i));
            done(server.credentials.newCode(ANNA, Optional.of("password " + i)));
            arrive(i + 2);
        }
        done(server.credentials.reset(ANNA, "last"));
        assertRefused(server.credentials.newCode(ANNA, Optional.of("last")));
        done(server.credentials.unlock(ANNA, code.text()));
        done(server.credentials.newCode(ANNA, Optional.of("last")));
    }

    private Set<Long> kept() { return new FormerPasswords(store).of(ID).keySet(); }

    @Test void nothingIsLeftOfAFormerPasswordThatOpensNoMore() {
        anna(Level.L1);
        done(server.credentials.reset(ANNA, "second"));
        arrive(2);
        done(server.credentials.reset(ANNA, "third"));
        assertEquals(2, kept().size());
        assertFalse(done(server.credentials.unlock(ANNA, "first")).isWhole());
        assertEquals(server.keyring.formerSlots(ID).keySet(), kept());
        assertTrue(done(server.credentials.unlock(ANNA, code.text())).isWhole());
        assertEquals(Set.of(), kept());
        new FormerPasswords(store).keep(ID, 99, "of a release before");
        restart();
        server.credentials.tidy();
        assertEquals(Set.of(), kept());
    }

    /** The operator gets people in all the same, and is told; each unlocking of mail takes so many hashes at most. */
    @Test void soManyFormerPasswordsWaitAndNoMore() {
        anna(Level.L1);
        for (int i = 0; i < LoginLimits.FORMER_PASSWORDS_MAX; i++) {
            assertTrue(done(server.credentials.reset(ANNA, "password " + i)).isFormerKept());
        }
        arrive(2);
        assertFalse(done(server.credentials.reset(ANNA, "last")).isFormerKept());
        arrive(3);
        assertEquals(LoginLimits.FORMER_PASSWORDS_MAX, kept().size());
        assertEquals(kept(), server.keyring.formerSlots(ID).keySet(), "nor is the slot, which nobody could open");
        assertOpens("last", 3);
        assertRefused(server.credentials.unlock(ANNA, "password " + (LoginLimits.FORMER_PASSWORDS_MAX - 1)));
        done(server.credentials.unlock(ANNA, "first"));
        restart();
        assertOpens("last", 1, 3);
        assertTrue(done(server.credentials.reset(ANNA, "one more")).isFormerKept(), "there is a place again");
        assertTrue(done(server.credentials.unlock(ANNA, code.text())).isWhole());
        restart();
        assertOpens("one more", 1, 2, 3);
    }

    private Set<Long> formerPasswordSlots() {
        return server.keyring.formerSlots(ID).entrySet().stream().filter(slot -> slot.getValue() == Slot.Kind.PASSWORD)
            .map(Map.Entry::getKey).collect(Collectors.toSet());
    }

    /** As stops of a release before may have left it: a slot that a password opened of which nothing is kept. */
    @Test void aFormerSlotThatNobodyCouldOpenGoes() {
        anna(Level.L1);
        done(server.credentials.reset(ANNA, "second"));
        arrive(2);
        done(server.credentials.newCode(ANNA, Optional.of("second")));
        done(server.credentials.reset(ANNA, "third"));
        var slots = formerPasswordSlots();
        assertEquals(2, slots.size());
        new FormerPasswords(store).forgetBut(ID, Set.of(Collections.max(slots)));
        restart();
        server.credentials.tidy();
        assertEquals(Set.of(Collections.max(slots)), formerPasswordSlots());
        formerSlot(Slot.Kind.RECOVERY); // is there still: codes need nothing that is kept beside
        assertFalse(done(server.credentials.unlock(ANNA, "second")).isWhole());
        assertTrue(done(server.credentials.unlock(ANNA, code.text())).isWhole());
        restart();
        assertOpens("third", 1, 2);
    }

    /** The former password that has no place any more has no slot either, wherever the reset was stopped. */
    @Test void aStoppedResetLeavesNoSlotThatNobodyCouldOpen() {
        boolean stopped = true;
        for (int commits = 0; stopped; commits++) {
            var test = new CredentialsTest();
            test.restart();
            test.anna(Level.L1);
            for (int i = 0; i < LoginLimits.FORMER_PASSWORDS_MAX; i++) done(test.server.credentials.reset(ANNA, "password " + i));
            test.store.stopAfter(commits);
            try {
                test.server.credentials.reset(ANNA, "last");
            } catch (StoreException stop) {
                assertTrue(test.store.hasStopped());
            }
            stopped = test.store.hasStopped();
            test.store.goOn();
            test.restart();
            test.server.credentials.tidy();
            assertEquals(test.kept(), test.formerPasswordSlots(), "after " + commits + " commits");
            test.stop();
        }
    }

    @Test void levelsAreChangedWithTwoClientsConnected() {
        anna(Level.L0);
        var one = assertInstanceOf(Answer.Welcome.class, signIn("first")).unlocked();
        var two = assertInstanceOf(Answer.Welcome.class, signIn("first")).unlocked();
        done(server.credentials.level(ANNA, Level.L1, Optional.empty()));
        arrive(2);
        assertTrue(opens(1) && opens(2), "who is connected goes on");
        one.close();
        assertTrue(opens(1) && opens(2));
        two.close();
        restart();
        assertEquals(Level.L1, server.keyring.level(ID));
        assertThrows(Locked.class, () -> server.keyring.open(ID, Kind.META, 2, mail.get(2)));
        assertOpens("first", 1, 2);
        assertRefused(server.credentials.level(ANNA, Level.L1, Optional.empty()));
        assertRefused(server.credentials.level(ANNA, Level.L0, Optional.empty()));
        assertRefused(server.credentials.level(ANNA, Level.L0, Optional.of("wrong")));
        done(server.credentials.level(ANNA, Level.L0, Optional.of("first")));
        restart();
        assertTrue(opens(1) && opens(2), "the server opens it");
    }

    @Test void keysAreRenewedWithAClientConnected() {
        anna(Level.L1);
        var client = assertInstanceOf(Answer.Welcome.class, signIn("first")).unlocked();
        done(server.credentials.renewKeys(ANNA));
        arrive(2);
        assertTrue(opens(1) && opens(2));
        client.close();
        restart();
        assertOpens("first", 1, 2);
    }

    @Test void nobodyIsAnsweredLikeSomebody() {
        var nobody = Address.of("nobody@home.example");
        assertRefused(server.credentials.reset(nobody, "x"));
        assertRefused(server.credentials.unlock(nobody, "x"));
        assertInstanceOf(Answer.Refused.class, server.signIn(CLOCK).signIn(nobody.toString(), "x", Service.IMAP, Optional.empty()));
    }

    // ---- a stop between any two steps ----

    /** A change, and the passwords that work when it is over; before, the first one does. */
    private record Change(String name, Level level, Consumer<CredentialsTest> walk, String after, List<Integer> opens) {}

    private static final List<Change> CHANGES = List.of(
        new Change("change", Level.L1, t -> t.server.credentials.change(ANNA, "first", "second"), "second", List.of(1, 2)),
        new Change("recover", Level.L1, t -> t.server.credentials.recover(ANNA, t.code, "second"), "second", List.of(1, 2)),
        new Change("reset", Level.L1, t -> t.server.credentials.reset(ANNA, "second"), "second", List.of(2)),
        new Change("reset at L0", Level.L0, t -> t.server.credentials.reset(ANNA, "second"), "second", List.of(1, 2)),
        new Change("new code", Level.L1, t -> t.code = done(t.server.credentials.newCode(ANNA, Optional.of("first"))), "first", List.of(1, 2)),
        new Change("to L1", Level.L0, t -> t.server.credentials.level(ANNA, Level.L1, Optional.empty()), "first", List.of(1, 2)),
        new Change("to L0", Level.L1, t -> t.server.credentials.level(ANNA, Level.L0, Optional.of("first")), "first", List.of(1, 2)),
        new Change("renewal", Level.L1, t -> t.server.credentials.renewKeys(ANNA), "first", List.of(1, 2)));

    @TestFactory Stream<DynamicTest> aStopLeavesTheOldWayOrTheNewOne() {
        return CHANGES.stream().map(change -> DynamicTest.dynamicTest(change.name, () -> {
            for (int commits = 0; walkUntil(change, commits); commits++) continue;
        }));
    }

    /** Whether the stop came before the change was over. */
    private static boolean walkUntil(Change change, int commits) {
        var test = new CredentialsTest();
        test.restart();
        test.anna(change.level);
        test.store.stopAfter(commits);
        boolean stopped = false;
        try {
            change.walk.accept(test);
        } catch (StoreException stop) {
            stopped = true;
        }
        stopped |= test.store.hasStopped();
        test.store.goOn();
        test.restart();
        test.server.credentials.tidy();
        test.arrive(2);
        var now = test.signIn(change.after) instanceof Answer.Welcome(_, var unlocked, _) ? unlocked : null;
        if (now == null) {
            assertTrue(stopped && !change.after.equals("first"), change.name + " after " + commits + " commits");
            test.assertOpens("first", 1, 2);
        } else {
            now.close();
            test.restart();
            test.assertOpens(change.after, change.opens.toArray(Integer[]::new));
        }
        long passwords = test.server.keyring.slots(ID).values().stream().filter(Slot.Kind.PASSWORD::equals).count();
        assertEquals(1, passwords, change.name + " after " + commits + " commits leaves one password");
        done(test.server.credentials.recover(ANNA, test.code, "last"));
        test.restart();
        test.assertOpens("last", 1, 2);
        test.stop();
        return stopped;
    }
}
