package sigillo.main.folder;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import sigillo.base.Bytes;
import sigillo.keyring.ServerSecrets;
import sigillo.login.Peppers;
import sigillo.sealing.Secret;

/**
 * The server's keys for hashes of what it must recognise without keeping it: 32 octets each, one file a purpose, made at
 * the first start. Without them old threads are not found again and old stories not by address. Without {@code seals} no
 * mail can be read: see {@link ServerSecrets}; without the {@code peppers} nobody signs in by a password: {@link Peppers}.
 */
public record ServerKeys(Bytes threads, Bytes stories, ServerSecrets seals, Peppers peppers) implements AutoCloseable {
    private static final String SERVER = "server.key";
    private static final String HOST = "host.key";
    private static final String THREADS = "threads.key";
    private static final String STORIES = "stories.key";

    /**
     * {@code fresh}: nothing is kept yet, so keys may be made; {@code unsealed}: nothing is sealed yet, so those of the
     * seals may be made; {@code peppersInUse}: the versions with which passwords were made, 0 for one of another form. When
     * there is none of them, a file is missing; when there are others, an account may be damaged, and it alone is
     * refused ({@link sigillo.login.Passwords}). Throws {@link IOException} with a sentence for the operator.
     */
    public static ServerKeys read(KeyFiles files, boolean fresh, boolean unsealed, Set<Integer> peppersInUse) throws IOException {
        var seals = new ServerSecrets(files.key(SERVER, unsealed), files.key(HOST, unsealed));
        int oldest = peppersInUse.stream().filter(version -> version > 0).min(Integer::compare).orElse(0);
        var peppers = files.peppers(oldest == 0);
        if (peppers.version() < oldest) {
            throw new IOException(KeyFiles.verifying(peppers.version() + 1) + " or its fellow is missing, but passwords were made with version "
                + oldest + " of the peppers: bring it back from a backup");
        }
        return new ServerKeys(octets(files.key(THREADS, fresh)), octets(files.key(STORIES, fresh)), seals, peppers);
    }

    /** Each as the file that it is in, in clear; the caller's to wipe. */
    public Map<String, byte[]> files() {
        var files = new TreeMap<String, byte[]>();
        files.put(SERVER, seals.opens().toArray());
        files.put(HOST, seals.host().toArray());
        files.put(THREADS, threads.toArray());
        files.put(STORIES, stories.toArray());
        for (var version = Optional.of(peppers); version.isPresent(); version = version.get().former()) {
            files.put(KeyFiles.verifying(version.get().version()), version.get().verifying().toArray());
            files.put(KeyFiles.opening(version.get().version()), version.get().opening().toArray());
        }
        return files;
    }

    /** Of such files. {@code file}: gives a copy of one, empty when it is not there. Throws {@link IOException} when one is missing. */
    public static ServerKeys of(Function<String, Optional<byte[]>> file) throws IOException {
        var peppers = new Peppers(secret(file, KeyFiles.verifying(1)), secret(file, KeyFiles.opening(1)));
        for (int next = 2; file.apply(KeyFiles.verifying(next)).isPresent(); next++) {
            peppers = peppers.next(secret(file, KeyFiles.verifying(next)), secret(file, KeyFiles.opening(next)));
        }
        var seals = new ServerSecrets(secret(file, SERVER), secret(file, HOST));
        return new ServerKeys(octets(secret(file, THREADS)), octets(secret(file, STORIES)), seals, peppers);
    }

    /** Wipes what can be wiped. */
    @Override public void close() {
        seals.opens().close();
        seals.host().close();
        for (var version = Optional.of(peppers); version.isPresent(); version = version.get().former()) {
            version.get().verifying().close();
            version.get().opening().close();
        }
    }

    private static Secret secret(Function<String, Optional<byte[]>> file, String name) throws IOException {
        return Secret.take(file.apply(name).filter(octets -> octets.length == Secret.OCTETS).orElseThrow(() -> new IOException(name + " is missing")));
    }

    private static Bytes octets(Secret key) { return Bytes.wrap(key.toArray()); }
}
