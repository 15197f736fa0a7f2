package sigillo.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.base.Octets;
import sigillo.net.CertificateFiles;
import sigillo.net.ClientTls;
import sigillo.net.TestCertificates;
import sigillo.net.Tls;
import sigillo.queue.Carrier;
import sigillo.queue.Outcome;
import sigillo.smtp.Envelope;
import sigillo.smtp.Recipient;
import sigillo.smtp.ReversePath;
import sigillo.smtp.SmtpReply;
import sigillo.trace.TraceId;

/** Plays every conversation of src/test/transcripts/relay. */
class RelayTranscriptTest {
    /** Enough for a busy machine; "@ hasty" has little, to wait in vain. */
    private static final Patience PATIENT = patience(Duration.ofSeconds(10));
    private static final Patience HASTY = patience(Duration.ofMillis(500));
    @TempDir static Path folder;
    private static Tls tls;
    private static ClientTls trust;

    @BeforeAll static void prepare() throws Exception {
        var files = TestCertificates.write(folder, "smart.example");
        tls = Tls.open(List.of(files));
        trust = ClientTls.verifying(trusting(files));
    }

    private static javax.net.ssl.TrustManager[] trusting(CertificateFiles files) throws Exception {
        try (var in = Files.newInputStream(files.chain())) {
            var factory = java.security.cert.CertificateFactory.getInstance("X.509");
            return TestCertificates.trusting((java.security.cert.X509Certificate) factory.generateCertificate(in));
        }
    }

    static Patience patience(Duration time) {
        return new Patience(time, time, time, time, time, Duration.ofSeconds(10), time.multipliedBy(3), time.multipliedBy(3),
            time.multipliedBy(3), Duration.ofSeconds(30), Duration.ofSeconds(10), 1_000, Duration.ofMillis(300), Duration.ofSeconds(10),
            Duration.ofMillis(500));
    }

    @TestFactory Stream<DynamicTest> transcripts() throws IOException {
        try (var files = Files.list(Path.of("src/test/transcripts/relay"))) {
            return files.sorted().toList().stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), file.toUri(), () -> play(Script.read(file))));
        }
    }

    private static void play(Script script) throws Exception {
        var outcomes = new ArrayList<String>();
        try (var servers = new PlayedServers(script, tls.context())) {
            try (var relay = new Relay(settings(script, servers.port()), resolver(script), trust, script.isSet("hasty") ? HASTY : PATIENT)) {
                for (int times = Integer.parseInt(script.value("times", "1")); times > 0; times--) {
                    var job = job(script);
                    var results = relay.carry(job);
                    for (int i = 0; i < results.size(); i++) outcomes.add(shown(job.envelope().recipients().get(i), results.get(i)));
                    Thread.sleep(Integer.parseInt(script.value("pause", "0")));
                }
            }
            servers.end();
            assertEquals(lines(script.outcomes).replace("PORT", Integer.toString(servers.port())), lines(outcomes));
        }
    }

    private static String lines(List<String> list) { return list.stream().collect(Collectors.joining("\n")); }

    private static TableResolver resolver(Script script) {
        var dns = script.all("dns");
        return new TableResolver(dns.isEmpty() ? List.of("remote.example MX 10 mx.remote.example", "mx.remote.example A 127.0.0.1",
            "smart.example A 127.0.0.1") : dns);
    }

    private static RelaySettings settings(Script script, int port) {
        var words = script.value("smarthost", "").split(" ");
        var login = words.length > 2 ? Optional.of(new Hop.Login(words[1], words[2])) : Optional.<Hop.Login>empty();
        var smarthost = script.isSet("smarthost") ? Optional.of(new Hop(script.value("named", "smart.example"), port, Hop.Protocol.SMTP,
            Hop.Encryption.valueOf(words[0]), true, login, true)) : Optional.<Hop>empty();
        var agent = new Hop("127.0.0.1", port, Hop.Protocol.LMTP, Hop.Encryption.NONE, false, Optional.empty(), true);
        var routes = script.isSet("lmtp") ? Map.of(Domain.of("remote.example"), agent) : Map.<Domain, Hop>of();
        return new RelaySettings(Domain.of("home.example"), port, routes, smarthost, true, Optional.<InetAddress>empty(), Set.of());
    }

    private static Carrier.Job job(Script script) {
        var from = script.value("from", "me@home.example");
        var envid = script.all("envid").stream().findFirst();
        var ret = script.all("ret").stream().findFirst().map(Envelope.Ret::valueOf);
        var envelope = new Envelope(from.equals("<>") ? ReversePath.NULL : ReversePath.of(Address.of(from)), recipients(script), ret, envid,
            Envelope.Body.valueOf(script.value("body", "EIGHT_BIT")), script.isSet("smtputf8"), Optional.empty());
        var message = Octets.of(script.octets("message", "Subject: hi\\r\\n\\r\\nHello\\r\\n"));
        return new Carrier.Job("entry", TraceId.fresh(), "destination", envelope, message);
    }

    /** {@code @ to anna@remote.example NOTIFY=NEVER ORCPT=rfc822;a@b}. */
    private static List<Recipient> recipients(Script script) {
        var lines = script.all("to");
        return (lines.isEmpty() ? List.of("anna@remote.example") : lines).stream().map(line -> {
            var words = List.of(line.split(" (?=NOTIFY=|ORCPT=)"));
            var notify = words.stream().filter(w -> w.startsWith("NOTIFY=")).flatMap(w -> Stream.of(w.substring(7).split(",")))
                .map(Recipient.Notify::valueOf).collect(Collectors.toSet());
            var original = words.stream().filter(w -> w.startsWith("ORCPT=")).map(w -> w.substring(6)).findFirst();
            return new Recipient(Address.of(words.getFirst()), notify, original);
        }).toList();
    }

    private static String shown(Recipient recipient, Outcome outcome) {
        return recipient.address() + " " + switch (outcome) {
            case Outcome.Delivered(var reply, var peer, var dsn) -> "delivered " + reply(reply, peer) + (dsn ? " dsn" : "");
            case Outcome.Deferred(var reply, var peer, var after) -> "deferred " + reply(reply, peer) + after.map(time -> " " + time).orElse("");
            case Outcome.Unreachable(var reply, var peer) -> "unreachable " + reply(reply, peer);
            case Outcome.Bounced(var reply, var peer) -> "bounced " + reply(reply, peer);
            case Outcome.OurFault(var why) -> "our fault: " + why;
        };
    }

    private static String reply(SmtpReply reply, String peer) { return reply + " | " + peer; }
}
