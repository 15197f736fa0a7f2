package sigillo.login;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.base.Domain;
import sigillo.directory.Directory;
import sigillo.directory.DirectorySettings;
import sigillo.directory.Edited;
import sigillo.keyring.Level;
import sigillo.login.SignIn.Answer;
import sigillo.login.SignIn.Service;
import sigillo.sasl.ScramClient;
import sigillo.store.memory.MemoryStore;

/** What a sign-in costs by app password, said and proved, and by token: CPU of the thread. The account has ten of them. */
public final class GrantBench {
    private static final String ANNA = "anna@home.example";
    private static final int ROUNDS = 2_000;

    public static void main(String[] words) {
        var store = new MemoryStore();
        var clock = InstantSource.system();
        try (var login = new TestLogin(store, new Directory(store, new DirectorySettings(Domain.of("mail.home.example"), "+", Optional.empty())), clock)) {
            login.editor.addDomain(Domain.of("home.example"));
            login.moveIn(new AccountId("anna"), ANNA, "first", Level.L1);
            var grants = login.grants(store, clock);
            String secret = "";
            for (int i = 0; i < 10; i++) secret = made(grants, Grant.Kind.APP_PASSWORD);
            var app = secret;
            var token = made(grants, Grant.Kind.TOKEN);
            var programs = login.everySignIn(store, grants, false, clock);
            for (int round = 0; round < 3; round++) {
                System.out.printf("said: %.0f us, proved (with the client's side): %.0f us, token: %.0f us%n",
                    cpu(() -> programs.signIn(ANNA, app, Service.IMAP, Optional.empty())), cpu(() -> proved(programs, app)),
                    cpu(() -> programs.bearer(Optional.empty(), token, Service.IMAP, Optional.empty())));
            }
        }
    }

    private static String made(Grants grants, Grant.Kind kind) {
        var wish = new Grants.Wish(kind, "phone", Set.of(Service.IMAP), kind == Grant.Kind.TOKEN ? Optional.of(Duration.ofDays(1)) : Optional.empty());
        return ((Edited.Done<Grants.Made>) grants.make(Address.of(ANNA), Optional.of("first"), wish)).now().secret();
    }

    private static Answer proved(SignIn programs, String password) {
        var dialogue = Dialogue.begin(programs, "SCRAM-SHA-256", Optional.empty(), Service.IMAP, Optional.empty()).orElseThrow();
        var client = new ScramClient(ANNA, password, "n,,", Bytes.EMPTY);
        var first = ((Dialogue.Turn.Ask) dialogue.on(client.first())).challenge();
        dialogue.on(client.last(first.toUtf8()));
        return ((Dialogue.Turn.Answered) dialogue.on(Bytes.EMPTY)).answer();
    }

    /** Of one, in microseconds; the account is closed after each. */
    private static double cpu(Supplier<Answer> signIn) {
        var threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        for (int i = 0; i < ROUNDS; i++) ((Answer.Welcome) signIn.get()).unlocked().close();
        return (threads.getCurrentThreadCpuTime() - start) / 1e3 / ROUNDS;
    }
}
