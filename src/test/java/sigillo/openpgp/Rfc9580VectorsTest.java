package sigillo.openpgp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sigillo.base.Octets;

/** Messages and keys of RFC 9580, appendix A: version 6, Ed25519, X25519, salted signatures, OCB. */
class Rfc9580VectorsTest {
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
    private static final String LIST =
        "What we need from the grocery store:\r\n\r\n- tofu\r\n- vegetables\r\n- noodles\r\n";

    @Test void a3AndA4TheKeyIsRead() throws Exception {
        try (var keys = keys()) {
            assertEquals("CB186C4F0609A697E4D52DFA6C722B0C1F1E27C18A56708F6525EC27BAD9ACC9",
                keys.certificate().fingerprint());
            assertEquals(Certificate.State.GOOD, keys.certificate().state(NOW));
            assertEquals(1, keys.certificate().subkeys().size());
        }
    }

    @Test void a6ACleartextSignedMessage() throws Exception {
        var sink = new TestSink();
        try (var keys = keys()) {
            var opened = PgpOpen.verifyCleartext(Octets.of(octets("a6-cleartext")), List.of(keys.certificate()), NOW,
                1_000, sink);
            assertEquals(List.of(Signed.State.GOOD), opened.signatures().stream().map(Signed::state).toList());
        }
        assertEquals(LIST, new String(sink.released(), StandardCharsets.US_ASCII));
    }

    @Test void a7AnInlineSignedMessage() throws Exception {
        var sink = new TestSink();
        try (var keys = keys()) {
            var opened = PgpOpen.verify(new ByteArrayInputStream(octets("a7-inline")), List.of(keys.certificate()), NOW,
                1_000, sink);
            assertEquals(List.of(Signed.State.GOOD), opened.signatures().stream().map(Signed::state).toList());
        }
        assertEquals(LIST.replace("\r", ""), new String(sink.released(), StandardCharsets.US_ASCII));
    }

    @Test void a8AnEncryptedMessage() throws Exception {
        var sink = new TestSink();
        try (var keys = keys()) {
            PgpOpen.decrypt(new ByteArrayInputStream(octets("a8-encrypted")), List.of(keys), List.of(), NOW, 1_000,
                sink);
        }
        assertEquals("Hello, world!", new String(sink.released(), StandardCharsets.US_ASCII));
    }

    /** In the version that everybody reads; the key may be newer. RFC 9580 section 10.3.2.1 allows it. */
    @Test void oneEncryptsToAKeyOfVersion6() throws Exception {
        var out = new ByteArrayOutputStream();
        var sink = new TestSink();
        try (var keys = keys()) {
            PgpSeal.encrypt(new ByteArrayInputStream(LIST.getBytes(StandardCharsets.US_ASCII)),
                List.of(keys.certificate()),
                Optional.of(keys), NOW, out);
            assertEquals("session-key v3 x25519, protected v1", PacketList.of(out.toByteArray()));
            var opened = PgpOpen.decrypt(new ByteArrayInputStream(out.toByteArray()), List.of(keys),
                List.of(keys.certificate()),
                NOW, 1_000, sink);
            assertEquals(List.of(Signed.State.GOOD), opened.signatures().stream().map(Signed::state).toList());
        }
        assertEquals(LIST, new String(sink.released(), StandardCharsets.US_ASCII));
    }

    private static SecretKeys keys()
        throws IOException { return SecretKeys.read(octets("a4-secret-key"), new char[0]); }

    private static byte[] octets(String name) throws IOException {
        return Files.readAllBytes(Path.of("src/test/cases/openpgp/rfc9580-" + name + ".asc"));
    }
}
