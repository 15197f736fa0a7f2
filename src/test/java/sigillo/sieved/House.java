package sigillo.sieved;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.directory.User;
import sigillo.keyring.Unlocked;
import sigillo.login.OneGrant;
import sigillo.login.SignIn;
import sigillo.net.Tls;
import sigillo.net.Wire;
import sigillo.rules.Rules;
import sigillo.sasl.PasswordText;
import sigillo.sealing.Randomness;
import sigillo.sealing.Secret;
import sigillo.store.Store;
import sigillo.store.memory.MemoryStore;

/** A ManageSieve door with all that is behind it: a store, the scripts of anna, whose password is {@code pw}. */
final class House {
    static final AccountId ANNA = new AccountId("anna");
    static final SieveDoorLimits LIMITS = new SieveDoorLimits(Duration.ofMinutes(3), Duration.ofMinutes(31), Duration.ofMinutes(1),
        Duration.ofSeconds(5), 30, 20, 4, Duration.ofMillis(1), 2, Duration.ofMillis(50));
    static final SieveDoorSettings OPEN = new SieveDoorSettings(true, LIMITS);
    static final SieveDoorSettings STRICT = new SieveDoorSettings(false, LIMITS);

    final Rules rules;
    volatile boolean stands = true;
    final Semaphore compiling = new Semaphore(2);
    private final SieveDoor door;
    private final SieveDoor grants;

    House(SieveDoorSettings settings) { this(new MemoryStore(), settings); }

    House(Store store, SieveDoorSettings settings) {
        this.rules = new Rules(store, Secret.take(new byte[32]), Randomness.secure(), InstantSource.fixed(Instant.parse("2026-03-01T12:00:00Z")));
        this.door = new SieveDoor(settings, new Owner(this), rules, House::isThere, compiling);
        this.grants = new SieveDoor(settings, new OneGrant("anna", (_, _) -> welcome()), rules, House::isThere, compiling);
    }

    /** All folders but those that are gone. */
    private static boolean isThere(AccountId account, String folder) { return !folder.startsWith("Gone"); }

    /** Anna alone signs in. */
    private record Owner(House house) implements SignIn {
        @Override public Answer signIn(String user, PasswordText password, Service service, Optional<InetAddress> client) {
            if (service != Service.SIEVE || user.equals("elsewhere")) return new Answer.OutOfScope();
            if (user.equals("guarded")) return new Answer.AppPasswordNeeded();
            if (user.equals("slow")) return new Answer.Slowed(Duration.ofSeconds(30));
            if (!user.equals("anna") || !password.equals(PasswordText.of("pw"))) return new Answer.Refused();
            return house.welcome();
        }
    }

    private SignIn.Answer welcome() {
        return SignIn.Answer.Welcome.toAll(new User(ANNA, Address.of("anna@home.example")), Unlocked.nothing(ANNA, () -> stands));
    }

    SieveProtocol protocol(Optional<Tls> tls) { return new SieveProtocol(door, tls); }

    /** Where anna alone signs in, by app passwords and tokens. */
    SieveConnection connectionByGrants(Wire wire) { return new SieveConnection(grants, wire, Optional.empty()); }

    SieveConnection connection(Wire wire) { return new SieveConnection(door, wire, Optional.empty()); }
}
