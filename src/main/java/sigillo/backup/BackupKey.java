package sigillo.backup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32C;
import sigillo.base.Bytes;
import sigillo.base.Sha256;
import sigillo.sealing.SealedKey;
import sigillo.sealing.Secret;

/**
 * The server's half of a recovery key. Its secret seals and opens pieces and manifests, which have nothing that the
 * server's disk has not; its public key seals the boxes with the keys, which only the recovery key opens. As a file:
 * "SGBK" (4), the secret (32), the public key (1,216), CRC-32C of these (4). Any thread.
 */
public final class BackupKey implements AutoCloseable {
    /** Among the server's keys. */
    public static final String FILE = "backup.key";
    private static final int MAGIC = 0x5347424B; // SGBK
    private static final int OCTETS = 4 + Secret.OCTETS + SealedKey.PUBLIC_OCTETS + 4;

    private final Secret secret;
    private final byte[] publicKey;
    private final Secret pieces;
    private final Secret manifests;
    private final Secret ids;

    private BackupKey(Secret secret, byte[] publicKey) {
        this.secret = secret;
        this.publicKey = publicKey;
        this.pieces = Derived.from(secret, "sigillo/v1/backup/pieces");
        this.manifests = Derived.from(secret, "sigillo/v1/backup/manifests");
        this.ids = Derived.from(secret, "sigillo/v1/backup/ids");
    }

    /** {@code seed}: of the boxes; not kept. */
    static BackupKey of(Secret secret, Secret seed) { return new BackupKey(secret, SealedKey.publicKey(seed)); }

    /** Empty when there is none yet. Throws {@link IOException} with a sentence. */
    public static Optional<BackupKey> in(Path folder) throws IOException {
        var file = folder.resolve(FILE);
        return Files.exists(file) ? Optional.of(decode(Files.readAllBytes(file), file.toString())) : Optional.empty();
    }

    private static BackupKey decode(byte[] octets, String where) throws IOException {
        boolean isOne = octets.length == OCTETS && ByteBuffer.wrap(octets).getInt() == MAGIC
            && ByteBuffer.wrap(octets).getInt(OCTETS - 4) == sum(octets);
        if (!isOne) throw new IOException(where
            + " is damaged: make it anew with sigillo backup key, from the recovery key on paper");
        var key = new BackupKey(Secret.take(Arrays.copyOfRange(octets, 4, 4 + Secret.OCTETS)),
            Arrays.copyOfRange(octets, 4 + Secret.OCTETS, OCTETS - 4));
        Arrays.fill(octets, (byte) 0);
        return key;
    }

    /** The caller's to wipe. */
    public byte[] encode() {
        var own = secret.toArray();
        var octets = ByteBuffer.allocate(OCTETS).putInt(MAGIC).put(own).put(publicKey).array();
        Arrays.fill(own, (byte) 0);
        ByteBuffer.wrap(octets).putInt(OCTETS - 4, sum(octets));
        return octets;
    }

    private static int sum(byte[] octets) {
        var crc = new CRC32C();
        crc.update(octets, 0, OCTETS - 4);
        return (int) crc.getValue();
    }

    /** By which a target says whose backups it has. */
    public String fingerprint() { return HexFormat.of().formatHex(Sha256.of(publicKey), 0, 8); }

    /** Of something else that the server can make again; the caller's to wipe. */
    public Secret derived(String label) { return Derived.from(secret, label); }

    byte[] publicKey() { return publicKey; }

    Secret pieces() { return pieces; }

    Secret manifests() { return manifests; }

    /**
     * What a piece is called: who has not the key learns nothing of what is in it, nor can he look for what he knows.
     */
    Bytes id(byte[] content) { return Bytes.wrap(Arrays.copyOf(Derived.mac(ids, content), Piece.ID_OCTETS)); }

    @Override public void close() {
        secret.close();
        pieces.close();
        manifests.close();
        ids.close();
    }

    @Override public String toString() { return "backup key " + fingerprint(); }
}
