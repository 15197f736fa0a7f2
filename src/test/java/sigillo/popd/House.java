package sigillo.popd;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import sigillo.account.Account;
import sigillo.account.AccountId;
import sigillo.account.Accounts;
import sigillo.account.Deposit;
import sigillo.account.Deposited;
import sigillo.account.Email;
import sigillo.account.UndeleteSettings;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.base.Octets;
import sigillo.directory.PopDeletes;
import sigillo.directory.User;
import sigillo.keyring.Keyring;
import sigillo.keyring.TestSeal;
import sigillo.keyring.Unlocked;
import sigillo.login.OneGrant;
import sigillo.login.SignIn;
import sigillo.net.Tls;
import sigillo.net.Wire;
import sigillo.sasl.PasswordText;
import sigillo.store.Store;
import sigillo.store.memory.MemoryStore;

/** A POP door with all that is behind it: a store, anna's account, her password {@code pw}, a clock that stands. */
final class House {
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    static final InstantSource CLOCK = InstantSource.fixed(NOON);
    static final PopLimits LIMITS = limits(Duration.ofMillis(20), Duration.ofSeconds(30), 5_000);
    static final PopSettings OPEN = new PopSettings(true, LIMITS);
    static final PopSettings STRICT = new PopSettings(false, LIMITS);

    static PopLimits limits(Duration lockWait, Duration quietMax, int updatePiece) {
        return new PopLimits(Duration.ofMinutes(3), Duration.ofSeconds(630), Duration.ofMinutes(1), Duration.ofSeconds(5), 30, 20, 4,
            Duration.ofMillis(1), lockWait, quietMax, updatePiece, 1_000, Duration.ofHours(1));
    }

    final Accounts accounts;
    final Account anna;
    final Keyring keyring;
    volatile PopDeletes deletes = PopDeletes.EXPUNGE;
    /** How anna opens her account. */
    volatile Function<Keyring, Unlocked> opening = keys -> TestSeal.unlock(keys, new AccountId("anna"));
    private final PopDoor door;
    private final PopDoor grants;

    House(PopSettings settings) { this(new MemoryStore(), settings); }

    House(Store store, PopSettings settings) {
        this.keyring = TestSeal.over(store, CLOCK, new TestSeal.Heard());
        this.accounts = new Accounts(store, TestSeal.unattended(keyring, TestSeal.LEVEL), Bytes.wrap(new byte[32]), CLOCK,
            new UndeleteSettings(Duration.ofDays(30), 1 << 30));
        this.anna = accounts.create(new AccountId("anna"));
        this.door = new PopDoor(settings, new Owner(this), accounts, _ -> deletes, CLOCK);
        this.grants = new PopDoor(settings, new OneGrant("anna", (_, _) -> welcome()), accounts, _ -> deletes, CLOCK);
    }

    /** Anna alone signs in, and opens her account. */
    private record Owner(House house) implements SignIn {
        @Override public Answer signIn(String user, PasswordText password, Service service, Optional<InetAddress> client) {
            if (service != Service.POP) return new Answer.OutOfScope();
            if (user.equals("guarded")) return new Answer.AppPasswordNeeded();
            if (user.equals("slow")) return new Answer.Slowed(Duration.ofSeconds(30));
            if (!user.equals("anna") || !password.equals(PasswordText.of("pw"))) return new Answer.Refused();
            return house.welcome();
        }
    }

    private SignIn.Answer welcome() {
        return SignIn.Answer.Welcome.toAll(new User(new AccountId("anna"), Address.of("anna@home.example")), opening.apply(keyring));
    }

    /** Something comes in by another way. */
    Email deliver(String mailbox, byte[] message) {
        var into = anna.mailboxId(mailbox).orElseThrow();
        var deposit = new Deposit(Octets.of(message), List.of(into), Set.of(), false, NOON, Optional.empty());
        if (anna.deposit(deposit) instanceof Deposited.Kept(var email)) return email;
        throw new AssertionError("not kept");
    }

    long held(String mailbox) { return anna.mailbox(mailbox).orElseThrow().counts().emails(); }

    PopProtocol protocol(Optional<Tls> tls) { return new PopProtocol(door, tls); }

    /** Where anna alone signs in, by app passwords and tokens. */
    PopConnection connectionByGrants(Wire wire) { return new PopConnection(grants, wire, Optional.empty()); }

    PopConnection connection(Wire wire) { return new PopConnection(door, wire, Optional.empty()); }
}
