package sigillo.backup;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import sigillo.base.Crockford;
import sigillo.base.Sha256;
import sigillo.sealing.Randomness;
import sigillo.sealing.Secret;

/**
 * What opens a backup on an empty machine: 256 random bits and 24 by which a slip of the pen is seen, as fourteen
 * groups of four letters and digits that are not mistaken for each other. The server never keeps it; what the server
 * keeps ({@link BackupKey}) comes from it, and not the other way.
 */
public final class RecoveryKey implements AutoCloseable {
    private static final int SIGNS = 52;
    private static final int CHECK_SIGNS = 4;
    private static final int GROUP = 4;
    private static final int TYPED_MAX = 400;
    private static final String BOXES = "sigillo/v1/backup/boxes";
    private static final String SERVER = "sigillo/v1/backup/server";

    private final Secret secret;

    private RecoveryKey(Secret secret) { this.secret = secret; }

    public static RecoveryKey random(Randomness randomness) { return new RecoveryKey(Secret.random(randomness)); }

    /** Empty for what is no such key, or has a slip. */
    public static Optional<RecoveryKey> parse(String typed) {
        if (typed.length() > TYPED_MAX) return Optional.empty();
        var signs = Crockford.meant(typed);
        if (signs.length() != SIGNS + CHECK_SIGNS) return Optional.empty();
        return Crockford.octets(signs, Secret.OCTETS).map(octets -> new RecoveryKey(Secret.take(octets)))
            .filter(key -> MessageDigest.isEqual(key.signs().getBytes(), signs.getBytes()));
    }

    /** For paper, once. */
    public String text() { return signs().replaceAll(".{" + GROUP + "}(?!$)", "$0-"); }

    private String signs() {
        var octets = secret.toArray();
        try {
            return Crockford.signs(octets, SIGNS) + Crockford.signs(Arrays.copyOf(Sha256.of(octets), 3), CHECK_SIGNS);
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }

    /** Opens boxes; the caller's to wipe. */
    Secret seed() { return Derived.from(secret, BOXES); }

    /** What the server keeps. */
    public BackupKey forServer() {
        try (var seed = seed()) {
            return BackupKey.of(Derived.from(secret, SERVER), seed);
        }
    }

    @Override public void close() { secret.close(); }

    @Override public String toString() { return "a recovery key"; }
}
