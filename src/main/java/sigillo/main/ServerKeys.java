package sigillo.main;

import java.io.IOException;
import sigillo.base.Bytes;
import sigillo.keyring.ServerSecrets;
import sigillo.login.Peppers;
import sigillo.sealing.Secret;

/**
 * The server's keys for hashes of what it must recognise without keeping it: 32 octets each, one file a purpose, made at
 * the first start. Without them old threads are not found again and old stories not by address. Without {@code seals} no
 * mail can be read: see {@link ServerSecrets}; without the {@code peppers} nobody signs in by a password: {@link Peppers}.
 */
record ServerKeys(Bytes threads, Bytes stories, ServerSecrets seals, Peppers peppers) {
    /**
     * {@code fresh}: nothing is kept yet, so keys may be made; {@code unsealed}: nothing is sealed yet, so those of the
     * seals may be made; {@code peppersInUse}: the newest version with which a password was made, 0 when there is none. Throws
     * {@link IOException} with a sentence for the operator.
     */
    static ServerKeys read(KeyFiles files, boolean fresh, boolean unsealed, int peppersInUse) throws IOException {
        var seals = new ServerSecrets(files.key("server.key", unsealed), files.key("host.key", unsealed));
        var peppers = files.peppers(peppersInUse == 0);
        if (peppers.version() < peppersInUse) {
            throw new IOException(KeyFiles.verifying(peppers.version() + 1) + " or its fellow is missing, but passwords were made with version "
                + peppersInUse + " of the peppers: bring it back from a backup");
        }
        return new ServerKeys(octets(files.key("threads.key", fresh)), octets(files.key("stories.key", fresh)), seals, peppers);
    }

    private static Bytes octets(Secret key) { return Bytes.wrap(key.toArray()); }
}
