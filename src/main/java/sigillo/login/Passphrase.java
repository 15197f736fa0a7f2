package sigillo.login;

import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import sigillo.sealing.Secret;

/** A key from what an operator types when the server starts. As hard to guess at as a password: RFC 9106 section 4. */
public final class Passphrase {
    public static final int SALT_OCTETS = 16;
    private static final Argon2id.Cost COST = new Argon2id.Cost(65_536, 3, 1);
    private static final byte[] NONE = {};

    private Passphrase() {}

    /** The caller's to wipe. Takes some tenths of a second and 64 MiB for the time. */
    public static Secret key(String typed, byte[] salt) {
        var octets = Normalizer.normalize(typed, Normalizer.Form.NFC).getBytes(StandardCharsets.UTF_8);
        try (var arena = Arena.ofConfined()) {
            var memory = arena.allocate(COST.memoryOctets(), 64);
            var key = Argon2id.hash(octets, salt, NONE, NONE, COST, Secret.OCTETS, memory);
            memory.fill((byte) 0);
            return Secret.take(key);
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }
}
