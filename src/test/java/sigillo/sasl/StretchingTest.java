package sigillo.sasl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.junit.jupiter.api.Test;

class StretchingTest {
    /** RFC 7914 section 11 has the first 32 of these 64 octets in its first block. */
    @Test void isPbkdf2() {
        var wanted = HexFormat.of().parseHex("55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc");
        assertArrayEquals(wanted, Stretching.of(octets("passwd"), octets("salt"), 1));
    }

    /** The example of RFC 7677 section 3. */
    @Test void isThatOfScram() {
        var salt = Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ==");
        assertEquals("c4a49510323ab4f952cac1fa99441939e78ea74d6be81ddf7096e87513dc615d",
            HexFormat.of().formatHex(Stretching.of(octets("pencil"), salt, 4096)));
    }

    @Test void isTheOneOfTheJdk() throws Exception {
        var random = new Random(1);
        for (int i = 0; i < 50; i++) {
            var password = "p".repeat(random.nextInt(64) + 1);
            var salt = new byte[random.nextInt(1, 100)];
            random.nextBytes(salt);
            int iterations = random.nextInt(1, 200);
            var wanted = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                .generateSecret(new PBEKeySpec(password.toCharArray(), salt, iterations, 256)).getEncoded();
            assertArrayEquals(wanted, Stretching.of(octets(password), salt, iterations));
        }
    }

    @Test void takesOneBlock() { assertThrows(IllegalArgumentException.class, () -> Stretching.of(new byte[65], new byte[16], 1)); }

    private static byte[] octets(String text) { return text.getBytes(StandardCharsets.US_ASCII); }
}
