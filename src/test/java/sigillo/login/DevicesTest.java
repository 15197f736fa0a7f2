package sigillo.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
import sigillo.keyring.Level;
import sigillo.login.SignIn.Answer;
import sigillo.login.SignIn.Service;
import sigillo.store.PartitionName;
import sigillo.store.StoppingStore;
import sigillo.store.memory.MemoryStore;

/** Who has been here is not kept out by others' guesses, whatever happens between. */
class DevicesTest {
    private static final Address ANNA = Address.of("anna@home.example");
    private static final AccountId ID = new AccountId("anna");
    private static final String HOME = "192.0.2.1";

    private final MemoryStore store = new MemoryStore();
    private Instant now = Instant.parse("2026-11-28T08:00:00Z");
    private TestLogin login;
    private SignIn signIn;

    @BeforeEach void start() {
        restart();
        login.editor.addDomain(Domain.of("home.example"));
        login.moveIn(ID, ANNA.toString(), "secret", Level.L1);
    }

    private void restart() {
        if (login != null) login.close();
        login = new TestLogin(store, new Directory(store, new DirectorySettings(Domain.of("mail.home.example"), "+", Optional.empty())), () -> now);
        signIn = login.signIn(() -> now);
    }

    @AfterEach void stop() { login.close(); }

    private Answer from(String client, String password) {
        return signIn.signIn(ANNA.toString(), password, Service.IMAP, Optional.of(InetAddress.ofLiteral(client)));
    }

    private void guessFromElsewhere() { for (int i = 0; i < 40; i++) from("198.51.100." + i, "guess" + i); }

    private boolean isLetIn(String client, String password) {
        if (!(from(client, password) instanceof Answer.Welcome(_, var unlocked, _))) return false;
        unlocked.close();
        return true;
    }

    @Test void oneThatIsKnownIsLetInAfterARestart() {
        assertTrue(isLetIn(HOME, "secret"));
        restart();
        guessFromElsewhere();
        assertTrue(isLetIn(HOME, "secret"));
        assertInstanceOf(Answer.Slowed.class, from("192.0.2.2", "secret"), "one that is not known waits");
        assertInstanceOf(Answer.Slowed.class, from("198.51.100.1", "secret"));
    }

    /** As it was kept before 2026-11-29: bound to all that is kept of the password. */
    @Test void oneFromBeforeIsStillKnown() {
        var devices = new Devices(store, TestLogin.peppers());
        var owner = new Slowdown.Owner(ID, login.directory.account(ANNA).orElseThrow().password());
        var here = devices.of("password", owner, Slowdown.Source.of("", Optional.empty(), Optional.of(InetAddress.ofLiteral(HOME))).network());
        devices.add(new Devices.Device(ID, here.former(), here.former()), now);
        guessFromElsewhere();
        assertTrue(isLetIn(HOME, "secret"));
        assertEquals(2, rows().size(), "and is kept as they are now");
    }

    @Test void anotherOfThatNetworkMayGuessAtOthers() {
        assertTrue(isLetIn(HOME, "secret"));
        for (int i = 0; i < 40; i++) signIn.signIn("someone" + i + "@home.example", "x", Service.IMAP, Optional.of(InetAddress.ofLiteral(HOME)));
        assertTrue(isLetIn(HOME, "secret"));
    }

    @Test void aNewPasswordMakesAllUnknown() {
        assertTrue(isLetIn(HOME, "secret"));
        login.credentials.change(ANNA, "secret", "fresh");
        guessFromElsewhere();
        assertInstanceOf(Answer.Slowed.class, from(HOME, "fresh"));
    }

    @Test void whoIsAwayTooLongIsForgotten() {
        assertTrue(isLetIn(HOME, "secret"));
        now = now.plus(LoginLimits.DEVICE_KNOWN.minusDays(1));
        assertTrue(isLetIn(HOME, "secret"), "and known anew");
        now = now.plus(LoginLimits.DEVICE_KNOWN);
        guessFromElsewhere();
        assertInstanceOf(Answer.Slowed.class, from(HOME, "secret"));
        new Devices(store, TestLogin.peppers()).tidy(now);
        assertEquals(List.of(), rows());
    }

    @Test void anAccountHasABoundOfThem() {
        for (int i = 0; i < LoginLimits.DEVICES_MAX + 50; i++) {
            now = now.plusSeconds(1);
            assertTrue(isLetIn("2001:db8:0:" + Integer.toHexString(i) + "::1", "secret"));
        }
        assertEquals(LoginLimits.DEVICES_MAX, rows().size());
        guessFromElsewhere();
        assertTrue(isLetIn("2001:db8:0:32::1", "secret"), "the newest stay");
        assertFalse(isLetIn("2001:db8:0:31::1", "secret"));
    }

    @Test void theStoreDoesNotSayWhere() {
        assertTrue(isLetIn(HOME, "secret"));
        var key = rows().getFirst();
        assertEquals("d/anna/".length() + 16, key.length());
        restart();
        var owner = new Slowdown.Owner(ID, login.directory.account(ANNA).orElseThrow().password());
        var other = new Devices(store, new Peppers(TestLogin.peppers().opening(), TestLogin.peppers().opening()));
        var network = Slowdown.Source.of("", Optional.empty(), Optional.of(InetAddress.ofLiteral(HOME))).network();
        assertTrue(new Devices(store, TestLogin.peppers()).isKnown(new Devices(store, TestLogin.peppers()).of("password", owner, network), now));
        assertFalse(other.isKnown(other.of("password", owner, network), now), "only who has the server's key can ask");
    }

    /** Each step is one commit: after a stop at any of them tidying takes the rest away. */
    @Test void ofAnAccountThatIsRemovedNothingIsLeftAfterAStopAnywhere() {
        int kinds = 0;
        for (int commits = 0; ; commits++) {
            var stopping = new StoppingStore();
            try (var here = new TestLogin(stopping, new Directory(stopping, new DirectorySettings(Domain.of("mail.home.example"), "+", Optional.empty())), () -> now)) {
                furnish(here, stopping);
                stopping.stopAfter(commits);
                boolean stopped = isStopped(() -> {
                    here.editor.removeAccount(ANNA);
                    here.departed(stopping, () -> now).forget(ID);
                });
                stopping.goOn();
                try (var after = new TestLogin(stopping, new Directory(stopping, new DirectorySettings(Domain.of("mail.home.example"), "+", Optional.empty())), () -> now)) {
                    var departed = after.departed(stopping, () -> now);
                    boolean isThere = after.directory.account(ANNA).isPresent();
                    var before = departed.accounts();
                    departed.tidy();
                    assertEquals(isThere ? Set.of(ID) : Set.of(), departed.accounts());
                    if (isThere) assertEquals(before, departed.accounts(), "an account that is there keeps all");
                    else assertTrue(left(stopping).isEmpty(), "left: " + left(stopping));
                }
                kinds = Math.max(kinds, commits);
                if (!stopped) break;
            }
        }
        assertTrue(kinds >= 5, "each kind of row was in the middle once");
    }

    private void furnish(TestLogin here, StoppingStore stopping) {
        here.editor.addDomain(Domain.of("home.example"));
        var code = here.moveIn(ID, ANNA.toString(), "secret", Level.L1);
        here.kits(stopping).confirm(ANNA, code.text());
        here.turnOnFactor(stopping, here.directory.account(ANNA).orElseThrow(), () -> now);
        var grants = here.grants(stopping, () -> now);
        for (var kind : Grant.Kind.values()) grants.make(ANNA, Optional.of("secret"), new Grants.Wish(kind, "x", Set.of(Service.IMAP), Optional.empty()));
        here.signIn(() -> now).signIn(ANNA.toString(), "secret", Service.IMAP, Optional.empty());
        here.credentials.reset(ANNA, "other");
        assertEquals(Set.of(ID), here.departed(stopping, () -> now).accounts());
    }

    private static List<String> left(StoppingStore store) {
        var left = new ArrayList<String>();
        for (var name : List.of("login", "factors", "devices")) {
            store.partition(new PartitionName(name)).range(Bytes.EMPTY, Bytes.utf8("~"), false, (key, _) -> left.add(name + " " + key.toUtf8()));
        }
        return left;
    }

    private static boolean isStopped(Runnable work) {
        try {
            work.run();
            return false;
        } catch (sigillo.store.StoreException stopped) {
            return true;
        }
    }

    private List<Bytes> rows() {
        var rows = new ArrayList<Bytes>();
        store.partition(new PartitionName("devices")).range(Bytes.EMPTY, Bytes.utf8("~"), false, (key, _) -> rows.add(key));
        return rows;
    }
}
