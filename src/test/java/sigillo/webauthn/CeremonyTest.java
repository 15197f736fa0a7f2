package sigillo.webauthn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.base.Bytes;
import sigillo.webauthn.TestAuthenticator.Kind;

/** Web Authentication, sections 7.1 and 7.2, as a server verifies them. */
class CeremonyTest {
    private static final byte[] CHALLENGE = {1, 2, 3};
    private static final Ceremony.Here HERE = new Ceremony.Here("https://mail.home.example", "mail.home.example");

    private static Optional<Ceremony.Made> made(TestAuthenticator one) { return Ceremony.made(one.said("webauthn.create", CHALLENGE), one.attestation(), HERE); }

    private static Optional<Long> shown(TestAuthenticator one, Bytes key) {
        var data = one.data();
        return Ceremony.shown(one.said("webauthn.get", CHALLENGE), data, one.sign(data, one.client("webauthn.get", CHALLENGE)), key, HERE);
    }

    @TestFactory Stream<DynamicTest> eachKindOfKeyIsMadeAndShown() {
        return Stream.of(Kind.values()).map(kind -> DynamicTest.dynamicTest(kind.name(), () -> {
            var one = new TestAuthenticator(kind);
            one.counter = 0xFFFFFFFEL;
            var key = made(one).orElseThrow();
            assertEquals(one.credential(), key.credential());
            assertEquals(0xFFFFFFFEL, key.counter());
            one.counter++;
            assertEquals(Optional.of(0xFFFFFFFFL), shown(one, key.key()));
            assertEquals(Optional.empty(), shown(new TestAuthenticator(kind), key.key()), "another's");
        }));
    }

    private record Case(String what, Consumer<TestAuthenticator> lie) {}

    @TestFactory Stream<DynamicTest> whatIsOfElsewhereIsNone() {
        return Stream.of(new Case("another origin", one -> one.origin = "https://mail.home.example.evil.example"), new Case("another port", one -> one.origin += ":8443"),
            new Case("without TLS", one -> one.origin = "http://mail.home.example"), new Case("in a frame of another page", one -> one.isCrossOrigin = true),
            new Case("another party", one -> one.party = "home.example"), new Case("nobody verified", one -> one.flags = 0x01), new Case("nobody present", one -> one.flags = 0x04),
            new Case("extensions that are not there", one -> one.flags = 0x85))
            .flatMap(one -> Stream.of(
                DynamicTest.dynamicTest("made, " + one.what, () -> {
                    var authenticator = new TestAuthenticator(Kind.ES256);
                    one.lie.accept(authenticator);
                    assertEquals(Optional.empty(), made(authenticator));
                }), DynamicTest.dynamicTest("shown, " + one.what, () -> {
                    var authenticator = new TestAuthenticator(Kind.ES256);
                    var key = made(authenticator).orElseThrow().key();
                    one.lie.accept(authenticator);
                    assertEquals(Optional.empty(), shown(authenticator, key));
                })));
    }

    @Test void oneCeremonyIsNotTheOther() {
        var one = new TestAuthenticator(Kind.EDDSA);
        var key = made(one).orElseThrow().key();
        assertEquals(Optional.empty(), Ceremony.made(one.said("webauthn.get", CHALLENGE), one.attestation(), HERE));
        var data = one.data();
        var client = one.client("webauthn.create", CHALLENGE);
        assertEquals(Optional.empty(), Ceremony.shown(one.said("webauthn.create", CHALLENGE), data, one.sign(data, client), key, HERE));
    }

    /** What is signed is data and text as they are: a bit of either changes all. */
    @Test void whatWasChangedIsNotSigned() {
        var one = new TestAuthenticator(Kind.ES256);
        var key = made(one).orElseThrow().key();
        var client = one.said("webauthn.get", CHALLENGE);
        var data = one.data();
        var signature = one.sign(data, client.text());
        for (int i = 32; i < data.length; i++) {
            var other = data.clone();
            other[i] ^= 0x20;
            assertEquals(Optional.empty(), Ceremony.shown(client, other, signature, key, HERE), "octet " + i);
        }
        var text = client.text().clone();
        text[text.length - 2] ^= 1;
        assertEquals(Optional.empty(), Ceremony.shown(new Ceremony.Client(client.type(), client.origin(), false, text), data, signature, key, HERE));
        assertEquals(Optional.empty(), Ceremony.shown(client, data, new byte[0], key, HERE));
        assertEquals(Optional.empty(), Ceremony.shown(client, data, new byte[Ceremony.SIGNATURE_OCTETS_MAX + 1], key, HERE));
        assertEquals(Optional.of(0L), Ceremony.shown(client, data, signature, key, HERE));
    }

    @Test void aKeyIsOnItsCurve() {
        var cose = new TestAuthenticator(Kind.ES256).cose();
        assertTrue(CoseKey.parse(cose).isPresent());
        var off = cose.clone();
        off[off.length - 1] ^= 1;
        assertEquals(Optional.empty(), CoseKey.parse(off));
        assertEquals(Optional.empty(), CoseKey.parse(Arrays.copyOf(cose, cose.length + 1)), "more behind it");
        var short_ = HexFormat.of().parseHex("a401030339010020" + "5880" + "ff".repeat(128) + "2143010001");
        assertEquals(Optional.empty(), CoseKey.parse(short_), "RSA of 1,024 bits");
    }

    @Test void cborOfOtherKindsIsNone() {
        for (var hex : new String[] {"", "5f4100ff", "9f00ff", "f97e00", "c100", "1bffffffffffffffff", "5b7fffffffffffffff", "9affffffff", "bb7fffffffffffffff", "a2010001" + "00", "a1f500", "a140" + "00", "18", "818181818181818100", "f8ff"}) {
            assertEquals(Optional.empty(), Cbor.read(ByteBuffer.wrap(HexFormat.of().parseHex(hex))), hex);
        }
        assertEquals(Optional.of(new Cbor.Item.Whole(-257)), Cbor.read(ByteBuffer.wrap(HexFormat.of().parseHex("390100"))));
        assertEquals(Optional.of(new Cbor.Item.Text("a")), Cbor.read(ByteBuffer.wrap(HexFormat.of().parseHex("6161"))));
    }

    /** Any octets have an answer; with the seed it can be played again. */
    @TestFactory Stream<DynamicTest> isTotal() {
        return Stream.of(1L, 2L, 3L).map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
            var random = new Random(seed);
            var one = new TestAuthenticator(Kind.EDDSA);
            var good = one.attestation();
            var client = one.said("webauthn.create", CHALLENGE);
            for (int i = 0; i < 10_000; i++) {
                var octets = good.clone();
                for (int n = 1 + random.nextInt(4); n-- > 0; ) octets[random.nextInt(octets.length)] = (byte) random.nextInt(256);
                var cut = Arrays.copyOf(octets, random.nextInt(octets.length + 1));
                assertNotNull(Ceremony.made(client, random.nextBoolean() ? octets : cut, HERE));
            }
        }));
    }
}
