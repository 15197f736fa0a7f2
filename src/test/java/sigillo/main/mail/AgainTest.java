package sigillo.main.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.base.Domain;
import sigillo.base.Octets;
import sigillo.engines.EngineSettings;
import sigillo.engines.Engines;
import sigillo.engines.Place;
import sigillo.keyring.TestSeal;
import sigillo.peers.ClamdPeer;
import sigillo.quarantine.Scanner.Looked;

/** A real clamd is asked about a message that it took for harmless, and learns better. */
@Tag("gate")
class AgainTest {
    @TempDir Path folder;

    @Test void aRealClamdLearns() throws Exception {
        assumeTrue(ClamdPeer.isInstalled(), "clamd or clamav-testfiles is not installed");
        try (var clamd = new ClamdPeer(folder)) {
            var settings = new EngineSettings(Optional.of(new Place.Socket(clamd.socket())), Optional.empty(), Optional.empty(), List.of(), Duration.ofSeconds(60), false, false, Duration.ofDays(7));
            try (var engines = new Engines(settings, Domain.of("mx.home.example"), new TestSeal.Heard(), InstantSource.system())) {
                var scanner = new Again.ByClamd(engines.viruses().orElseThrow());
                assertTrue(scanner.signatures().orElseThrow().startsWith("ClamAV "));
                var message = octets("Subject: x\r\n\r\nThe moon for sale.\r\n");
                assertInstanceOf(Looked.Clean.class, scanner.look(message));
                clamd.learn("Sigillo.Test.Moon", "The moon for sale");
                var found = assertInstanceOf(Looked.Infected.class, scanner.look(message));
                assertEquals("ClamAV found Sigillo.Test.Moon.UNOFFICIAL in it", found.why());
                assertInstanceOf(Looked.Passed.class, scanner.look(octets("Subject: x\r\n\r\n" + "0123456789abcdef0123456789abcdef0123456789\r\n".repeat(120_000))));
                clamd.stop();
                assertInstanceOf(Looked.Silent.class, scanner.look(message));
                assertEquals(Optional.empty(), scanner.signatures());
            }
        }
    }

    private static Octets octets(String text) { return Octets.of(text.getBytes(StandardCharsets.UTF_8)); }
}
