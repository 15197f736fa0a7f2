package sigillo.imapd;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import sigillo.account.Account;
import sigillo.account.AccountId;
import sigillo.account.Accounts;
import sigillo.account.Deposit;
import sigillo.account.Deposited;
import sigillo.account.UndeleteSettings;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.base.Octets;
import sigillo.directory.User;
import sigillo.keyring.Keyring;
import sigillo.keyring.Level;
import sigillo.keyring.TestSeal;
import sigillo.keyring.Unlocked;
import sigillo.login.OneGrant;
import sigillo.login.SignIn;
import sigillo.sasl.PasswordText;
import sigillo.net.Tls;
import sigillo.net.Wire;
import sigillo.search.Searches;
import sigillo.spool.Spool;
import sigillo.spool.SpoolSettings;
import sigillo.store.Store;
import sigillo.store.memory.MemoryStore;

/** An IMAP door with all that is behind it: a store, anna's account, her password {@code pw}, a clock that stands. */
final class House {
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    static final InstantSource CLOCK = InstantSource.fixed(NOON);
    static final ImapLimits LIMITS = new ImapLimits(
        Duration.ofMinutes(1), Duration.ofMinutes(31), Duration.ofMinutes(2), Duration.ofMinutes(1), 200,
        Duration.ofSeconds(5), 30, 20, 4, Duration.ofMillis(1), 4, Duration.ofMinutes(4), 4, Duration.ofMillis(200), 4,
        1_000_000, 100_000, 2, 2, 0, 3_000, 6 << 20, Duration.ofMillis(300), 900, 5 << 20);
    static final ImapSettings OPEN = new ImapSettings(true, 1 << 20, LIMITS);
    static final ImapSettings STRICT = new ImapSettings(false, 1 << 20, LIMITS);

    /** As {@link #OPEN}, with room for so many messages of results that are kept, and octets on their way in. */
    static ImapSettings keeping(long results, long intakeOctets) {
        var l = LIMITS;
        return new ImapSettings(true, 1 << 20, new ImapLimits(l.strangerIdleMax(), l.idleMax(), l.commandMax(), l.messageGrace(),
            l.messageOctetsPerSecond(), l.handshakeMax(), l.strangerCommandsMax(), l.badCommandsMax(), l.failedLoginsMax(),
            l.failedLoginDelay(), l.connectionsByAccountMax(), l.stillHereEvery(), l.searchesMax(), l.inProgressEvery(),
            l.messagesTogetherMax(), l.arrangedMax(), l.threadedMax(), l.compressedMax(), l.aheadMax(),
            l.aheadAfter(), results, l.answerOctetsMax(), l.answerPatience(), l.notifyPlacesMax(), intakeOctets));
    }

    private final Searches searches;
    private final ImapDoor door;
    private final ImapDoor grants;
    final Accounts accounts;
    final Account anna;
    final Keyring keyring;
    final TestSeal.Heard alarms = new TestSeal.Heard();
    /** How much she may hold. */
    volatile OptionalLong octetsMax = OptionalLong.empty();
    /** How anna opens her account. */
    volatile Function<Keyring, Unlocked> opening = keys -> TestSeal.unlock(keys, new AccountId("anna"));

    House(Path spoolFolder, ImapSettings settings) throws IOException {
        this(new MemoryStore(), spoolFolder, settings);
    }

    House(Store store, Path spoolFolder, ImapSettings settings) throws IOException {
        this(store, spoolFolder, settings, TestSeal.LEVEL);
    }

    House(Store store, Path spoolFolder, ImapSettings settings, Level level) throws IOException {
        this(store, spoolFolder, settings, level, new Searches(4));
    }

    House(Store store, Path spoolFolder, ImapSettings settings, Level level, Searches searches) throws IOException {
        this.searches = searches;
        this.keyring = TestSeal.over(store, CLOCK, alarms);
        this.accounts = new Accounts(store, TestSeal.unattended(keyring, level), Bytes.wrap(new byte[32]), CLOCK,
            UndeleteSettings.NONE, _ -> octetsMax);
        this.anna = accounts.create(new AccountId("anna"));
        this.door = door(settings, new Owner(this), spoolFolder);
        this.grants = door(settings, new OneGrant("anna", (_, _) -> welcome()), spoolFolder);
    }

    private ImapDoor door(ImapSettings settings, SignIn signIn, Path spoolFolder) throws IOException {
        return new ImapDoor(settings, signIn, accounts, Spool.open(SpoolSettings.at(spoolFolder)), searches);
    }

    /** Anna alone signs in, and opens her account. */
    private record Owner(House house) implements SignIn {
        @Override public Answer signIn(String user, PasswordText password, Service service, Optional<InetAddress> client) {
            if (user.equals("guarded")) return new Answer.AppPasswordNeeded();
            if (user.equals("slow")) return new Answer.Slowed(Duration.ofSeconds(30));
            if (!user.equals("anna") || !password.equals(PasswordText.of("pw"))) return new Answer.Refused();
            return house.welcome();
        }
    }

    private SignIn.Answer welcome() {
        return SignIn.Answer.Welcome.toAll(new User(new AccountId("anna"), Address.of("anna@home.example")), opening.apply(keyring));
    }

    /** Something comes in by another way than IMAP. */
    void deliver(String mailbox, byte[] message) { deliver(anna, mailbox, message); }

    static void deliver(Account account, String mailbox, byte[] message) {
        var into = account.mailboxId(mailbox).orElseThrow();
        if (!(account.deposit(Deposit.of(Octets.of(message), into, NOON)) instanceof Deposited.Kept)) {
            throw new AssertionError("not kept");
        }
    }

    NotifyRoom notifying() { return door.notifying(); }

    AnswerRoom answers() { return door.answers(); }

    ImapProtocol protocol(Optional<Tls> tls) { return new ImapProtocol(door, tls, CLOCK); }

    /** Where anna alone signs in, by app passwords and tokens. */
    ImapConnection connectionByGrants(Wire wire) { return new ImapConnection(grants, wire, Optional.empty(), CLOCK); }

    ImapConnection connection(Wire wire, Optional<Tls> tls) { return new ImapConnection(door, wire, tls, CLOCK); }
}
