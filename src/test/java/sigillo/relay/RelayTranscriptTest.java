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
    private static final Patience PATIENT = Stage.patience(Duration.ofSeconds(10));
    private static final Patience HASTY = Stage.patience(Duration.ofMillis(300));
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

    @TestFactory Stream<DynamicTest> transcripts() throws IOException {
        try (var files = Files.list(Path.of("src/test/transcripts/relay"))) {
            return files.sorted().toList().stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), file.toUri(), () ->
                    play(Script.read(file))));
        }
    }

    private static void play(Script script) throws Exception {
        var outcomes = new ArrayList<String>();
        try (var servers = new PlayedServers(script, tls.context())) {
            try (var relay = new Relay(Stage.settings(script, servers.port()), Stage.resolver(script), trust,
                script.isSet("hasty") ? HASTY : PATIENT)) {
                for (int times = Integer.parseInt(script.value("times", "1")); times > 0; times--) {
                    var job = Stage.job(script);
                    var results = relay.carry(job);
                    var recipients = job.envelope().recipients();
                    for (int i = 0; i < results.size(); i++) outcomes.add(shown(recipients.get(i), results.get(i)));
                    Thread.sleep(Integer.parseInt(script.value("pause", "0")));
                }
            }
            servers.end();
            assertEquals(lines(script.outcomes).replace("PORT", Integer.toString(servers.port())), lines(outcomes));
        }
    }

    private static String lines(List<String> list) { return list.stream().collect(Collectors.joining("\n")); }

    private static String shown(Recipient recipient, Outcome outcome) {
        return recipient.address() + " " + switch (outcome) {
            case Outcome.Delivered(var reply, var peer, var dsn) ->
                "delivered " + reply(reply, peer) + (dsn ? " dsn" : "");
            case Outcome.Deferred(var reply, var peer, var after) ->
                "deferred " + reply(reply, peer) + after.map(time -> " " + time).orElse("");
            case Outcome.Unreachable(var reply, var peer) -> "unreachable " + reply(reply, peer);
            case Outcome.Rerouted _, Outcome.Paced _ -> throw new IllegalStateException("not the relay's");
            case Outcome.Bounced(var reply, var peer) -> "bounced " + reply(reply, peer);
            case Outcome.OurFault(var why) -> "our fault: " + why;
            case Outcome.Damaged(var why) -> "damaged: " + why;
        };
    }

    private static String reply(SmtpReply reply, String peer) { return reply + " | " + peer; }
}
