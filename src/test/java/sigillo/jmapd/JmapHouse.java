package sigillo.jmapd;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import sigillo.account.Account;
import sigillo.account.AccountId;
import sigillo.account.Accounts;
import sigillo.account.Deposit;
import sigillo.account.Deposited;
import sigillo.account.Email;
import sigillo.account.Keyword;
import sigillo.account.UndeleteSettings;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.base.Domain;
import sigillo.base.Octets;
import sigillo.directory.User;
import sigillo.http.Asked;
import sigillo.http.Fields;
import sigillo.http.Incoming;
import sigillo.http.Reply;
import sigillo.imapd.ImapLimits;
import sigillo.imapd.ImapProtocol;
import sigillo.imapd.ImapSettings;
import sigillo.keyring.Keyring;
import sigillo.keyring.TestSeal;
import sigillo.keyring.Unlocked;
import sigillo.keyring.Way;
import sigillo.login.SignIn;
import sigillo.rules.Rules;
import sigillo.sasl.PasswordText;
import sigillo.search.Searches;
import sigillo.sealing.Randomness;
import sigillo.sealing.Secret;
import sigillo.smime.Authorities;
import sigillo.smime.SmimeVerifier;
import sigillo.spool.Spool;
import sigillo.spool.SpoolSettings;
import sigillo.store.PartitionName;
import sigillo.store.Transactions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A JMAP door with what is behind it, without a socket: anna's account, her password {@code pw}, her token {@code t}, a clock that stands. */
final class JmapHouse implements AutoCloseable {
    /** As clients have one: it takes more than a request may. */
    private static final JsonMapper READER = new JsonMapper();
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final InstantSource CLOCK = InstantSource.fixed(NOON);
    static final AccountId ANNA = new AccountId("anna");

    private JmapSocket socket; // null while calls go over HTTP
    private Path folder;
    private Spool spool;
    /** What anna may keep, in octets. */
    volatile OptionalLong quota = OptionalLong.empty();
    /** All that there is, as the text of a list. */
    private static final String USING = SessionObject.CAPABILITIES.stream().map(one -> "\"" + one + "\"").collect(Collectors.joining(", "));
    final TroubledStore store = new TroubledStore();
    private final Rules rules = new Rules(store, Secret.take(new byte[32]), Randomness.secure(), CLOCK);
    private final Keyring keyring = TestSeal.over(store, CLOCK, new TestSeal.Heard());
    final Accounts accounts =
        new Accounts(store, TestSeal.unattended(keyring, TestSeal.LEVEL), Bytes.wrap(new byte[32]), CLOCK, UndeleteSettings.NONE, _ -> quota);
    final Account anna = accounts.create(ANNA);
    /** Requests that hold the account open now. */
    final AtomicInteger open = new AtomicInteger();
    /** What her password and token are good for. */
    volatile Set<SignIn.Service> services = Set.of(SignIn.Service.values());
    /** How anna opens her account. */
    volatile Function<Keyring, Unlocked> opening = keys -> TestSeal.unlock(keys, ANNA);
    final PostOffice post = new PostOffice(store, accounts::open);
    final JmapDoor door;

    /** Who may certify signers; asked at the first signature. */
    volatile Authorities authorities = Authorities.of(List.of());

    JmapHouse() { this(new Searches(4)); }

    JmapHouse(Searches searches) { this(searches, 1L << 30); }

    /** {@code spoolOctets}: as many fit into its memory, and onto its disk. */
    JmapHouse(Searches searches, long spoolOctets) {
        door = new JmapDoor(Domain.of("mail.home.example"), new Owner(), accounts, spool(spoolOctets), searches, post.outbox, new SmimeVerifier(() -> authorities), post.clock());
        door.scripting(rules);
    }

    private Spool spool(long octets) {
        try {
            folder = Files.createTempDirectory("jmap-spool");
            folder.toFile().deleteOnExit(); // also after a test that failed before it closed the house
            return spool = Spool.open(new SpoolSettings(folder, 128 << 10, Math.min(octets, 16L << 20), octets));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The texts of all scripts: what is kept of them is no script any more. */
    void damageScripts() {
        var partition = store.partition(new PartitionName("rules"));
        new Transactions(partition).write(tx -> {
            partition.range(Bytes.utf8("s/"), Bytes.utf8("t"), false, (row, _) -> {
                tx.put(row, new byte[] {1, 2, 3});
                return true;
            });
            return null;
        });
    }

    /** As ManageSieve would. */
    Rules rules() { return rules; }

    /** Opens her account until it is closed, without a request. */
    Unlocked unlocked() { return opening.apply(keyring); }

    Spool ofDoor() { return spool; }

    /** What is in it now: the names of files. */
    long spooled() {
        try (var files = Files.list(folder)) {
            return files.count();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The same account over IMAP. */
    ImapProtocol imap() {
        return new ImapProtocol(new ImapSettings(true, 1 << 20, ImapLimits.DEFAULT), Optional.empty(), new Anybody(), accounts, spool, new Searches(2), CLOCK);
    }

    private final class Anybody implements SignIn {
        @Override public Answer signIn(String user, PasswordText password, Service service, Optional<InetAddress> client) {
            return Answer.Welcome.toAll(new User(ANNA, Address.of("anna@home.example")), opening.apply(keyring));
        }

        @Override public Answer bearer(Optional<String> user, String token, Service service, Optional<InetAddress> client) {
            return new Answer.Refused();
        }
    }

    /** As anna. */
    Reply upload(String type, byte[] octets) {
        var headers = Map.of("authorization", basic("anna", "pw"), "host", "localhost:8443", "content-type", type);
        var asked = new Asked(Asked.Method.POST, "/jmap/upload/anna/", Fields.NONE, headers, new byte[0], InetAddress.getLoopbackAddress(), () -> { });
        try {
            return door.receive(asked, new Incoming(octets.length, new ByteArrayInputStream(octets), _ -> { }));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private final class Owner implements SignIn {
        @Override public Answer signIn(String user, PasswordText password, Service service, Optional<InetAddress> client) {
            if (user.equals("guarded")) return new Answer.AppPasswordNeeded();
            if (user.equals("slow")) return new Answer.Slowed(Duration.ofSeconds(30));
            if (user.equals("other")) return new Answer.OutOfScope();
            return user.equals("anna") && password.equals(PasswordText.of("pw")) && service == Service.JMAP ? welcome() : new Answer.Refused();
        }

        @Override public Answer bearer(Optional<String> user, String token, Service service, Optional<InetAddress> client) {
            return token.equals("t") && service == Service.JMAP ? welcome() : new Answer.Refused();
        }
    }

    SignIn.Answer welcome() {
        open.incrementAndGet();
        return new SignIn.Answer.Welcome(new User(ANNA, Address.of("anna@home.example")), new Counted(opening.apply(keyring)), services);
    }

    private final class Counted implements Unlocked {
        private final Unlocked inner;
        private boolean isClosed;

        Counted(Unlocked inner) { this.inner = inner; }

        @Override public AccountId account() { return inner.account(); }

        @Override public long slot() { return inner.slot(); }

        @Override public long add(Way way) { return inner.add(way); }

        @Override public void heal() { inner.heal(); }

        @Override public boolean isWhole() { return inner.isWhole(); }

        @Override public void whenEnded(Runnable action) { inner.whenEnded(action); }

        @Override public boolean stands() { return inner.stands(); }

        @Override public void close() {
            if (!isClosed) open.decrementAndGet();
            isClosed = true;
            inner.close();
        }
    }

    // ---- asking ----

    /** From now on {@link #calls} go over a WebSocket. */
    void openSocket() { socket = JmapSocket.open(door, basic("anna", "pw")); }

    void closeSocket() {
        socket.close();
        try {
            for (int i = 0; i < 500 && open.get() > 0; i++) Thread.sleep(10);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    Reply ask(Asked.Method method, String path, String body, Map<String, String> headers) {
        var at = path.split("\\?", 2);
        return door.answer(new Asked(method, at[0], at.length > 1 ? Fields.parse(at[1]) : Fields.NONE, headers, body.getBytes(StandardCharsets.UTF_8),
            InetAddress.getLoopbackAddress(), () -> { }));
    }

    /** As anna. */
    Reply ask(Asked.Method method, String path, String body) {
        var headers = new LinkedHashMap<>(Map.of("authorization", basic("anna", "pw"), "host", "localhost:8443", "content-type", "application/json"));
        return ask(method, path, body, headers);
    }

    JsonNode json(Reply reply) {
        try {
            return READER.readTree(reply.body().bytes(0, reply.body().length(), 64 << 20));
        } catch (IOException e) {
            throw new AssertionError(e);
        } finally {
            reply.over().run();
        }
    }

    /** The answers to calls, {@code [[name, arguments, id], ...]}. */
    JsonNode calls(String calls) {
        var body = "{\"using\": [" + USING + "], \"methodCalls\": " + calls + "}";
        if (socket == null) return json(ask(Asked.Method.POST, "/jmap/api", body)).get("methodResponses");
        socket.say("{\"@type\": \"Request\", \"id\": \"r\", " + body.substring(1));
        return socket.next().get("methodResponses");
    }

    /** The arguments of the answer to one call, whose account is anna's. */
    JsonNode call(String name, String arguments) {
        var separator = arguments.equals("{}") ? "" : ", ";
        return calls("[[\"" + name + "\", {\"accountId\": \"anna\"" + separator + arguments.substring(1) + ", \"c\"]]").get(0).get(1);
    }

    // ---- mail ----

    Email deposit(String mailbox, String message, String... keywords) { return deposit(List.of(mailbox), message, NOON, keywords); }

    Email deposit(List<String> mailboxes, String message, Instant at, String... keywords) {
        var into = mailboxes.stream().map(path -> anna.mailboxId(path).orElseThrow()).toList();
        Set<Keyword> marks = Arrays.stream(keywords).map(name -> Keyword.parse(name).orElseThrow()).collect(Collectors.toSet());
        var octets = Octets.of(message.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
        if (anna.deposit(new Deposit(octets, into, marks, false, at, Optional.empty())) instanceof Deposited.Kept(var email)) return email;
        throw new AssertionError("not kept");
    }

    @Override public void close() {
        door.close();
        post.close();
        keyring.close();
        if (spooled() > 0) throw new AssertionError("files stay in the spool");
        try {
            Files.delete(folder);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
