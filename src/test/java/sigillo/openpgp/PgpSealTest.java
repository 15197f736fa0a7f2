package sigillo.openpgp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import sigillo.base.Address;

/** Keys that were made keep the profile, and so does what is written with them. Decision 0063. */
class PgpSealTest {
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

    @Test void aNewKeyIsWhatItShouldBe() throws Exception {
        try (var keys = KeyMaking.make("Anna <anna@mx.example>", NOW, Optional.of(Duration.ofDays(365)))) {
            var anna = keys.certificate();
            assertEquals(Certificate.State.GOOD, anna.state(NOW));
            assertEquals(Certificate.State.EXPIRED, anna.state(NOW.plus(Duration.ofDays(365))));
            assertEquals(Certificate.State.NOT_YET, anna.state(NOW.minus(Duration.ofDays(1))));
            assertEquals(Optional.of(NOW.plus(Duration.ofDays(365))), anna.expires(NOW));
            assertTrue(anna.isFor(Address.of("ANNA@mx.example"), NOW));
            assertFalse(anna.isFor(Address.of("bob@mx.example"), NOW));
            assertEquals(anna, Certificate.read(anna.octets()));
            assertEquals(anna, Certificate.read(anna.armoured()));
            assertEquals(anna, anna.minimal(Address.of("anna@mx.example"), NOW).orElseThrow());
            assertEquals(Optional.empty(), anna.minimal(Address.of("bob@mx.example"), NOW));
            assertTrue(anna.octets().length < 700, "Autocrypt puts it into a header field: " + anna.octets().length);
        }
    }

    @Test void anExportedKeyIsReadAgain() throws Exception {
        try (var keys = KeyMaking.make("anna@mx.example", NOW, Optional.empty())) {
            var armoured = keys.exportArmoured("a passphrase".toCharArray());
            try (var again = SecretKeys.read(armoured, "a passphrase".toCharArray())) {
                assertEquals(keys.certificate(), again.certificate());
                assertArrayEquals(keys.plain(), again.plain());
            }
            assertEquals(Refusal.WRONG_PASSPHRASE, refusal(() -> SecretKeys.read(armoured, "another".toCharArray())));
            assertEquals(Refusal.SECRET_KEY, refusal(() -> Certificate.read(armoured)));
        }
    }

    @Test void whatIsWrittenKeepsTheProfile() throws Exception {
        try (var anna = KeyMaking.make("anna@mx.example", NOW, Optional.empty());
             var bob = KeyMaking.make("bob@mx.example", NOW, Optional.empty())) {
            var text = "Hello.\r\n".getBytes(StandardCharsets.US_ASCII);
            var out = new ByteArrayOutputStream();
            var to = List.of(anna.certificate(), bob.certificate());
            PgpSeal.encrypt(new ByteArrayInputStream(text), to, Optional.of(anna), NOW, out);
            assertEquals("session-key v3 ecdh, session-key v3 ecdh, protected v1", PacketList.of(out.toByteArray()));
            out.reset();
            PgpSeal.sign(new ByteArrayInputStream(text), anna, NOW, out);
            assertEquals("one-pass v3 sha512 eddsa, literal b '' 0, signature v4 type 0 sha512 eddsa",
                PacketList.of(out.toByteArray()));
            assertEquals("public-key v4 eddsa, user-id, signature v4 type 19 sha512 eddsa, "
                + "public-subkey v4 ecdh, signature v4 type 24 sha512 eddsa",
                PacketList.of(anna.certificate().octets()));
        }
    }

    @Test void oneDoesNotEncryptToWhatHasExpired() throws Exception {
        try (var old = KeyMaking.make("old@mx.example", NOW, Optional.of(Duration.ofDays(1)))) {
            var out = new ByteArrayOutputStream();
            var later = NOW.plus(Duration.ofDays(2));
            assertEquals(Refusal.CANNOT_ENCRYPT, refusal(() -> PgpSeal.encrypt(new ByteArrayInputStream(new byte[1]),
                List.of(old.certificate()), Optional.empty(), later, out)));
            assertEquals(Refusal.CANNOT_SIGN,
                refusal(() -> PgpSeal.signature(new ByteArrayInputStream(new byte[1]), old, later)));
            assertEquals(0, out.size());
        }
    }

    @Test void armourComesBack() throws Exception {
        for (int size : List.of(0, 1, 2, 3, 47, 48, 49, 8_159, 8_160, 8_161, 100_000)) {
            var octets = new byte[size];
            new Random(size).nextBytes(octets);
            var text = new String(Armour.of(Armour.Kind.MESSAGE, octets), StandardCharsets.US_ASCII);
            assertTrue(text.startsWith("-----BEGIN PGP MESSAGE-----\r\n\r\n"), text);
            assertTrue(text.endsWith("\r\n-----END PGP MESSAGE-----\r\n"), text);
            assertTrue(text.lines().allMatch(line -> line.length() <= 64), text);
            for (var variant : List.of(text, text.replace("\r", ""), "before\n" + text.replace("\r\n", " \t\r\n"),
                text.replaceFirst("\r\n=.{4}\r\n-----END", "\r\n=abcd\r\n-----END"),
                text.replaceFirst("\r\n=.{4}\r\n-----END", "\r\n-----END"))) {
                assertArrayEquals(octets, message(variant), variant);
            }
        }
    }

    private static byte[] message(String armour) throws OpenPgpBroken {
        return Armour.binary(armour.getBytes(StandardCharsets.ISO_8859_1), Set.of(Armour.Kind.MESSAGE));
    }

    /** A file of one who keeps both halves, saved by an editor that marks it as UTF-8. */
    @Test void aFileMayHaveMoreThanOneBlock() throws Exception {
        try (var anna = KeyMaking.make("anna@mx.example", NOW, Optional.empty());
             var bob = KeyMaking.make("bob@mx.example", NOW, Optional.empty())) {
            var secret = anna.exportArmoured("x".toCharArray());
            var mark = new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
            var both = Crafted.joined(mark, anna.certificate().armoured(), "\r\nmine:\r\n".getBytes(), secret);
            try (var read = SecretKeys.read(both, "x".toCharArray())) {
                assertEquals(anna.certificate(), read.certificate());
            }
            assertEquals(Refusal.SECRET_KEY, refusal(() -> Certificate.readAll(both)));
            var two = Crafted.joined(mark, anna.certificate().armoured(), bob.certificate().armoured());
            assertEquals(List.of(anna.certificate(), bob.certificate()), Certificate.readAll(two));
            assertEquals(Refusal.SEVERAL_CERTIFICATES, refusal(() -> Certificate.read(two)));
            assertEquals(anna.certificate(), Certificate.read(Crafted.joined(mark, anna.certificate().armoured())));
        }
    }

    interface Action { void run() throws IOException; }

    static Refusal refusal(Action action) { return assertThrows(OpenPgpBroken.class, action::run).refusal(); }
}
