package sigillo.webpush;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.Signature;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The examples of RFC 8188 section 3.1 and RFC 8291 appendix A; VAPID as RFC 8292 wants it. */
class PushKeysTest {
    private static final String POINT = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
    private static final String SECRET = "BTBZMqHH6r4Tts7J_aSIgg";

    private static byte[] octets(String base64) { return Base64.getUrlDecoder().decode(base64); }

    private static String text(byte[] octets) { return Base64.getUrlEncoder().withoutPadding().encodeToString(octets); }

    @Test void theExampleOfRfc8188() {
        var made = EncryptedContent.encrypt(octets("yqdlZ-tYemfogSmv7Ws5PQ"), octets("I1BsxtFttlv3u_Oo94xnmw"), new byte[0],
            "I am the walrus".getBytes(StandardCharsets.US_ASCII), 0);
        assertEquals("I1BsxtFttlv3u_Oo94xnmwAAEAAA-NAVub2qFgBEuQKRapoZu-IxkIva3MEB1PD-ly8Thjg", text(made));
    }

    @Test void theExampleOfRfc8291() {
        var ours = new KeyPair(P256.point(octets("BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8")).orElseThrow(),
            P256.number(octets("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw")));
        var keys = PushKeys.parse(POINT, SECRET).orElseThrow();
        var made = keys.encrypt("When I grow up, I want to be a watermelon".getBytes(StandardCharsets.US_ASCII), ours, octets("DGv6ra1nlYgDCS1FRnbzlw"), 0);
        assertEquals("DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf"
            + "1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN", text(made));
    }

    /** Lengths say next to nothing, and each message has keys of its own. */
    @Test void messagesArePadded() {
        var keys = PushKeys.parse(POINT, SECRET).orElseThrow();
        var one = keys.encrypt(new byte[10]);
        var other = keys.encrypt(new byte[200]);
        assertEquals(one.length, other.length);
        assertFalse(Arrays.equals(Arrays.copyOf(one, 86), Arrays.copyOf(keys.encrypt(new byte[10]), 86)));
        assertTrue(keys.encrypt(new byte[PushKeys.TEXT_OCTETS_MAX - 1]).length <= 4096 + 86);
    }

    private record Case(String what, String point, String secret) {}

    @TestFactory Stream<DynamicTest> whatAreNoKeys() {
        var off = octets(POINT);
        off[64] ^= 1;
        var compressed = Arrays.copyOf(octets(POINT), 33);
        compressed[0] = 2;
        var zero = new byte[65];
        zero[0] = 4;
        return Stream.of(new Case("not on the curve", text(off), SECRET), new Case("compressed", text(compressed), SECRET), new Case("zero", text(zero), SECRET),
            new Case("beyond the field", text(beyond()), SECRET), new Case("short", "BCVx", SECRET), new Case("empty", "", ""), new Case("no base64", "!", SECRET),
            new Case("a short secret", POINT, "BTBZMqHH6r4Tts7J_aSI"), new Case("long", POINT + "A".repeat(5_000), SECRET))
            .map(one -> DynamicTest.dynamicTest(one.what, () -> assertTrue(PushKeys.parse(one.point, one.secret).isEmpty())));
    }

    private static byte[] beyond() {
        var octets = new byte[65];
        Arrays.fill(octets, (byte) 0xFF);
        octets[0] = 4;
        return octets;
    }

    // ---- RFC 8292 ----

    @Test void whoSendsIsSigned() throws Exception {
        var vapid = Vapid.of(Vapid.generate());
        var said = vapid.authorization("https://push.example", "mailto:postmaster@home.example", Instant.ofEpochSecond(1_000_000));
        assertTrue(said.startsWith("vapid t=") && said.endsWith(", k=" + vapid.publicKey()), said);
        var token = said.substring(8, said.indexOf(',')).split("\\.");
        assertEquals("{\"typ\":\"JWT\",\"alg\":\"ES256\"}", new String(octets(token[0]), StandardCharsets.UTF_8));
        assertEquals("{\"aud\":\"https://push.example\",\"exp\":1043200,\"sub\":\"mailto:postmaster@home.example\"}", new String(octets(token[1]), StandardCharsets.UTF_8));
        var verifier = Signature.getInstance("SHA256withECDSAinP1363Format");
        verifier.initVerify(P256.point(octets(vapid.publicKey())).orElseThrow());
        verifier.update((token[0] + "." + token[1]).getBytes(StandardCharsets.US_ASCII));
        assertTrue(verifier.verify(octets(token[2])));
    }

    /** Zeros in front of a number are neither lost nor added. */
    @Test void keysAreOctetsAndBack() {
        for (int i = 0; i < 300; i++) {
            var pair = P256.generate();
            assertEquals(pair.getPublic(), P256.point(P256.octets(pair.getPublic())).orElseThrow());
            assertEquals(pair.getPrivate(), P256.number(P256.octets(pair.getPrivate())));
        }
        assertArrayEquals(new byte[] {4}, Arrays.copyOf(P256.octets(P256.generate().getPublic()), 1));
    }
}
