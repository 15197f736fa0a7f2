package sigillo.smtpd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import sigillo.base.Domain;
import sigillo.login.OneGrant;
import sigillo.net.Networks;
import sigillo.net.PlayedLink;
import sigillo.net.TestCertificates;
import sigillo.net.Tls;
import sigillo.net.Transcript;
import sigillo.net.Wire;
import sigillo.spool.Spool;
import sigillo.spool.SpoolSettings;

/** Plays every conversation of src/test/transcripts/smtp, in one piece and cut into single octets. */
class SmtpTranscriptTest {
    @TempDir static Path folder;
    private static Tls tls;
    private static Spool spool;

    @BeforeAll static void prepare() throws Exception {
        tls = Tls.open(List.of(TestCertificates.write(folder, "mx.home.example")));
        spool = Spool.open(new SpoolSettings(folder.resolve("spool"), 1_000, 1 << 20, 1 << 20));
    }

    @TestFactory Stream<DynamicTest> transcripts() throws IOException {
        try (var files = Files.list(Path.of("src/test/transcripts/smtp"))) {
            return files.sorted().toList().stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), file.toUri(), () -> {
                    play(Transcript.read(file), 100_000);
                    play(Transcript.read(file), 1);
                }));
        }
    }

    private static void play(Transcript transcript, int piece) throws IOException {
        var town = new SmallTown();
        var client = InetAddress.getByName(transcript.value("client", "192.0.2.7"));
        var link = new PlayedLink(client, piece, transcript.begin());
        if (transcript.isSet("tls")) link.secure();
        if (transcript.isSet("bound")) link.bound(OneGrant.EXPORTER.toArray());
        var certificate = transcript.isSet("no certificate") ? Optional.<Tls>empty() : Optional.of(tls);
        var budget = new AddressBudget(Networks.LOOPBACK);
        var door = new SmtpProtocol(
            role(transcript), settings(transcript), transcript.isSet("app passwords") ? town.houseOfGrants() : town.house(), budget, spool, certificate);
        try (var wire = new Wire(link)) {
            door.serve(wire);
        }
        transcript.end(link.said());
        assertEquals(transcript.done(), town.handedOver());
        assertEquals(0, spool.memoryUsed());
        assertEquals(0, spool.diskUsed());
    }

    private static SmtpRole role(Transcript transcript) {
        if (transcript.isSet("submission")) return SmtpRole.SUBMISSION;
        return transcript.isSet("lmtp") ? SmtpRole.LMTP : SmtpRole.MX;
    }

    private static SmtpSettings settings(Transcript transcript) {
        return new SmtpSettings(Domain.of("mx.home.example"), 100_000, 100, 3, 6, 4, Duration.ZERO,
            transcript.isSet("plaintext auth"), transcript.isSet("binary"), Duration.ofDays(1), Networks.LOOPBACK,
            SmtpDeadlines.DEFAULT);
    }
}
