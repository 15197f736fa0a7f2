package sigillo.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import sigillo.base.Sha256;

/** Argon2 for browsers: hash-wasm, in the very release that was looked at. Fetched once by npm, where there is one. */
public final class HashWasm {
    private static final String RELEASE = "hash-wasm@4.12.0";
    private static final String SHA256 = "dcec617a2e1b700fa132d1583a186cb70611113395e869f2dd6cc82b415d3094";
    private static final Path FOLDER = Path.of("target/npm");
    private static final String FILE = "package/dist/argon2.umd.min.js";
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private HashWasm() {}

    /** A script that gives pages {@code hashwasm.argon2id}; empty where it cannot be had. Fails when it is another. */
    public static synchronized Optional<String> script() {
        try {
            var file = FOLDER.resolve(FILE);
            if (!Files.exists(file) && !fetch()) return Optional.empty();
            var octets = Files.readAllBytes(file);
            if (!HexFormat.of().formatHex(Sha256.of(octets)).equals(SHA256)) throw new AssertionError(RELEASE + " is another");
            return Optional.of(new String(octets, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean fetch() throws IOException {
        if (!Files.isExecutable(Path.of("/usr/bin/npm"))) return false;
        Files.createDirectories(FOLDER);
        var packed = Program.run(PATIENCE, "npm", "pack", RELEASE, "--silent", "--pack-destination", FOLDER.toString());
        if (packed.code() != 0) return false;
        Program.run(PATIENCE, "tar", "-xzf", FOLDER.resolve(packed.printed().strip()).toString(), "-C", FOLDER.toString(), FILE).orFail();
        return true;
    }
}
