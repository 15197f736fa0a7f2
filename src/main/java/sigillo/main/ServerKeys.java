package sigillo.main;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
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
    private static final int OCTETS = 32;

    /**
     * {@code fresh}: nothing is kept yet, so keys may be made; {@code unsealed}: nothing is sealed yet, so those of the
     * seals may be made; {@code unpeppered}: no password was made with the peppers yet. Throws {@link IOException} with a sentence for the operator.
     */
    static ServerKeys read(Path folder, boolean fresh, boolean unsealed, boolean unpeppered) throws IOException {
        var opens = secret(folder.resolve("server.key"), unsealed);
        var host = secret(folder.resolve("host.key"), unsealed);
        return new ServerKeys(key(folder.resolve("threads.key"), fresh), key(folder.resolve("stories.key"), fresh),
            new ServerSecrets(opens, host), new Peppers(secret(folder.resolve("verifying.key"), unpeppered), secret(folder.resolve("opening.key"), unpeppered)));
    }

    private static Secret secret(Path file, boolean fresh) throws IOException { return Secret.take(key(file, fresh).toArray()); }

    private static Bytes key(Path file, boolean fresh) throws IOException {
        if (!Files.exists(file)) {
            if (!fresh) throw new IOException(file + " is missing, but the store was made with it: bring it back from a backup");
            var random = new byte[OCTETS];
            new SecureRandom().nextBytes(random);
            DataFolder.write(file, random);
        }
        var octets = Files.readAllBytes(file);
        if (octets.length != OCTETS) throw new IOException(file + " is damaged: a key has " + OCTETS + " octets");
        return Bytes.wrap(octets);
    }
}
