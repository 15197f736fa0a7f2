package sigillo.main.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A configuration that came back, fit for the folder where it is now. */
class RestoredConfigTest {
    private static final Path DATA = Path.of("/srv/new");

    private static RestoredConfig of(String text, String... files) { return RestoredConfig.of(Optional.of(text), DATA, List.of(files)); }

    @Test void onlyWhatSaysWhereThingsAreIsOther() {
        var restored = of("""
            # ours
            data = "/var/lib/sigillo"   # here
            hostname = "mail.home.example"
            [sealing]
            level = "l0"
            keys = "/mnt/stick/keys"
            [operator]
            socket = "/run/sigillo/operator.sock"
            [tls]
            certificate = "/etc/ssl/mail.pem"
            key = "/etc/ssl/mail.key"
            [[relay.route]]
            domain = "old.example"
            host = "127.0.0.1"
            """, RestoredConfig.CERTIFICATE, RestoredConfig.CERTIFICATE_KEY);
        assertEquals("""
            # ours
            # before it was restored: data = "/var/lib/sigillo"   # here
            data = "/srv/new"
            hostname = "mail.home.example"
            [sealing]
            level = "l0"
            # before it was restored: keys = "/mnt/stick/keys"
            [operator]
            # before it was restored: socket = "/run/sigillo/operator.sock"
            [tls]
            # before it was restored: certificate = "/etc/ssl/mail.pem"
            certificate = "/srv/new/tls/configured-certificate.pem"
            # before it was restored: key = "/etc/ssl/mail.key"
            key = "/srv/new/tls/configured-key.pem"
            [[relay.route]]
            domain = "old.example"
            host = "127.0.0.1"
            """, restored.text());
        assertEquals(DATA, restored.config().data());
        assertEquals(DATA.resolve("keys"), restored.config().sealing().keys());
        assertEquals(1, restored.config().relay().routes().size());
        assertEquals(List.of("data", "sealing.keys", "operator.socket", "tls.certificate", "tls.key"), restored.changed());
    }

    @Test void whatFitsStaysAsItIs() {
        var text = "hostname = \"mail.home.example\"\ndata = \"/srv/new\"\n[limits]\nrecipients = 200\n";
        var restored = of(text);
        assertEquals(text, restored.text());
        assertEquals(List.of(), restored.changed());
    }

    /** In another form of writing, or for a program that knew more: a start is possible all the same. */
    @Test void whatCannotBeMadeToFitIsReplaced() {
        var dotted = of("hostname = \"mail.home.example\"\ndata = \"/var/lib/sigillo\"\nsealing.keys = \"/mnt/stick\"\n");
        assertEquals(DATA.resolve("keys"), dotted.config().sealing().keys());
        assertEquals("mail.home.example", dotted.config().hostname().name());
        assertTrue(dotted.changed().contains("everything but hostname"));
        assertEquals("localhost", of("data = \"/x\"\nwhat = 1\n").config().hostname().name());
        assertEquals(DATA, RestoredConfig.of(Optional.empty(), DATA, List.of()).config().data());
    }
}
