package sigillo.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import sigillo.peers.CapturingSink;
import sigillo.peers.ImapProbe;
import sigillo.peers.Ports;
import sigillo.peers.Program;
import sigillo.peers.SigilloPeer;
import sigillo.peers.SmtpProbe;

/**
 * Two shipped servers over one cluster, for the same people: each near another data centre, with doors of its own, and
 * mail programs that come to either. One of them is killed, stopped, or has a clock that jumps, while the cluster has
 * harm of its own; the other goes on.
 */
final class Pair implements Patient {
    private static final Duration START_MAX = Duration.ofSeconds(240);
    private static final Duration REST_MAX = Duration.ofMinutes(3);
    private static final List<String> NAMES = List.of("anna", "bruno");
    private static final String ELSEWHERE = "elsewhere.example";

    private final Path folder;
    private final ClusterGround ground;
    private final Ledger ledger;
    private final CapturingSink outside = new CapturingSink();
    private final Set<Integer> broken = ConcurrentHashMap.newKeySet();
    private final AtomicInteger turns = new AtomicInteger();
    private final First first;
    private final Second second;
    private final List<Server> servers;
    private final Steward steward = new Steward(() -> anyOne().folder(), this::address, this::password);
    private volatile Random hangUps = new Random(0);
    private volatile int hangUpOneIn = Integer.MAX_VALUE;
    private volatile int life;

    /** {@code keyspace}: of their own. */
    Pair(Path folder, ClusterGround ground, String keyspace, Ledger ledger) {
        this.folder = folder;
        this.ground = ground;
        this.ledger = ledger;
        outside.atRcpt(to -> to.startsWith("nobody@") ? "550 5.1.1 Nobody" : "250 2.1.5 Ok");
        outside.atEnd(this::arrived);
        this.first = new First(keyspace);
        this.second = new Second();
        this.servers = List.of(first, second);
    }

    // ---- the two ----

    /** One of them; what its clock does is its own. */
    private abstract class Server {
        final Preloaded faults;

        Server(String name) {
            try {
                Files.createDirectories(Pair.this.folder.resolve(name));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            faults = new Preloaded(Pair.this.folder.resolve(name + ".orders"), Pair.this.folder.resolve(name));
        }

        abstract Path folder();

        /** The port of each door is so much above its standard one. */
        abstract int base();

        /** Null before its first start. */
        abstract Program program();

        abstract void start() throws IOException;

        boolean runs() { return program() != null && program().isRunning(); }

        void kill() { program().kill(); }

        void stop() {
            program().terminate();
            program().await(Duration.ofSeconds(15));
        }
    }

    /** A demo. */
    private final class First extends Server {
        private final Path settings;
        private SigilloPeer sigillo;

        First(String keyspace) {
            super("one");
            var points = ground.contactPoints().stream()
                .map(at -> "\"" + at.getAddress().getHostAddress() + ":" + at.getPort() + "\"")
                .collect(Collectors.joining(", "));
            try {
                settings = Files.writeString(Pair.this.folder.resolve("settings.toml"), """
                    [store]
                    kind = "cassandra"
                    contact_points = [%s]
                    local_data_centre = "dc1"
                    keyspace = "%s"
                    replication = ["dc1:2", "dc2:1"]
                    servers = "several"

                    [[relay.route]]
                    domain = "%s"
                    host = "127.0.0.1"
                    port = %d
                    tls = "none"
                    """.formatted(points, keyspace, ELSEWHERE, outside.port()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override Path folder() { return sigillo.folder(); }

        @Override int base() { return sigillo.port("imap") - 143; }

        @Override Program program() { return sigillo == null ? null : sigillo.program(); }

        @Override void start() {
            if (sigillo != null) sigillo.again();
            else sigillo = SigilloPeer.demo(Pair.this.folder.resolve("one"), faults.environment(), "--settings",
                settings.toString(), "--resolver", "127.0.0.1:" + Ports.free());
        }
    }

    /** The same configuration, with another data folder, other ports, the other data centre, and a copy of the keys. */
    private final class Second extends Server {
        private final Path data = Pair.this.folder.resolve("two/sigillo");
        private final int base = Ports.freeBase();
        private Program program;

        Second() { super("two"); }

        @Override Path folder() { return data; }

        @Override int base() { return base; }

        @Override Program program() { return program; }

        private Path config() throws IOException {
            var config = data.resolve("sigillo.toml");
            if (Files.exists(config)) return config;
            Files.createDirectories(data.resolve("keys"));
            try (var keys = Files.list(first.folder().resolve("keys"))) {
                for (var key : keys.filter(Files::isRegularFile).toList()) {
                    Files.copy(key, data.resolve("keys").resolve(key.getFileName()));
                }
            }
            var text = Files.readString(first.folder().resolve("sigillo.toml"))
                .replaceFirst("data = \"[^\"]*\"", "data = \"" + data + "\"").replace("centre = \"dc1\"", "centre = \"dc2\"");
            for (var line : text.lines().filter(l -> l.startsWith("port = ") && !l.endsWith(" " + outside.port())).toList()) {
                int port = Integer.parseInt(line.substring(7)) - first.base() + base;
                text = text.replace(line + "\n", "port = " + port + "\n");
            }
            return Files.writeString(config, text);
        }

        @Override void start() throws IOException {
            var log = Pair.this.folder.resolve("two-" + life + ".log");
            program = Program.start(log, faults.environment(), List.of("./sigillo", "serve", "--config",
                config().toString()));
            Program.waitUntil("the second server is ready", START_MAX,
                () -> program.printed().contains("ready in ") || !program.isRunning());
            if (!program.isRunning()) throw new AssertionError("the second server ended:\n" + program.printed());
        }
    }

    /** Begins with one of them, by turns; with the other when that is dead. */
    private Server anyOne() {
        var wanted = servers.get(Math.floorMod(turns.getAndIncrement(), 2));
        return wanted.runs() ? wanted : servers.get(wanted == first ? 1 : 0);
    }

    SigilloPeer demo() { return first.sigillo; }

    int base(int number) { return servers.get(number).base(); }

    void kill(int number) { servers.get(number).kill(); }

    Program program(int number) { return servers.get(number).program(); }

    List<CapturingSink.Mail> arrivedOutside() { return outside.mails(); }

    @Override public void start() throws Exception {
        boolean isFirst = life == 0;
        life++;
        for (var server : servers) if (!server.runs()) server.start();
        if (isFirst) furnish();
    }

    /** The mail that welcomes people is nobody's here. */
    private void furnish() throws IOException {
        for (var account : ACCOUNTS) {
            try (var imap = imap(account)) {
                for (var mailbox : MAILBOXES) imap.command("CREATE " + mailbox);
                imap.command("SELECT INBOX");
                imap.command("STORE 1:* +FLAGS (\\Deleted)");
                imap.command("EXPUNGE");
            }
        }
    }

    /** A copy of a message came to the server elsewhere, which may say so or not. */
    private String arrived(CapturingSink.Mail mail) {
        boolean isCut = hangUps.nextInt(hangUpOneIn) == 0;
        ledger.arrived(Mail.id(mail.data()), Mail.sumOfText(mail.data()), life, isCut);
        return isCut ? CapturingSink.HANG_UP : "250 2.0.0 Ok";
    }

    // ---- what happens to them ----

    private enum Kind { NOTHING, KILLED, STOPPED, CLOCK_FORWARD, CLOCK_BACK }

    private final class Round implements Harm {
        private final Duration runs;
        private final Kind kind;
        private final Server victim;
        private final Duration after;
        private final int hangsUp;
        private final long seed;
        private final String groundsOwn;

        Round(Random random) {
            runs = Duration.ofMillis(2_500 + random.nextInt(3_000)).plus(ground.slowness());
            kind = Kind.values()[random.nextInt(Kind.values().length)];
            victim = servers.get(random.nextInt(2));
            after = Duration.ofMillis(random.nextInt((int) runs.toMillis()));
            hangsUp = random.nextInt(2) == 0 ? 1 + random.nextInt(10) : Integer.MAX_VALUE;
            seed = random.nextLong();
            groundsOwn = random.nextInt(3) == 0 ? "" : ground.harm(random);
        }

        @Override public void begin() {
            hangUps = new Random(seed);
            hangUpOneIn = hangsUp;
            Thread.startVirtualThread(() -> {
                Program.pause(after.toMillis());
                harm();
            });
        }

        private void harm() {
            switch (kind) {
                case NOTHING -> { }
                case KILLED -> victim.kill();
                case STOPPED -> victim.stop();
                case CLOCK_FORWARD -> victim.faults.jump(Duration.ofMinutes(37));
                case CLOCK_BACK -> victim.faults.jump(Duration.ofMinutes(-41));
            }
        }

        @Override public Duration runs() { return runs; }

        @Override public boolean end() {
            ground.heal();
            hangUpOneIn = Integer.MAX_VALUE;
            boolean isBroken = kind == Kind.KILLED || !groundsOwn.isEmpty();
            if (isBroken) broken.add(life);
            return isBroken;
        }

        @Override public String toString() {
            return "runs " + runs.toMillis() + " ms, server " + (1 + servers.indexOf(victim)) + ": " + kind + " after "
                + after.toMillis() + (hangsUp < Integer.MAX_VALUE ? ", one in " + hangsUp
                + " connections is cut after the dot" : "") + (groundsOwn.isEmpty() ? "" : ", " + groundsOwn);
        }
    }

    @Override public Harm harm(Random random) { return new Round(random); }

    @Override public void await(Duration time) throws InterruptedException { Thread.sleep(time); }

    @Override public Set<Integer> broken() { return broken; }

    @Override public void close() {
        for (var server : servers) if (server.program() != null) server.program().close();
        outside.close();
    }

    // ---- the site ----

    @Override public int life() { return life; }

    @Override public boolean isDead() { return servers.stream().noneMatch(Server::runs); }

    @Override public String address(String account) { return first.sigillo.address(name(account)); }

    private String password(String account) { return first.sigillo.password(name(account)); }

    private static String name(String account) { return NAMES.get(ACCOUNTS.indexOf(account)); }

    @Override public String outside(boolean isThere) { return (isThere ? "someone@" : "nobody@") + ELSEWHERE; }

    @Override public SmtpProbe mx() throws IOException { return SmtpProbe.connect(anyOne().base() + 25); }

    @Override public SmtpProbe submission() throws IOException { return submission(anyOne().base()); }

    private SmtpProbe submission(int base) throws IOException {
        var smtp = SmtpProbe.connect(base + 587);
        smtp.expect("250", "EHLO client.test");
        smtp.startTls();
        smtp.expect("250", "EHLO client.test");
        smtp.authPlain(address("anna"), password("anna"));
        return smtp;
    }

    @Override public ImapProbe imap(String account) throws IOException { return imap(anyOne().base(), account); }

    /** Of one that ended, what it said last is told. */
    ImapProbe imap(int base, String account) throws IOException {
        for (var server : servers) {
            if (server.base() == base && !server.runs()) {
                var said = server.program().printed();
                throw new ConnectException("server " + (1 + servers.indexOf(server)) + " has ended; it said last:\n"
                    + said.substring(Math.max(0, said.length() - 4_000)));
            }
        }
        return ImapProbe.signedIn(base + 143, address(account), password(account));
    }

    /** They do so by themselves. */
    @Override public void tidy() {}

    @Override public Map<String, List<String>> expunged(String account) { return steward.expunged(account); }

    @Override public boolean undeletes() { return true; }

    @Override public boolean undelete(String account, String id, String mailbox) {
        return steward.undelete(account, id, mailbox);
    }

    @Override public List<String> verify(String account) { return steward.verify(account); }

    /** Those that run: after they were cut off their drivers need seconds to find the cluster again. */
    private boolean areReachable() {
        for (var server : servers.stream().filter(Server::runs).toList()) {
            for (var account : ACCOUNTS) {
                try (var imap = imap(server.base(), account)) {
                    imap.command("STATUS INBOX (MESSAGES)");
                } catch (IOException | AssertionError notYet) {
                    return false;
                }
            }
        }
        return true;
    }

    @Override public List<String> rest() {
        try {
            Program.waitUntil("the servers reach the cluster", REST_MAX, this::areReachable);
            Program.waitUntil("the queue runs empty", REST_MAX, steward::isEmptied);
            return List.of();
        } catch (AssertionError stays) {
            return List.of(stays.getMessage() + ": " + steward.waiting());
        }
    }
}
