package sigillo.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import sigillo.peers.Program;
import sigillo.peers.SigilloPeer;
import sigillo.peers.SmtpProbe;
import sigillo.peers.UnboundPeer;

/**
 * {@code ./bench submission}: what mail costs that a user submits, over TLS and signed in with an app password, with limits on: not
 * signed and signed by RSA and Ed25519, held at first (so that only taking it is measured) and sent on to a sink. CPU is the
 * server's alone, until the queue is empty.
 */
final class Submitting implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final int CONNECTIONS = 10;
    private static final int BY_CONNECTION = 50;
    /** No account may have more than 1,000 messages in the queue. */
    private static final int ROUND = CONNECTIONS * BY_CONNECTION;
    private static final int OCTETS = 4_096;
    private static final int RECIPIENTS = 200;
    private static final String PLACE = "PLACE-OF-THE-NUMBER";

    private final int rounds;
    private final MailSink sink = new MailSink();
    private final UnboundPeer unbound;
    private final SigilloPeer sigillo;
    private final String secret;
    private long runs;

    private Submitting(Path folder, int rounds) throws IOException {
        this.rounds = rounds;
        unbound = new UnboundPeer(folder, List.of());
        var settings = Files.writeString(folder.resolve("more.toml"), """

            [submission]
            messages_per_hour = 1000000
            messages_per_day = 1000000
            recipients_per_hour = 1000000
            recipients_per_day = 1000000
            first_time_recipients_per_hour = 1000000
            first_time_recipients_per_day = 1000000

            [[relay.route]]
            domain = "sink.test"
            host = "127.0.0.1"
            port = %d
            tls = "none"
            """.formatted(sink.port()));
        sigillo = SigilloPeer.demo(folder, "--resolver", unbound.address(), "--settings", settings.toString());
        var password = Files.writeString(folder.resolve("password"), sigillo.password("anna") + "\n");
        var made = sigillo.cli("app-password", "add", sigillo.address("anna"), "bench", "--for", "smtp", "--secret-file",
            password.toString()).orFail().printed();
        secret = made.lines().filter(line -> line.startsWith("app password: ")).findFirst().orElseThrow(() -> new IllegalStateException(made))
            .substring("app password: ".length()).strip();
    }

    /** {@code quick}: few messages. */
    static void run(Path folder, boolean quick) throws Exception {
        try (var load = new Submitting(folder, quick ? 1 : 12)) {
            load.told("to warm it", false);
            for (boolean isHeld : new boolean[] {true, false}) load.told(isHeld ? "not signed, held" : "not signed, sent on", isHeld);
            load.publish();
            for (boolean isHeld : new boolean[] {true, false}) load.told(isHeld ? "signed, held" : "signed, sent on", isHeld);
        }
    }

    /** As an operator does: what is printed goes into DNS. */
    private void publish() {
        Program.waitUntil("keys are made", LIMIT, () -> sigillo.cli("dkim", "records").orFail().printed().contains("-ed._domainkey."));
        unbound.become(new ArrayList<>(sigillo.cli("dkim", "records").orFail().printed().lines().toList()));
        var listed = sigillo.cli("dkim", "list", "--now").orFail().printed();
        if (listed.lines().filter(line -> line.contains("signing")).count() != 2) throw new IllegalStateException(listed);
    }

    private void told(String what, boolean isHeld) throws Exception {
        double seconds = 0;
        double cpu = 0;
        for (int round = 0; round < rounds; round++) {
            var spent = round(isHeld);
            seconds += spent.seconds();
            cpu += spent.cpuSeconds();
        }
        int messages = rounds * ROUND;
        System.out.printf(Locale.ROOT, "| %s | %.0f a second | %.2f ms CPU a message |%n", what, messages / seconds, 1_000 * cpu / messages);
    }

    private record Spent(double seconds, double cpuSeconds) {}

    private Spent round(boolean isHeld) throws Exception {
        var server = ProcessTree.of(sigillo.program().pid());
        double cpu = server.cpuSeconds();
        long began = System.nanoTime();
        runs++;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = new ArrayList<Callable<Integer>>();
            for (int i = 0; i < CONNECTIONS; i++) all.add(() -> talk(isHeld));
            for (var one : threads.invokeAll(all)) one.get();
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        if (isHeld) TimeUnit.SECONDS.sleep(1); // stories are written a moment later
        else Program.waitUntil("all has left", LIMIT, sigillo::isQueueEmpty);
        double spent = server.cpuSeconds() - cpu;
        if (isHeld) sigillo.cli("queue", "drop", "--all").orFail();
        return new Spent(seconds, spent);
    }

    private int talk(boolean isHeld) throws IOException {
        var mail = SmtpProbe.stuffed(SampleMail.of(1, OCTETS, PLACE).replaceFirst("(?m)^From: .*$", "From: " + sigillo.address("anna"))
            .getBytes(StandardCharsets.UTF_8));
        int at = new String(mail, StandardCharsets.ISO_8859_1).indexOf(PLACE);
        try (var probe = SmtpProbe.connect(sigillo.port("submission"))) {
            probe.expect("250", "EHLO laptop.test");
            probe.startTls();
            probe.expect("250", "EHLO laptop.test");
            probe.authPlain(sigillo.address("anna"), secret);
            for (int i = 0; i < BY_CONNECTION; i++) send(probe, mail, at, isHeld);
            probe.say("QUIT");
        }
        return BY_CONNECTION;
    }

    private void send(SmtpProbe probe, byte[] mail, int at, boolean isHeld) throws IOException {
        long number = Thread.currentThread().threadId() * 1_000_000 + System.nanoTime() % 1_000_000;
        probe.write("MAIL FROM:<" + sigillo.address("anna") + ">" + (isHeld ? " HOLDFOR=86400" : "") + "\r\nRCPT TO:<r" + number % RECIPIENTS
            + "@sink.test>\r\nDATA\r\n");
        for (var code : List.of("250", "250", "354")) need(probe.reply(), code);
        var id = (runs + "." + number + "." + System.nanoTime() + "@sender.example").getBytes(StandardCharsets.US_ASCII);
        probe.write(joined(Arrays.copyOf(mail, at), id, Arrays.copyOfRange(mail, at + PLACE.length(), mail.length)));
        need(probe.reply(), "250");
    }

    private static byte[] joined(byte[]... parts) {
        var out = new java.io.ByteArrayOutputStream();
        for (var part : parts) out.writeBytes(part);
        return out.toByteArray();
    }

    private static void need(String reply, String code) throws IOException {
        if (!reply.startsWith(code)) throw new IOException(code + " was awaited, and came: " + reply);
    }

    @Override public void close() throws IOException {
        sigillo.close();
        unbound.close();
        sink.close();
    }
}
