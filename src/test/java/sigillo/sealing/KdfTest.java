package sigillo.sealing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** Our expansion is the JDK's. */
class KdfTest {
    @Test void isTheExpansionOfHkdf() throws Exception {
        var random = new Random(1);
        var hkdf = KDF.getInstance("HKDF-SHA256");
        for (int round = 0; round < 200; round++) {
            var key = Fixed.octets(round, Secret.OCTETS);
            var label = "l".repeat(random.nextInt(100));
            var context = Fixed.octets(round, random.nextInt(200));
            var info = ByteBuffer.allocate(1 + label.length() + context.length)
                .put((byte) label.length()).put(label.getBytes(StandardCharsets.US_ASCII)).put(context).array();
            var expected = hkdf.deriveData(HKDFParameterSpec.expandOnly(new SecretKeySpec(key, "HKDF"), info, Secret.OCTETS));
            try (var secret = Secret.take(key); var derived = Kdf.derive(secret, label, context)) {
                assertArrayEquals(expected, derived.toArray());
            }
        }
    }
}
