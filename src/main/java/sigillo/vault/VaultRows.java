package sigillo.vault;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import sigillo.account.AccountId;
import sigillo.base.Bytes;
import sigillo.sealing.Randomness;
import sigillo.sealing.SealBroken;
import sigillo.sealing.SealedRow;
import sigillo.sealing.Secret;
import sigillo.store.Damaged;
import sigillo.store.PartitionName;

/**
 * Where what an account's vault has lies: a partition of its own. What the browser has sealed is sealed here once more,
 * under the server's key and to its place, so that who has the store alone has nothing to guess a password against.
 *
 * <pre>
 * s                     slots: their version, those in force, those that wait for a password that is being changed
 * b/NAME                a blob: its version, octets, generation, when it was written
 * p/NAME/gen16/number4  a piece of a blob; the generation begins with the time, so that what a stop has left is known
 * </pre>
 */
final class VaultRows {
    static final int GENERATION_OCTETS = 16;
    static final String PREFIX = "v/";

    private final Secret key;
    private final Randomness randomness;

    VaultRows(Secret key, Randomness randomness) {
        this.key = key;
        this.randomness = randomness;
    }

    static PartitionName partition(AccountId account) { return new PartitionName(PREFIX + account.text()); }

    static Bytes slots() { return Bytes.utf8("s"); }

    static Bytes blob(String name) { return Bytes.utf8("b/" + name); }

    static Bytes pieces(String name) { return Bytes.utf8("p/" + name + "/"); }

    static Bytes pieces(String name, Bytes generation) {
        var prefix = pieces(name);
        return Bytes.wrap(ByteBuffer.allocate(prefix.length() + GENERATION_OCTETS).put(prefix.unsafeArray())
            .put(generation.unsafeArray()).array());
    }

    static Bytes piece(String name, Bytes generation, int number) {
        var prefix = pieces(name, generation);
        return Bytes.wrap(ByteBuffer.allocate(prefix.length() + Integer.BYTES).put(prefix.unsafeArray()).putInt(number)
            .array());
    }

    byte[] sealed(AccountId account, Bytes row, byte[] clear) {
        return SealedRow.seal(key, place(account, row), clear, randomness);
    }

    /** Throws {@link Damaged} for what was not written here by this server. */
    byte[] opened(AccountId account, Bytes row, byte[] value) {
        try {
            return SealedRow.open(key, place(account, row), value);
        } catch (SealBroken broken) {
            throw new Damaged("a row of the vault of account " + account + " is not as this server wrote it", broken);
        }
    }

    private static byte[] place(AccountId account, Bytes row) {
        var name = (partition(account).text() + "/").getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(name.length + row.length()).put(name).put(row.unsafeArray()).array();
    }
}
