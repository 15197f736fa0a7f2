package sigillo.openpgp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.bouncycastle.bcpg.AEADAlgorithmTags;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sigillo.Fuzz;
import sigillo.base.Octets;

/**
 * Whatever strangers send: each octet of it has an answer, which is a refusal with a name or something that is whole.
 */
@Tag("long")
class FuzzTest {
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
    private static final SecretKeys ANNA = KeyMaking.make("anna@mx.example", NOW, Optional.empty());
    private static final SecretKeys VERSION_6 = version6();
    private static final List<byte[]> PIECES =
        List.of(Fuzz.octets("\u00c1"), Fuzz.octets("\u00d2"), Fuzz.octets("\u00cb"), Fuzz.octets("\u00ff"),
        Fuzz.octets("\u00e9"), Fuzz.octets("\u00fe"), Fuzz.octets("\u00c8\u0000"),
            Fuzz.octets("\u00cb\u0007b\0\0\0\0\0x"), Fuzz.octets("\0"),
        Fuzz.octets("\u00ff\u00ff\u00ff\u00ff\u00ff"), new Packet(Packet.MARKER, "PGP".getBytes())
            .encoded(), Fuzz.octets("\r\n"),
        Fuzz.octets("-----BEGIN PGP MESSAGE-----"), Fuzz.octets("-----END PGP MESSAGE-----"), Fuzz.octets("-"),
            Fuzz.octets("="));

    @Test void certificatesAndSecretKeys() throws Exception {
        var seeds = new ArrayList<>(List.of(ANNA.certificate().octets(), ANNA.certificate().armoured(), ANNA.plain(),
            VERSION_6.certificate().octets(), VERSION_6.plain()));
        Fuzz.run("OpenPGP certificates", seeds, PIECES, (octets, _) -> certificate(octets) + " " + secret(octets));
    }

    private static String certificate(byte[] octets) {
        try {
            var all = Certificate.readAll(octets);
            for (var one : all) assertEquals(one, Certificate.read(one.octets()), "what was read is read again");
            return all.getFirst().state(NOW) + " " + all.getFirst().subkeys().size() + all.getFirst().userIds(NOW)
                .size();
        } catch (OpenPgpBroken e) {
            return e.refusal().name();
        }
    }

    private static String secret(byte[] octets) {
        try (var keys = SecretKeys.read(octets, "x".toCharArray())) {
            return "keys " + keys.decrypting(0).size();
        } catch (OpenPgpBroken e) {
            return e.refusal().name();
        }
    }

    @Test void messages() throws Exception {
        var signed = Crafted.signed("Hello.", ANNA, NOW);
        var seeds = new ArrayList<>(List.of(signed, Armour.of(Armour.Kind.MESSAGE, signed), Crafted.compressed(signed),
            PgpSeal.signature(new ByteArrayInputStream(new byte[0]), ANNA, NOW)));
        for (var how : List.of(Crafted.mdc(SymmetricKeyAlgorithmTags.AES_256), Crafted.aead(AEADAlgorithmTags.OCB, 6),
            Crafted.aead(AEADAlgorithmTags.GCM, 6), Crafted.librePgp(6), Crafted.withoutMdc())) {
            seeds.add(Crafted.encrypted(Crafted.compressed(signed), ANNA.certificate(), NOW, how));
        }
        for (var name : List.of("a6-cleartext", "a7-inline", "a8-encrypted")) seeds.add(vector(name));
        Fuzz.run("OpenPGP messages", seeds, PIECES, FuzzTest::message);
    }

    /** Inside of what is encrypted, as a stranger who knows the certificate can write it. */
    @Test void whatIsEncrypted() throws Exception {
        var signed = Crafted.signed("Hello.", ANNA, NOW);
        var seeds = List.of(signed, Crafted.compressed(signed), Crafted.literal("Hello."),
            Crafted.joined(signed, signed));
        Fuzz.run("OpenPGP messages inside", seeds, PIECES, (octets, _) -> {
            var message = encrypted(octets);
            return opened(sink -> PgpOpen.decrypt(new ByteArrayInputStream(message), List.of(ANNA),
                List.of(ANNA.certificate()),
                NOW, 1 << 20, sink));
        });
    }

    private static byte[] encrypted(byte[] octets) {
        try {
            return Crafted.encrypted(octets, ANNA.certificate(), NOW, Crafted.mdc(SymmetricKeyAlgorithmTags.AES_256));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static String message(byte[] octets, Random random) {
        var senders = List.of(ANNA.certificate(), VERSION_6.certificate());
        return opened(sink -> PgpOpen.decrypt(new ByteArrayInputStream(octets), List.of(ANNA, VERSION_6), senders, NOW,
            1 << 20, sink))
            + opened(sink -> PgpOpen.verify(new ByteArrayInputStream(octets), senders, NOW, 1 << 20, sink))
            + opened(sink -> PgpOpen.verifyCleartext(Octets.of(octets), senders, NOW, 1 << 20, sink))
            + detached(octets, senders) + isFor(octets);
    }

    private interface Opening { Opened with(Sink sink) throws IOException; }

    private static String opened(Opening opening) {
        var sink = new TestSink();
        try {
            var opened = opening.with(sink);
            assertEquals(opened.octets(), sink.released().length);
            return "opened " + opened.signatures().stream().map(Signed::state).toList();
        } catch (OpenPgpBroken e) {
            assertTrue(sink.isDiscarded());
            return e.refusal() + " ";
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String detached(byte[] octets, List<Certificate> senders) {
        try {
            var signed = PgpOpen.verifyDetached(new ByteArrayInputStream(new byte[0]), octets, senders, NOW);
            return signed.stream().map(Signed::state).distinct().toList().toString();
        } catch (OpenPgpBroken e) {
            return e.refusal().name();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String isFor(byte[] octets) {
        try {
            return " " + Encryption.isFor(new ByteArrayInputStream(octets), ANNA.certificate());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Whatever is between, armour gives what went in, and its reader ends. */
    @Test void armour() {
        var seeds = List.of(Armour.of(Armour.Kind.MESSAGE, new byte[0]),
            Armour.of(Armour.Kind.SIGNATURE, new byte[100]),
            Armour.of(Armour.Kind.PUBLIC_KEY, new byte[1_000]));
        Fuzz.run("OpenPGP armour", seeds, PIECES, (octets, random) -> {
            var whole = dearmoured(new ByteArrayInputStream(octets));
            var pieces = dearmoured(new ByteArrayInputStream(octets) {
                @Override public synchronized int read(byte[] into, int offset, int count) {
                    return super.read(into, offset, Math.min(count, 1 + random.nextInt(9)));
                }
            });
            assertEquals(whole, pieces, "wherever it is cut");
            var written = Armour.of(Armour.Kind.MESSAGE, octets);
            assertEquals(hex(octets), dearmoured(new ByteArrayInputStream(written)));
            return whole.replaceAll("[0-9A-F]{20,}", "#");
        });
    }

    private static String dearmoured(ByteArrayInputStream in) {
        var out = new ByteArrayOutputStream();
        try {
            new ArmourReader(in).transferTo(out);
            return hex(out.toByteArray());
        } catch (OpenPgpBroken e) {
            return e.refusal().name();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String hex(byte[] octets) { return Certificate.hex(octets); }

    private static byte[] vector(String name) throws IOException {
        return Files.readAllBytes(Path.of("src/test/cases/openpgp/rfc9580-" + name + ".asc"));
    }

    private static SecretKeys version6() {
        try {
            return SecretKeys.read(new String(vector("a4-secret-key"),
                StandardCharsets.US_ASCII).getBytes(StandardCharsets.US_ASCII), new char[0]);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
