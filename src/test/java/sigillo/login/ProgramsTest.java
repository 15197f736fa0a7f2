package sigillo.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
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
import sigillo.base.ToldLines;
import sigillo.directory.Directory;
import sigillo.directory.DirectorySettings;
import sigillo.directory.Edited;
import sigillo.keyring.Level;
import sigillo.keyring.Unlocked;
import sigillo.keyring.Way;
import sigillo.login.Programs.Issued;
import sigillo.login.Programs.Proof;
import sigillo.login.SignIn.Answer;
import sigillo.login.SignIn.Service;
import sigillo.sealing.Randomness;
import sigillo.sealing.Slot;
import sigillo.store.PartitionName;
import sigillo.store.StoppingStore;

class ProgramsTest {
    private static final Address ANNA = Address.of("anna@home.example");
    private static final AccountId ID = new AccountId("anna");
    private static final String BACK = "http://127.0.0.1/";
    private static final Proof PROOF = new Proof("mutt", BACK, "challenge");
    private static final Programs.Wish WISH = new Programs.Wish("mutt", "mutt", Set.of(Service.IMAP, Service.SMTP));

    private final StoppingStore store = new StoppingStore();
    private Instant now = Instant.parse("2026-11-30T12:00:00Z");
    private final InstantSource clock = () -> now;
    private TestLogin server;
    private Grants grants;
    private Programs programs;
    private SignIn signIn;

    @BeforeEach void start() {
        restart();
        server.moveIn(ID, ANNA.toString(), "first", Level.L1);
    }

    private void restart() {
        if (server != null) server.close();
        server = new TestLogin(store, new Directory(store, new DirectorySettings(Domain.of("mail.home.example"), "+", Optional.empty())), clock);
        if (server.directory.domains().isEmpty()) server.editor.addDomain(Domain.of("home.example"));
        grants = server.grants(store, clock);
        programs = grants.programs();
        signIn = server.everySignIn(store, grants, false, clock);
    }

    @AfterEach void stop() { server.close(); }

    private static <T> T done(Edited<T> edited) { return ((Edited.Done<T>) edited).now(); }

    private Unlocked owner() {
        var web = server.webSignIn(store, server.signIn(clock), clock);
        return assertInstanceOf(WebSignIn.Answer.In.class, web.byPassword(ANNA.toString(), "first", Optional.empty())).unlocked();
    }

    private String code() {
        try (var open = owner()) {
            return done(programs.approve(ANNA, open, WISH, BACK, "challenge"));
        }
    }

    private static Issued.Tokens tokens(Issued issued) { return assertInstanceOf(Issued.Tokens.class, issued); }

    private Issued.Tokens given() { return tokens(programs.redeem(code(), PROOF)); }

    private Answer by(String token, Service service) { return signIn.bearer(Optional.empty(), token, service, Optional.empty()); }

    private Unlocked open(String token, Service service) { return assertInstanceOf(Answer.Welcome.class, by(token, service)).unlocked(); }

    private static Set<Service> services(Answer answer) {
        var welcome = assertInstanceOf(Answer.Welcome.class, answer);
        welcome.unlocked().close();
        return welcome.services();
    }

    private boolean opens(String token) {
        if (!(by(token, Service.IMAP) instanceof Answer.Welcome(_, var unlocked, _))) return false;
        unlocked.close();
        return true;
    }

    private List<Grant> listed() { return done(grants.list(ANNA, Grant.Kind.PROGRAM)); }

    private Issued refresh(Issued.Tokens from) { return programs.refresh(from.refresh(), "mutt", Set.of()); }

    private long slots() { return server.keyring.slots(ID).values().stream().filter(Slot.Kind.TOKEN::equals).count(); }

    @Test void aTokenOpensALockedAccountAfterARestart() {
        var token = given();
        restart();
        assertTrue(server.keyring.join(ID, 1).isEmpty(), "nobody has it open");
        try (var open = open(token.access(), Service.IMAP)) {
            assertEquals(listed().getFirst().slot(), open.slot());
            assertTrue(open.isWhole() && open.stands());
        }
        open(token.access(), Service.SMTP).close();
        assertEquals(new Answer.OutOfScope(), by(token.access(), Service.POP));
        assertEquals(Set.of(Service.IMAP, Service.SMTP), token.scopes());
        assertFalse(token.toString().contains(token.access()));
        assertInstanceOf(Answer.Refused.class, by(token.refresh(), Service.IMAP), "a refresh token signs nobody in");
        assertInstanceOf(Answer.Refused.class, signIn.bearer(Optional.of("leo@home.example"), token.access(), Service.IMAP, Optional.empty()));
    }

    @Test void nothingThatIsKeptIsAToken() {
        var token = given();
        var kept = new ArrayList<String>();
        for (var name : store.partitions("")) store.partition(name)
            .range(Bytes.EMPTY, Bytes.of(new byte[] {(byte) 255, (byte) 255}), false, (key, row) -> kept.add(text(key.unsafeArray()) + text(row)));
        for (var secret : List.of(token.access(), token.refresh())) {
            var octets = text(java.util.Base64.getUrlDecoder().decode(secret.substring(4)));
            assertTrue(kept.size() > 3 && kept.stream().noneMatch(row -> row.contains(octets.substring(octets.length() - 8)) || row.contains(secret.substring(4))));
        }
    }

    private static String text(byte[] octets) { return new String(octets, StandardCharsets.ISO_8859_1); }

    @Test void aCodeIsGoodOnceAndASecondTimeRevokes() {
        var code = code();
        assertEquals(List.of(), listed(), "until the program has come");
        var token = tokens(programs.redeem(code, PROOF));
        assertEquals(1, listed().size());
        assertTrue(opens(token.access()));
        assertEquals(new Issued.Invalid(), programs.redeem(code, PROOF));
        assertFalse(opens(token.access()));
        assertEquals(new Issued.Invalid(), refresh(token));
        assertEquals(List.of(), listed());
        assertEquals(0, slots());
    }

    @Test void aCodeNeedsWhatBelongsToIt() {
        for (var proof : List.of(new Proof("other", BACK, "challenge"), new Proof("mutt", "http://[::1]/", "challenge"),
                new Proof("mutt", BACK, "other"), new Proof("mutt", BACK, ""), Proof.ofDevice("mutt"))) {
            var code = code();
            assertEquals(new Issued.Invalid(), programs.redeem(code, proof), proof.toString());
            assertEquals(new Issued.Invalid(), programs.redeem(code, PROOF), "it was in wrong hands");
        }
        var late = code();
        now = now.plus(LoginLimits.CODE_LIFE);
        assertEquals(new Issued.Invalid(), programs.redeem(late, PROOF));
        grants.tidy();
        assertEquals(0, slots(), "what nobody came for is gone");
        for (var none : List.of("", "sgc_", "sgc_" + "A".repeat(43), "sgt_" + "A".repeat(43))) assertEquals(new Issued.Invalid(), programs.redeem(none, PROOF));
    }

    @Test void aDeviceComesWithItsCode() {
        try (var device = DeviceCode.random(Randomness.secure()); var open = owner()) {
            assertEquals(new Issued.Invalid(), programs.redeem(device.text(), Proof.ofDevice("mutt")));
            done(programs.approve(ANNA, open, WISH, device));
            assertTrue(opens(tokens(programs.redeem(device.text(), Proof.ofDevice("mutt"))).access()));
        }
    }

    @Test void anAccessTokenEndsAndAFreshOneOpensTheSameSlot() {
        var first = given();
        var long1 = open(first.access(), Service.IMAP);
        var sender = open(first.access(), Service.SMTP);
        var ended = new ArrayList<String>();
        long1.whenEnded(() -> ended.add("imap"));
        now = now.plus(LoginLimits.ACCESS_TOKEN_LIFE).minusSeconds(1);
        assertTrue(opens(first.access()) && long1.stands() && sender.stands());
        var second = tokens(refresh(first));
        assertNotEquals(first.access(), second.access());
        assertNotEquals(first.refresh(), second.refresh());
        assertTrue(opens(first.access()), "it holds for its time");
        now = now.plusSeconds(1);
        assertFalse(opens(first.access()));
        assertFalse(long1.stands() || sender.stands(), "whoever came by it comes again");
        assertTrue(opens(second.access()));
        assertEquals(1, slots());
        long1.close();
        assertEquals(List.of(), ended, "it was closed before anybody looked");
    }

    @Test void sessionsEndWithTheirToken() {
        var lapses = new Lapses(clock);
        var ended = new ArrayList<String>();
        var open = new Lapsing(open(given().access(), Service.IMAP), now.plusSeconds(60), lapses);
        open.whenEnded(() -> ended.add("one"));
        open.whenEnded(() -> ended.add("two"));
        lapses.lapse();
        assertEquals(List.of(), ended);
        now = now.plusSeconds(60);
        lapses.lapse();
        lapses.lapse();
        assertEquals(List.of("one", "two"), ended);
        open.whenEnded(() -> ended.add("late"));
        assertEquals(List.of("one", "two", "late"), ended);
        open.close();
    }

    /** What one session does at its end lacks a class: the others end in the same turn, and so in the next. */
    @Test void anErrorAtOneEndKeepsNoOtherOpen() {
        var lapses = new Lapses(clock);
        var ended = new ArrayList<String>();
        var broken = new Lapsing(open(given().access(), Service.IMAP), now.plusSeconds(60), lapses);
        broken.whenEnded(() -> { throw new NoClassDefFoundError("meant by this test"); });
        var sessions = new ArrayList<>(List.of(broken));
        for (int i = 1; i <= 3; i++) {
            var whole = new Lapsing(open(given().access(), Service.IMAP), now.plusSeconds(i < 3 ? 60 : 120), lapses);
            var name = "session " + i;
            whole.whenEnded(() -> ended.add(name));
            sessions.add(whole);
        }
        try (var told = ToldLines.of("sigillo.signin")) {
            now = now.plusSeconds(60);
            lapses.lapse();
            assertEquals(Set.of("session 1", "session 2"), Set.copyOf(ended));
            now = now.plusSeconds(60);
            lapses.lapse();
            assertEquals(3, ended.size());
            assertEquals(1, told.with("could not be ended").size());
        }
        sessions.forEach(Lapsing::close);
    }

    /** It is closed, or what it opened ends, while it is about to be looked after. */
    @Test void whatEndsBeforeItIsLookedAfterIsNotKept() {
        for (var meanwhile : List.<java.util.function.Consumer<Lapsing>>of(Lapsing::close, Lapsing::lapse)) {
            var lapses = new Lapses(clock);
            var inner = new Meanwhile();
            var open = new Lapsing(inner, now.plusSeconds(60), lapses);
            inner.then = () -> meanwhile.accept(open);
            open.whenEnded(() -> { });
            assertFalse(lapses.isEmpty());
            now = now.plusSeconds(60);
            lapses.lapse();
            assertTrue(lapses.isEmpty());
        }
    }

    /** An account of which something becomes while it is told what to do at the end. */
    private static final class Meanwhile implements Unlocked {
        private Runnable then;

        @Override public AccountId account() { return ID; }

        @Override public long slot() { return 1; }

        @Override public long add(Way way) { throw new UnsupportedOperationException(); }

        @Override public void heal() { }

        @Override public boolean isWhole() { return true; }

        @Override public void whenEnded(Runnable action) { then.run(); }

        @Override public boolean stands() { return true; }

        @Override public void close() { }
    }

    /** A mail program that was revoked asks every few minutes, and keeps nobody else of its house out. */
    @Test void aTokenThatHasEndedCountsOnce() throws UnknownHostException {
        var house = Optional.of(InetAddress.getByName("192.0.2.7"));
        var token = given();
        now = now.plus(LoginLimits.ACCESS_TOKEN_LIFE);
        for (int i = 0; i < 100; i++) assertEquals(new Answer.Refused(), signIn.bearer(Optional.empty(), token.access(), Service.IMAP, house));
        var people = (GrantSignIn) server.everySignIn(store, grants, true, clock);
        for (int i = 0; i < 100; i++) assertEquals(Duration.ZERO, people.guessed(token.refresh(), house));
        assertInstanceOf(Answer.Welcome.class, people.signIn(ANNA.toString(), "first", Service.SMTP, house));
        var waits = java.util.stream.IntStream.range(0, 200).mapToObj(i -> people.guessed("sgr_" + i, house)).filter(wait -> !wait.isZero()).count();
        assertTrue(waits > 0, "other ones are guesses");
    }

    @Test void revokingEndsAtOnce() {
        var token = given();
        var ended = new ArrayList<String>();
        open(token.access(), Service.IMAP).whenEnded(() -> ended.add("imap"));
        var sender = open(token.access(), Service.SMTP);
        done(grants.revoke(ANNA, Grant.Kind.PROGRAM, listed().getFirst().number()));
        assertEquals(List.of("imap"), ended);
        assertFalse(sender.stands() || opens(token.access()));
        assertEquals(new Issued.Invalid(), refresh(token));
        assertEquals(0, slots());
    }

    @Test void aProgramRevokesItself() {
        for (var which : List.<java.util.function.Function<Issued.Tokens, String>>of(Issued.Tokens::access, Issued.Tokens::refresh)) {
            var token = given();
            assertFalse(programs.revoke(which.apply(token), "other"));
            assertTrue(opens(token.access()));
            assertTrue(programs.revoke(which.apply(token), "mutt"));
            assertFalse(opens(token.access()));
            assertTrue(programs.revoke(which.apply(token), "mutt"), "it is void");
        }
        assertTrue(programs.revoke("nonsense", "mutt"));
    }

    @Test void aReplacedRefreshTokenRevokesTheProgramHoweverOldItIs() {
        var first = given();
        var newest = first;
        for (int i = 0; i < 9; i++) {
            now = now.plus(Duration.ofMinutes(50));
            newest = tokens(refresh(newest));
        }
        assertTrue(opens(newest.access()));
        assertEquals(new Issued.Invalid(), refresh(first));
        assertFalse(opens(newest.access()));
        assertEquals(new Issued.Invalid(), refresh(newest));
        assertEquals(0, slots());
    }

    /** The network has lost the answer. */
    @Test void theOneBeforeIsGoodForAMoment() {
        var first = given();
        var lost = tokens(refresh(first));
        now = now.plusSeconds(59);
        var second = tokens(refresh(first));
        assertTrue(opens(second.access()));
        assertEquals(new Issued.Invalid(), refresh(lost), "of two that were given one is with somebody else");
        assertFalse(opens(second.access()));

        var other = given();
        tokens(refresh(other));
        now = now.plusSeconds(60);
        assertEquals(new Issued.Invalid(), refresh(other));
        assertEquals(List.of(), listed());
    }

    @Test void noMoreThanTheOwnerHasGranted() {
        var token = given();
        assertEquals(new Issued.OutOfScope(), programs.refresh(token.refresh(), "mutt", Set.of(Service.POP)));
        var less = tokens(programs.refresh(token.refresh(), "mutt", Set.of(Service.SMTP)));
        assertEquals(new Answer.OutOfScope(), by(less.access(), Service.IMAP));
        assertEquals(Set.of(Service.SMTP), services(by(less.access(), Service.SMTP)), "the door is told what it is good for");
        assertEquals(Set.of(Service.IMAP, Service.SMTP), services(by(tokens(refresh(less)).access(), Service.SMTP)));
        assertTrue(opens(tokens(refresh(less)).access()), "the grant is as it was");
        assertEquals(new Issued.Invalid(), programs.refresh(less.refresh(), "other", Set.of()));
    }

    @Test void freshTokensAreNotMadeAllTheTime() {
        var token = given();
        for (int i = 1; i < LoginLimits.REFRESHES_MAX; i++) token = tokens(refresh(token));
        assertInstanceOf(Issued.Slowed.class, refresh(token));
        now = now.plus(LoginLimits.REFRESH_TIME);
        assertTrue(opens(tokens(refresh(token)).access()), "it was not used up");
    }

    @Test void whoDoesNotComeIsForgotten() {
        var token = given();
        now = now.plus(LoginLimits.REFRESH_TOKEN_LIFE).minusSeconds(1);
        token = tokens(refresh(token));
        now = now.plus(LoginLimits.REFRESH_TOKEN_LIFE);
        assertEquals(new Issued.Invalid(), refresh(token));
        grants.tidy();
        assertEquals(0, slots());
    }

    @Test void aDisabledAccountGetsNothing() {
        var token = given();
        var code = code();
        server.editor.setDisabled(ANNA, true);
        assertEquals(new Issued.Invalid(), refresh(token));
        assertEquals(new Issued.Invalid(), programs.redeem(code, PROOF));
        assertEquals(new Answer.Refused(), by(token.access(), Service.IMAP));
        server.editor.setDisabled(ANNA, false);
        assertTrue(opens(tokens(refresh(token)).access()));
    }

    @Test void limits() {
        var send = new Programs.Wish("printer", "printer", Set.of(Service.SMTP));
        try (var open = owner()) {
            for (int i = 0; i < LoginLimits.GRANTS_MAX; i++) done(programs.approve(ANNA, open, send, BACK, "c"));
            assertInstanceOf(Edited.Refused.class, programs.approve(ANNA, open, send, BACK, "c"), "also while they are waiting");
            now = now.plus(LoginLimits.CODE_LIFE);
            done(programs.approve(ANNA, open, send, BACK, "c"));
            assertEquals(1, slots());
            assertInstanceOf(Edited.Refused.class, programs.approve(ANNA, open, new Programs.Wish("", "m", Set.of(Service.IMAP)), BACK, "c"));
            assertInstanceOf(Edited.Refused.class, programs.approve(ANNA, open, new Programs.Wish("m", "m", Set.of()), BACK, "c"));
        }
    }

    /** Who sends alone has no way to the mail by any of his tokens. */
    @Test void whoOnlySendsOpensNothing() {
        try (var open = owner()) {
            var code = done(programs.approve(ANNA, open, new Programs.Wish("printer", "mutt", Set.of(Service.SMTP)), BACK, "challenge"));
            var token = tokens(programs.redeem(code, PROOF));
            assertEquals(0, open(token.access(), Service.SMTP).slot());
            assertEquals(new Answer.OutOfScope(), by(token.access(), Service.IMAP));
            open(tokens(refresh(token)).access(), Service.SMTP).close();
        }
    }

    /** What was revoked does not come back with its rows. */
    @Test void rowsThatWerePutBackLetNobodyIn() {
        var token = given();
        var partition = store.partition(new PartitionName("login"));
        Map<Bytes, byte[]> rows = new HashMap<>();
        partition.range(Bytes.EMPTY, Bytes.of(new byte[] {(byte) 255}), false, (key, row) -> rows.put(key, row) == null);
        done(grants.revoke(ANNA, Grant.Kind.PROGRAM, listed().getFirst().number()));
        new sigillo.store.Transactions(partition).write(tx -> {
            rows.forEach(tx::put);
            return null;
        });
        assertEquals(1, listed().size());
        assertFalse(opens(token.access()));
        assertFalse(by(token.access(), Service.SMTP) instanceof Answer.Welcome);
        assertEquals(new Issued.Invalid(), refresh(token));
    }

    /** At each commit: tokens are given whole or not at all, and none is lost that was not replaced. */
    @Test void aStopBetweenAnyTwoCommits() {
        for (int commits = 0; commits < 3; commits++) {
            var token = given();
            store.stopAfter(commits);
            Optional<Issued> heard = Optional.empty();
            try {
                heard = Optional.of(refresh(token));
            } catch (RuntimeException stopped) {
                assertTrue(store.hasStopped());
            }
            store.goOn();
            restart();
            assertTrue(opens(tokens(heard.orElseGet(() -> refresh(token))).access()), commits + " commits");
            grants.revokeAll(ID);
        }
    }
}
