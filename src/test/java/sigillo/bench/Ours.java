package sigillo.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import sigillo.peers.Program;
import sigillo.peers.SigilloPeer;

/**
 * The shipped Sigillo: its launcher, its flags, {@code serve} on the configuration of a demo, accounts at level L1. Nothing is
 * told to it that others are not told.
 */
final class Ours implements Contender {
    private static final String PASSWORD = "measured-nine-times-0";
    private static final Duration SET_UP_LIMIT = Duration.ofMinutes(20); // each account takes several hashes of its password
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

    private final Path folder;
    private final String domain;
    private final Doors doors;
    private Program program;
    private int starts;

    /** In an empty folder; set up, and not running. */
    Ours(Path parent, int users) {
        try (var demo = SigilloPeer.demo(parent)) {
            folder = demo.folder();
            domain = demo.address("").substring(1);
            doors = new Doors(demo.port("smtp"), demo.port("imap"), demo.port("imaps"));
            Files.writeString(parent.resolve("accounts"), IntStream.rangeClosed(0, users)
                .mapToObj(user -> address(user) + " " + password(user) + "\n").collect(Collectors.joining()));
            Program.run(SET_UP_LIMIT, "./sigillo", "account", "add", "--batch", parent.resolve("accounts").toString(),
                "--data", folder.toString()).orFail();
            demo.stop();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override public String name() { return "Sigillo"; }

    @Override public void start() {
        program = Program.start(folder.resolveSibling("serve-" + ++starts + ".log"), Map.of(),
            List.of("./sigillo", "serve", "--config", folder.resolve("sigillo.toml").toString()));
    }

    @Override public void stop() {
        program.terminate();
        program.await(STOP_LIMIT);
    }

    @Override public Doors doors() { return doors; }

    @Override public String address(int user) { return "u" + user + "@" + domain; }

    @Override public String password(int user) { return PASSWORD; }

    /** The launcher replaces itself by the server. */
    @Override public ProcessTree processes() { return ProcessTree.of(program.pid()); }

    @Override public void close() {
        if (program != null) program.close();
    }
}
