package sigillo.field;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import sigillo.account.Account;
import sigillo.account.Accounts;
import sigillo.account.UndeleteSettings;
import sigillo.base.Address;
import sigillo.base.Alarms;
import sigillo.base.Bytes;
import sigillo.base.Domain;
import sigillo.delivery.Delivery;
import sigillo.delivery.LocalCarrier;
import sigillo.delivery.Letters;
import sigillo.delivery.QuotaNotice;
import sigillo.directory.AliasRecord;
import sigillo.directory.Directory;
import sigillo.directory.DirectoryQuotas;
import sigillo.directory.DirectorySettings;
import sigillo.directory.Edited;
import sigillo.directory.Limit;
import sigillo.directory.NewAccount;
import sigillo.directory.Recipients;
import sigillo.imapd.ImapLimits;
import sigillo.imapd.ImapProtocol;
import sigillo.imapd.ImapSettings;
import sigillo.keyring.TestSeal;
import sigillo.login.TestLogin;
import sigillo.net.Listener;
import sigillo.net.ListenerSettings;
import sigillo.net.Protocol;
import sigillo.net.TestCertificates;
import sigillo.net.Tls;
import sigillo.peers.ImapProbe;
import sigillo.peers.SmtpProbe;
import sigillo.queue.Destination;
import sigillo.queue.MailQueue;
import sigillo.queue.QueueSeal;
import sigillo.queue.QueueSettings;
import sigillo.relay.Relay;
import sigillo.relay.RelaySettings;
import sigillo.sealing.Randomness;
import sigillo.search.Searches;
import sigillo.sending.TestSending;
import sigillo.smtp.ReversePath;
import sigillo.smtpd.AddressBudget;
import sigillo.smtpd.RefusalStories;
import sigillo.smtpd.SmtpHouse;
import sigillo.smtpd.SmtpProtocol;
import sigillo.smtpd.SmtpRole;
import sigillo.smtpd.SmtpSettings;
import sigillo.spool.Spool;
import sigillo.spool.SpoolSettings;
import sigillo.store.Store;
import sigillo.store.memory.MemoryStore;
import sigillo.submission.Submission;
import sigillo.trace.StoredTraces;
import sigillo.trace.TraceSettings;

/**
 * A whole server, over a store in memory or another one, wired as {@code main} wires it: anna and bob live at
 * home.example, whose catch-all is bob's. The password of each is {@value #PASSWORD}. Ports are any that are free.
 */
public final class Home implements AutoCloseable {
    public static final Domain HOSTNAME = Domain.of("mx.home.example");
    public static final String ANNA = "anna@home.example";
    public static final String BOB = "bob@home.example";
    static final String PASSWORD = "pw of the field";
    private static final Duration REST_MAX = Duration.ofSeconds(10);

    /** On what a server stands, which outlives it. {@code folder}: for its files of keys and its spool. */
    public record Ground(Path folder, Store store, Outside outside, InstantSource clock, UndeleteSettings undelete) {}

    final Store store;
    final Outside outside;
    public final Map<String, String> alarms = java.util.Collections.synchronizedMap(new LinkedHashMap<>());
    final StoredTraces traces;
    public final MailQueue queue;
    private final InstantSource clock;
    private final QueueSeal queueSeal;
    private final Directory directory;
    private final TestLogin login;
    private final Accounts accounts;
    private final Letters letters;
    private final Relay relay;
    private final LocalCarrier local;
    private final List<Listener> listeners = new ArrayList<>();
    private final Map<SmtpRole, Listener> smtp = new LinkedHashMap<>();
    private final Listener imap;
    private final Listener imaps;

    /** {@code foreign}: domains of others, which take mail; see {@link Outside}. */
    Home(Path folder, String... foreign) throws Exception {
        this(new Ground(folder, new MemoryStore(), new Outside(foreign), InstantSource.system(), UndeleteSettings.NONE));
    }

    /** The accounts are made when they are not there yet. */
    public Home(Ground ground) throws Exception {
        this.store = ground.store();
        this.outside = ground.outside();
        this.clock = ground.clock();
        var folder = ground.folder();
        var key = Bytes.utf8("k".repeat(32));
        directory = new Directory(store, new DirectorySettings(HOSTNAME, "+", Optional.empty()));
        login = new TestLogin(store, directory, clock);
        accounts = new Accounts(store, login.keyring, key, clock, ground.undelete(),
            new DirectoryQuotas(directory, OptionalLong.empty(), id -> Accounts.octets(store, id), clock));
        letters = new Letters(HOSTNAME, directory, accounts, clock);
        accounts.whenNearlyFull(new QuotaNotice(letters));
        traces = new StoredTraces(store, key, TraceSettings.DEFAULT, clock);
        relay = new Relay(new RelaySettings(HOSTNAME, outside.port(), Map.of(), Optional.empty(), true, Optional.empty(), Set.of()), outside);
        queueSeal = QueueSeal.open(folder, store, Randomness.secure(), noted());
        queue = queue();
        local = new LocalCarrier(HOSTNAME, directory, accounts, queue, traces, clock);
        if (directory.account(Address.of(BOB)).isEmpty()) moveIn();

        var spool = Spool.open(SpoolSettings.at(folder.resolve("spool")));
        var signIn = login.signIn(clock);
        var house = new SmtpHouse(directory, signIn, new Delivery(HOSTNAME, directory, accounts, queue, traces, clock),
            new Submission(HOSTNAME, directory, queue, traces, TestSending.over(store, clock), clock),
            new RefusalStories(traces, clock), clock);
        var settings = SmtpSettings.of(HOSTNAME);
        var budget = new AddressBudget(settings.unlimited());
        var tls = Optional.of(Tls.open(List.of(TestCertificates.write(folder, HOSTNAME.name()))));
        for (var role : SmtpRole.values()) {
            smtp.put(role, listen(role.name(), false, tls, new SmtpProtocol(role, settings, house, budget, spool, tls)));
        }
        var imapDoor = new ImapProtocol(new ImapSettings(true, 64 << 20, ImapLimits.DEFAULT), tls, signIn, accounts, spool, new Searches(4), clock);
        imap = listen("imap", false, tls, imapDoor);
        imaps = listen("imaps", true, tls, imapDoor);
        queue.start();
    }

    /** One more over the same store is wrong, and a fault that tests plant. */
    public MailQueue queue() {
        return new MailQueue(store, this::destination, QueueSettings.of(HOSTNAME), clock, traces, noted(), queueSeal);
    }

    private void moveIn() {
        done(login.editor.addDomain(Domain.of("home.example")));
        for (var person : List.of(ANNA, BOB)) {
            var id = NewAccount.freshId();
            login.moveIn(id, person, PASSWORD, TestSeal.LEVEL);
            accounts.create(id);
        }
        alias("@home.example", BOB);
    }

    private Listener listen(String name, boolean implicitTls, Optional<Tls> tls, Protocol protocol) throws IOException {
        var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        var listener = Listener.open(ListenerSettings.of(name, any, implicitTls), tls, protocol);
        listeners.add(listener);
        return listener;
    }

    private Destination destination(ReversePath from, Address recipient) {
        return switch (directory.resolve(recipient)) {
            case Recipients.Resolved.NotLocal _ ->
                new Destination(relay.destination(recipient.domain()), relay, relay.isFinal(recipient.domain()));
            case Recipients.Resolved.Local(var account, _, _) -> new Destination("here/" + account, local, true);
            case Recipients.Resolved.Several _, Recipients.Resolved.Elsewhere _, Recipients.Resolved.Back _, Recipients.Resolved.Unknown _,
                Recipients.Resolved.Disabled _, Recipients.Resolved.Closed _, Recipients.Resolved.Handled _ -> new Destination("here/others", local, true);
        };
    }

    private Alarms noted() {
        return new Alarms() {
            @Override public void raise(String key, String sentence) { alarms.put(key, sentence); }

            @Override public void clear(String key) { alarms.remove(key); }
        };
    }

    void alias(String name, String... targets) {
        for (var target : targets) done(login.editor.addAlias(AliasRecord.Name.parse(name).orElseThrow(), Address.of(target)));
    }

    /** How much an account, or all of home.example, may hold. In octets. */
    void limit(String accountOrDomain, long octets) {
        var limit = new Limit.Octets(octets);
        boolean isAccount = accountOrDomain.contains("@");
        done(isAccount ? login.editor.setLimit(Address.of(accountOrDomain), limit)
            : login.editor.setLimit(Domain.of(accountOrDomain), limit));
    }

    private static void done(Edited<?> edited) {
        if (edited instanceof Edited.Refused<?>(var why)) throw new AssertionError(why);
    }

    // ---- doors ----

    public InetSocketAddress at(SmtpRole role) { return smtp.get(role).address(); }

    InetSocketAddress imap() { return imap.address(); }

    InetSocketAddress imaps() { return imaps.address(); }

    /** Greeted; on the submission door inside TLS and signed in as anna. */
    public SmtpProbe smtp(SmtpRole role) throws IOException {
        var probe = SmtpProbe.connect(at(role).getPort());
        var hello = role == SmtpRole.LMTP ? "LHLO client.example" : "EHLO client.example";
        probe.expect("250", hello);
        if (role != SmtpRole.SUBMISSION) return probe;
        probe.startTls();
        probe.expect("250", hello);
        probe.authPlain(ANNA, PASSWORD);
        return probe;
    }

    public ImapProbe imap(String who) throws IOException { return ImapProbe.signedIn(imap.address().getPort(), who, PASSWORD); }

    /** The last reply of one whole transaction by DATA, or the first refusal. */
    String send(SmtpRole role, String from, String to, String message) throws IOException {
        try (var probe = smtp(role)) {
            return probe.send(from, to, octets(message));
        }
    }

    // ---- what is there ----

    /** In memory, where a test says nothing else. */
    MemoryStore memory() { return (MemoryStore) store; }

    public Account account(String address) { return accounts.open(directory.account(Address.of(address)).orElseThrow().id()); }

    /** The messages in an inbox, one character an octet, in order of arrival. */
    List<String> inbox(String who) throws IOException {
        try (var imap = imap(who)) {
            return imap.bodies("INBOX").stream().map(b -> new String(b, StandardCharsets.ISO_8859_1)).toList();
        }
    }

    /** Waits until nothing is in the queue. */
    void rest() throws InterruptedException {
        for (var until = Instant.now().plus(REST_MAX); queue.counts().entries() > 0; Thread.sleep(5)) {
            assertTrue(Instant.now().isBefore(until), () -> "the queue comes to rest: " + queue.desk().list(Optional.empty(), 1));
        }
    }

    static byte[] octets(String text) { return text.getBytes(StandardCharsets.ISO_8859_1); }

    /** Stops as a server does; what it stood on stays. */
    public void leave() {
        listeners.forEach(Listener::close);
        queue.close();
        letters.close();
        relay.close();
        login.close();
        traces.close();
        queueSeal.close();
    }

    @Override public void close() {
        leave();
        outside.close();
    }
}
