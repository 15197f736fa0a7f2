package sigillo.main.folder;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import sigillo.base.Sha256;
import sigillo.login.Passphrase;
import sigillo.login.Peppers;
import sigillo.sealing.Purpose;
import sigillo.sealing.Randomness;
import sigillo.sealing.SealBroken;
import sigillo.sealing.Secret;
import sigillo.sealing.WrappedKey;

/**
 * The server's own keys, one file each: among the credentials that the service manager gives, else in the folder of keys;
 * there in clear (32 octets), or under a passphrase (a wrapped key, 60 octets) whose salt is in the file {@code passphrase}.
 * Errors are {@link IOException} with a sentence for the operator.
 */
public final class KeyFiles {
    private static final String SALT = "passphrase";
    /** Those that a passphrase protects. The keys of the queue are written while the server runs, and are not among them. */
    private static final List<String> NAMES = List.of("server.key", "host.key", "verifying.key", "opening.key", "threads.key", "stories.key");
    /** Of later versions. */
    private static final Pattern PEPPERS = Pattern.compile("(?:verifying|opening)\\.[0-9]+\\.key");

    private final Path folder;
    private final Optional<Path> credentials;
    private final Supplier<Optional<String>> asked;
    private Optional<Secret> wrapping = Optional.empty();

    /** {@code asked}: gives the passphrase when it is needed; empty where nobody can be asked. */
    public KeyFiles(Path folder, Optional<Path> credentials, Supplier<Optional<String>> asked) {
        this.folder = folder;
        this.credentials = credentials;
        this.asked = asked;
    }

    /** {@code fresh}: it may be made when it is not there. */
    Secret key(String name, boolean fresh) throws IOException {
        var given = credentials.map(there -> there.resolve(name)).filter(Files::exists);
        if (given.isPresent()) return inClear(given.get());
        var file = folder.resolve(name);
        if (!Files.exists(file)) return make(file, fresh);
        return Files.size(file) == WrappedKey.OCTETS ? unwrap(file) : inClear(file);
    }

    private List<String> names() throws IOException {
        try (var there = Files.list(folder)) {
            var later = there.map(file -> file.getFileName().toString()).filter(name -> PEPPERS.matcher(name).matches());
            return Stream.concat(NAMES.stream(), later).toList();
        }
    }

    // ---- peppers ----

    /** All versions that there are. {@code fresh}: the first ones may be made. */
    Peppers peppers(boolean fresh) throws IOException {
        var peppers = new Peppers(key(verifying(1), fresh), key(opening(1), fresh));
        while (has(peppers.version() + 1)) {
            int next = peppers.version() + 1;
            peppers = peppers.next(key(verifying(next), false), key(opening(next), false));
        }
        return peppers;
    }

    /** Makes the next version; its number. Stopped in the middle, one of the two files is there, which is no version yet. */
    int renewPeppers() throws IOException {
        int next = peppers(false).version() + 1;
        key(opening(next), true);
        key(verifying(next), true);
        return next;
    }

    private boolean has(int version) { return isThere(verifying(version)) && isThere(opening(version)); }

    private boolean isThere(String name) {
        return credentials.filter(there -> Files.exists(there.resolve(name))).isPresent() || Files.exists(folder.resolve(name));
    }

    static String verifying(int version) { return version == 1 ? "verifying.key" : "verifying." + version + ".key"; }

    static String opening(int version) { return version == 1 ? "opening.key" : "opening." + version + ".key"; }

    private static Secret inClear(Path file) throws IOException {
        var octets = Files.readAllBytes(file);
        if (octets.length != Secret.OCTETS) throw new IOException(file + " is damaged: a key has " + Secret.OCTETS + " octets");
        return Secret.take(octets);
    }

    private Secret make(Path file, boolean fresh) throws IOException {
        if (!fresh) throw new IOException(file + " is missing, but the store was made with it: bring it back from a backup");
        var key = Secret.random(Randomness.secure());
        if (hasPassphrase()) wrap(file, key);
        else DataFolder.write(file, key.toArray());
        return key;
    }

    // ---- under a passphrase ----

    private boolean hasPassphrase() { return Files.exists(folder.resolve(SALT)); }

    private Secret unwrap(Path file) throws IOException {
        try {
            return WrappedKey.unwrap(wrapping(), purpose(file), Files.readAllBytes(file));
        } catch (SealBroken broken) {
            throw new IOException("the passphrase is wrong, or " + file + " is damaged", broken);
        }
    }

    private void wrap(Path file, Secret key) throws IOException {
        DataFolder.write(file, WrappedKey.wrap(wrapping(), purpose(file), key, Randomness.secure()));
    }

    private Secret wrapping() throws IOException {
        if (wrapping.isPresent()) return wrapping.get();
        if (!hasPassphrase()) throw new IOException(folder.resolve(SALT) + " is missing: without it the keys do not open; bring it back from a backup");
        var typed = typed().orElseThrow(() -> new IOException(
            "the keys in " + folder + " are under a passphrase: start from a terminal, or give it as the credential " + SALT));
        wrapping = Optional.of(Passphrase.key(typed, Files.readAllBytes(folder.resolve(SALT))));
        return wrapping.get();
    }

    private Optional<String> typed() throws IOException {
        var given = credentials.map(there -> there.resolve(SALT)).filter(Files::exists);
        return given.isPresent() ? Optional.of(Files.readString(given.get()).strip()) : asked.get();
    }

    /** So that no file does for another. */
    private static Purpose purpose(Path file) {
        var name = file.getFileName().toString().getBytes(StandardCharsets.US_ASCII);
        return new Purpose(Purpose.Use.FILE, ByteBuffer.wrap(Sha256.of(name)).getLong(), 0, 0);
    }

    /** Puts the keys that are there under a passphrase. Stopped in the middle, some are and some are not yet: both are read. */
    void close(String passphrase) throws IOException {
        if (hasPassphrase()) throw new IOException("the keys in " + folder + " are under a passphrase already: take that away first");
        var salt = Randomness.secure().octets(Passphrase.SALT_OCTETS);
        DataFolder.write(folder.resolve(SALT), salt);
        wrapping = Optional.of(Passphrase.key(passphrase, salt));
        for (var name : names()) {
            var file = folder.resolve(name);
            if (Files.exists(file) && Files.size(file) == Secret.OCTETS) wrap(file, inClear(file));
        }
    }

    /** Takes the passphrase away. */
    void open() throws IOException {
        if (!hasPassphrase()) throw new IOException("the keys in " + folder + " are under no passphrase");
        for (var name : names()) {
            var file = folder.resolve(name);
            if (Files.exists(file) && Files.size(file) == WrappedKey.OCTETS) DataFolder.write(file, unwrap(file).toArray());
        }
        Files.delete(folder.resolve(SALT));
    }

    /** What systemd gives a service. Empty elsewhere. */
    public static Optional<Path> credentialsOfService() { return Optional.ofNullable(System.getenv("CREDENTIALS_DIRECTORY")).map(Path::of); }

    /** At the terminal, unseen; empty where there is none. */
    public static Optional<String> askAtTerminal() {
        var console = System.console();
        if (console == null || !console.isTerminal()) return Optional.empty();
        return Optional.ofNullable(console.readPassword("Passphrase of the server's keys: ")).map(String::new);
    }
}
