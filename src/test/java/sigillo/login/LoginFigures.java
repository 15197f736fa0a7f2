package sigillo.login;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.directory.Directory;
import sigillo.directory.DirectorySettings;
import sigillo.directory.Edited;
import sigillo.keyring.Level;
import sigillo.login.SignIn.Answer;
import sigillo.login.SignIn.Service;
import sigillo.store.memory.MemoryStore;

/** What signing in costs, without a store on a disk and without the wire: see docs/measurements.md. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class LoginFigures {
    private static final String ANNA = "anna@home.example";

    /** An account at level L1 with ten app passwords and a token. */
    @State(Scope.Benchmark)
    public static class House {
        private TestLogin login;
        private SignIn signIn;
        private String appPassword;
        private String token;

        @Setup public void build() {
            var store = new MemoryStore();
            var clock = InstantSource.system();
            var settings = new DirectorySettings(Domain.of("mail.home.example"), "+", Optional.empty());
            login = new TestLogin(store, new Directory(store, settings), clock);
            login.editor.addDomain(Domain.of("home.example"));
            login.moveIn(new AccountId("anna"), ANNA, "first", Level.L1);
            var grants = login.grants(store, clock);
            for (int i = 0; i < 10; i++) appPassword = made(grants, Grant.Kind.APP_PASSWORD);
            token = made(grants, Grant.Kind.TOKEN);
            signIn = login.everySignIn(store, grants, false, clock);
        }

        private static String made(Grants grants, Grant.Kind kind) {
            var ends = kind == Grant.Kind.TOKEN ? Optional.of(Duration.ofDays(1)) : Optional.<Duration>empty();
            var wish = new Grants.Wish(kind, "phone", Set.of(Service.IMAP), ends);
            return ((Edited.Done<Grants.Made>) grants.make(Address.of(ANNA), Optional.of("first"), wish)).now().secret();
        }

        @TearDown public void close() { login.close(); }
    }

    /** The account's keys stay open from the sign-in before. */
    @Benchmark public Answer byAppPassword(House house) {
        return closed(house.signIn.signIn(ANNA, house.appPassword, Service.IMAP, Optional.empty()));
    }

    @Benchmark public Answer byToken(House house) {
        return closed(house.signIn.bearer(Optional.empty(), house.token, Service.IMAP, Optional.empty()));
    }

    private static Answer closed(Answer answer) {
        ((Answer.Welcome) answer).unlocked().close();
        return answer;
    }

    /** The block of memory that a server keeps for it. */
    @State(Scope.Benchmark)
    public static class Stretching {
        final Argon2id.Cost cost = new Argon2id.Cost(65_536, 3, 1);
        final byte[] password = "correct horse battery staple".getBytes(StandardCharsets.US_ASCII);
        final Arena arena = Arena.ofShared();
        final MemorySegment memory = arena.allocate(cost.memoryOctets(), 64);

        @TearDown public void close() { arena.close(); }
    }

    @Benchmark
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    public byte[] stretchAPassword(Stretching s) {
        return Argon2id.hash(s.password, new byte[16], new byte[0], new byte[0], s.cost, 64, s.memory);
    }
}
