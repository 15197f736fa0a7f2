package sigillo.web;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import sigillo.account.Account;
import sigillo.account.AccountId;
import sigillo.account.Accounts;
import sigillo.account.Usage;
import sigillo.authorization.AuthorizationSettings;
import sigillo.authorization.Authorizing;
import sigillo.autoconfig.Offered;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.base.Domain;
import sigillo.base.LoggedAlarms;
import sigillo.clients.ClientPlay;
import sigillo.correspondents.CertificateLookup;
import sigillo.correspondents.LookupSettings;
import sigillo.correspondents.PublishedCertificates;
import sigillo.directory.Directory;
import sigillo.directory.DirectorySettings;
import sigillo.doctor.Board;
import sigillo.filter.FilterSettings;
import sigillo.filter.KeptWishes;
import sigillo.filter.OwnWishes;
import sigillo.http.Beside;
import sigillo.http.HttpProtocol;
import sigillo.http2.Http2Protocol;
import sigillo.invitations.Invitations;
import sigillo.invitations.Inviting;
import sigillo.keyring.Level;
import sigillo.ledger.FailedSignIns;
import sigillo.ledger.OwnersLedger;
import sigillo.login.Grants;
import sigillo.login.Kits;
import sigillo.login.RecoveryCode;
import sigillo.login.SecondFactor;
import sigillo.login.SignIn;
import sigillo.login.TestLogin;
import sigillo.login.WebSignIn;
import sigillo.masked.Masked;
import sigillo.net.Listener;
import sigillo.net.ListenerSettings;
import sigillo.net.Room;
import sigillo.net.TestCertificates;
import sigillo.net.Tls;
import sigillo.oauth.Client;
import sigillo.oauth.RedirectUri;
import sigillo.refused.Day;
import sigillo.refused.RefusedMail;
import sigillo.sealing.Randomness;
import sigillo.sealing.Secret;
import sigillo.sending.Sending;
import sigillo.sending.TestSending;
import sigillo.store.PartitionName;
import sigillo.store.Transactions;
import sigillo.store.memory.MemoryStore;
import sigillo.vault.Vault;

/** The pages behind a real listener with TLS, for one account at L1 and one at L0, with a clock that a test moves. */
final class WebHouse implements AutoCloseable {
    static final Address ANNA = Address.of("anna@home.example");
    static final Address LEO = Address.of("leo@home.example");
    static final AccountId ANNAS = new AccountId("anna");
    static final String PASSWORD = "the first password";

    private final MemoryStore store = new MemoryStore();
    /** Of everybody. */
    volatile Usage usage = new Usage(5_000_000, OptionalLong.empty(), Optional.empty());
    private Instant now = Instant.parse("2026-11-28T12:00:00Z");
    final InstantSource clock = () -> now;
    private final Accounts accounts;
    final TestLogin login;
    final Grants grants;
    final SecondFactor factor;
    final Kits kits;
    final SignIn programs;
    final RecoveryCode code;
    final Site site;
    final Authorizing authorizing;
    final Sending sending;
    final RefusedMail refused;
    final Room room = Room.ofHeap(new LoggedAlarms(), name -> name);
    final Masked masked;
    final Vault vault;
    final PublishedCertificates published;
    final Boarding board = new Boarding();
    final Seating seat = new Seating();
    final OwnWishes wishes;
    private static final List<Offered> DOORS = List.of(new Offered(Offered.Service.IMAP, Offered.Security.TLS, "mail.home.example", 993),
        new Offered(Offered.Service.SUBMISSION, Offered.Security.TLS, "mail.home.example", 465));
    final Inviting inviting;
    volatile Optional<List<ClientPlay.Played>> played = Optional.empty();
    private final WebSignIn signIn;
    private final Listener listener;
    private final Listener plain;

    Account account(AccountId id) { return accounts.open(id); }

    WebHouse(Path folder) throws Exception { this(folder, true); }

    WebHouse(Path folder, boolean ownersChoose) throws Exception {
        login = new TestLogin(store, new Directory(store, new DirectorySettings(Domain.of("mail.home.example"), "+", Optional.empty())), clock);
        login.editor.addDomain(Domain.of("home.example"));
        code = login.moveIn(ANNAS, ANNA.toString(), PASSWORD, Level.L1);
        login.moveIn(new AccountId("leo"), LEO.toString(), PASSWORD, Level.L0);
        grants = login.grants(store, clock);
        factor = login.factor(store, clock);
        kits = login.kits(store);
        var byPassword = login.signIn(clock);
        programs = login.everySignIn(store, grants, true, clock);
        signIn = login.webSignIn(store, byPassword, clock);
        signIn.unsaid(account -> login.keyring.level(account) == Level.L2);
        sending = TestSending.over(store, clock);
        refused = new RefusedMail(store, Secret.take(new byte[32]), to -> to.equals(ANNA) ? List.of(ANNAS) : List.of(), Randomness.secure(), clock);
        var own = new Lifting(sending);
        masked = new Masked(login.directory, login.editor, store, Secret.random(Randomness.secure()), Randomness.secure(), clock);
        wishes = new OwnWishes(new KeptWishes(store, Secret.random(Randomness.secure()), Randomness.secure()), FilterSettings.DEFAULT);
        var refusals = new Letting(refused, new HashMap<>());
        authorizing = new Authorizing(new AuthorizationSettings(true, true, List.of(new Client("page", "Some page", List.of(RedirectUri.parse("https://app.example/back").orElseThrow())))),
            "https://mail.home.example", grants, Randomness.secure(), clock);
        accounts = new Accounts(store, login.keyring, Bytes.wrap(new byte[32]), clock);
        accounts.create(ANNAS);
        inviting = new Inviting(new Invitations(store, login.directory, login.editor, accounts, login.credentials, Randomness.secure(), clock), "https://mail.home.example", Level.L1,
            Optional.empty());
        vault = Vault.of(store, Secret.random(Randomness.secure()), Randomness.secure(), clock);
        grants.passkeys().whenGone(vault.slots()::removePasskey);
        published = PublishedCertificates.of(store, login.directory, Domain.of("mail.home.example"),
            Secret.random(Randomness.secure()), Randomness.secure(), clock, new LoggedAlarms());
        var ledger = new OwnersLedger(store, login.keyring, () -> "test", clock);
        site = new Site(new House(Domain.of("mail.home.example"), login.directory, signIn, login.credentials, grants, factor,
            kits, masked, login.keyring, _ -> usage, own, refusals, wishes, ownersChoose, Randomness.secure(), clock, Optional.of(authorizing), inviting, Optional.of(_ -> played), DOORS,
            new EndToEnd(vault, published, new CertificateLookup(published, Optional.empty(), LookupSettings.DEFAULT,
                clock), new OwnLedger(ledger, new FailedSignIns(ledger, clock)), accounts::open)), false,
                    Optional.of(board),
                Optional.of(seat));
        var tls = Optional.of(Tls.open(List.of(TestCertificates.write(folder, "localhost"))));
        listener = Listener.open(ListenerSettings.of("https", new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), true), tls, 
            new Http2Protocol(new Beside(List.of(new WkdDoor(published, login.directory::isLocal), new BlobDoor(vault, site::signedIn,
                id -> login.directory.account(id).isPresent(), clock)), site)),
            Optional.of(room.door(Room.Share.BROWSERS)));
        plain = Listener.open(ListenerSettings.of("http", new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), false), tls, HttpProtocol.toHttps(port()));
    }

    /** Anna looks after the server. */
    static final class Boarding implements StatusBoard {
        volatile Optional<Board> last = Optional.empty();
        volatile int looks;
        volatile Optional<String> pushKey = Optional.empty();
        final java.util.List<String> browsers = new java.util.concurrent.CopyOnWriteArrayList<>();

        volatile boolean mayOrder;
        volatile Optional<String> whyNot = Optional.empty();
        volatile int orders;

        @Override public boolean mayOrder() { return mayOrder; }

        @Override public Optional<String> order() {
            orders++;
            return whyNot;
        }

        @Override public Optional<String> pushKey() { return pushKey; }

        @Override public long browsers(AccountId account) { return browsers.size(); }

        @Override public boolean subscribe(AccountId account, String endpoint, String p256dh, String auth) {
            return endpoint.startsWith("https://") && browsers.add(account + " " + endpoint + " " + p256dh + " " + auth);
        }

        @Override public void unsubscribe(AccountId account, String endpoint) { browsers.removeIf(one -> one.startsWith(account + " " + endpoint + " ")); }

        @Override public boolean isFor(AccountId account) { return account.equals(ANNAS); }

        @Override public Optional<Board> last() { return last; }

        @Override public synchronized void look() { looks++; }
    }

    /** Answers what a test wants, and keeps what was asked. */
    static final class Seating implements OperatorSeat {
        final java.util.List<String> asked = new java.util.concurrent.CopyOnWriteArrayList<>();
        final Map<String, String> answers = new java.util.concurrent.ConcurrentHashMap<>();

        @Override public boolean isFor(AccountId account) { return account.equals(ANNAS); }

        @Override public Said ask(Address by, String what, tools.jackson.databind.JsonNode with) {
            asked.add(by + " " + what + " " + with);
            var answer = answers.get(what);
            return answer == null ? new Said.Failed("nothing is known of <b>it</b>")
                : new Said.Done(tools.jackson.databind.json.JsonMapper.shared().readTree(answer));
        }
    }

    /** Without a queue. */
    private record Lifting(Sending sending) implements OwnSending {
        @Override public Optional<Paused> of(AccountId account, boolean hasFactor) {
            return sending.paused(account).map(pause -> new Paused(pause.since(), pause.says(), pause.dice(), sending.mayOwnerLift(account, hasFactor)));
        }

        @Override public boolean lift(AccountId account, boolean hasFactor, boolean drop) {
            return sending.mayOwnerLift(account, hasFactor) && sending.liftByOwner(account);
        }

        @Override public void hasNewPassword(AccountId account) { sending.hasNewPassword(account); }
    }

    /** Each account has two that it may let in. */
    private record Letting(RefusedMail refused, Map<AccountId, Set<Address>> letIn) implements OwnRefusals {
        @Override public List<Day> of(AccountId account) { return refused.of(account); }

        @Override public boolean letIn(AccountId account, Address sender) {
            var his = letIn.computeIfAbsent(account, _ -> new HashSet<>());
            return his.contains(sender) || his.size() < 2 && his.add(sender);
        }

        @Override public boolean isLetIn(AccountId account, Address sender) { return letIn.getOrDefault(account, Set.of()).contains(sender); }
    }

    int port() { return listener.address().getPort(); }

    int plainPort() { return plain.address().getPort(); }

    Browser browser() { return new Browser(port()); }

    /** Signed in, and the kit confirmed. */
    Browser anna() {
        kits.confirm(ANNA, code.text());
        var browser = browser();
        browser.post("/sign-in", "do", "password", "address", ANNA.toString(), "password", PASSWORD);
        return browser;
    }

    void pass(Duration time) { now = now.plus(time); }

    @Override public void close() {
        listener.close();
        plain.close();
        site.close();
        signIn.close();
        login.close();
    }

    /** Its row is without the mark of the server. */
    void spoilCertificate(AccountId account) { spoil("c/" + account.text()); }

    /** Takes the mark off rows that begin so, as a release before marks wrote them. */
    void spoil(String prefix) {
        var from = Bytes.utf8(prefix);
        new Transactions(store.partition(new PartitionName("correspondents"))).write(tx -> {
            var all = new java.util.HashMap<Bytes, byte[]>();
            tx.range(from, from.afterPrefix(), false, (row, value) -> {
                all.put(row, java.util.Arrays.copyOf(value, value.length - 32));
                return true;
            });
            all.forEach(tx::put);
            return null;
        });
    }
}
