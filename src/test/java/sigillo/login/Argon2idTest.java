package sigillo.login;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.junit.jupiter.api.Test;

class Argon2idTest {
    /** RFC 9106 section 5.3. */
    @Test void theVectorOfTheRfc() {
        var hash = hash(octets(1, 32), octets(2, 16), octets(3, 8), octets(4, 12), new Argon2id.Cost(32, 3, 4), 32);
        assertEquals("0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659", HexFormat.of().formatHex(hash));
    }

    /** Against another implementation: costs, lanes, lengths of all kinds. */
    @Test void agreesWithBouncyCastle() {
        var random = new Random(9106);
        for (int i = 0; i < 150; i++) {
            int lanes = 1 + random.nextInt(5);
            var cost = new Argon2id.Cost(8 * lanes + random.nextInt(i % 10 == 0 ? 2_000 : 120), 1 + random.nextInt(4), lanes);
            var password = octets(random.nextInt(256), random.nextInt(100));
            var salt = octets(random.nextInt(256), 8 + random.nextInt(40));
            int count = 4 + random.nextInt(200);
            assertArrayEquals(theirs(password, salt, cost, count), hash(password, salt, new byte[0], new byte[0], cost, count), cost + " " + count);
        }
    }

    private static byte[] theirs(byte[] password, byte[] salt, Argon2id.Cost cost, int count) {
        var generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id).withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(cost.memoryKib()).withIterations(cost.passes()).withParallelism(cost.lanes()).withSalt(salt).build());
        var hash = new byte[count];
        generator.generateBytes(password, hash);
        return hash;
    }

    private static byte[] hash(byte[] password, byte[] salt, byte[] secret, byte[] more, Argon2id.Cost cost, int count) {
        try (var arena = Arena.ofConfined()) {
            return Argon2id.hash(password, salt, secret, more, cost, count, arena.allocate(cost.memoryOctets(), 64));
        }
    }

    private static byte[] octets(int value, int count) {
        var octets = new byte[count];
        Arrays.fill(octets, (byte) value);
        return octets;
    }
}
