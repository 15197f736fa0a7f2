package sigillo.whole;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import sigillo.peers.Chromium;
import sigillo.peers.Program;
import sigillo.peers.SigilloPeer;
import sigillo.web.Browser;

/**
 * What people do in the webmail, played by scripts of {@code web/stories} in a real browser, against the shipped server
 * with 20,000 messages in an inbox. What each script has played, of all that the webmail is to do, is noted;
 * {@code clauses.mjs} fails where something of it is missing. Pictures of each page, for eyes, are in {@code target/pictures}.
 */
final class WebmailStories implements AutoCloseable {
    /** For one script. */
    private static final Duration PATIENCE = Duration.ofSeconds(400);
    private static final Path SCRIPTS = Path.of("web/stories");
    private final SigilloPeer demo;
    private final Path pictures;
    private final List<String> played = new ArrayList<>();

    /** {@code name}: of the folder of pictures. */
    WebmailStories(Path folder, String name) {
        this(name, () -> SigilloPeer.demoAsShipped(folder));
        node(SCRIPTS.resolve("fill.mjs").toString(), demo.folder().toString());
    }

    /** In another demo, with no more mail than it has. */
    WebmailStories(String name, Supplier<SigilloPeer> begun) {
        hasItsTools();
        assumeTrue(Chromium.isThere(), "Chromium is not installed");
        this.demo = begun.get();
        this.pictures = Path.of("target/pictures", name);
        try (var stranger = new Browser(demo.port("https"))) {
            stranger.get("/mail/");
            assumeTrue(stranger.status() == 200, "the webmail was not built into this program");
        }
        try {
            // what was played before is not played now
            Files.deleteIfExists(pictures.resolve("played.jsonl"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void hasItsTools() {
        assumeTrue(Program.isInstalled("node"), "Node.js is not installed");
        assumeTrue(Files.isDirectory(Path.of("web/node_modules/playwright-core")), "the webmail's libraries are not there: no npm, or no network");
    }

    static void node(String... words) {
        var command = new ArrayList<>(List.of("node"));
        command.addAll(List.of(words));
        System.out.println(Program.run(PATIENCE, command.toArray(String[]::new)).orFail().printed());
    }

    void play(String script, String... more) {
        played.add(script);
        System.out.println(script);
        var words = new ArrayList<>(List.of(SCRIPTS.resolve(script + ".mjs").toString(), demo.folder().toString(), pictures.toString()));
        words.addAll(List.of(more));
        node(words.toArray(String[]::new));
    }

    /** Each clause of the scripts that were played was played whole. */
    void isWhole() {
        var words = new ArrayList<>(List.of(SCRIPTS.resolve("clauses.mjs").toString(), pictures.toString()));
        words.addAll(played);
        node(words.toArray(String[]::new));
    }

    /** A link, which is shown once. */
    String invitation() {
        var printed = demo.cli("invite", "add", "sigillo.test", "--quota", "1 GiB").orFail().printed();
        return printed.lines().flatMap(line -> Stream.of(line.split("\\s+"))).filter(word -> word.startsWith("https://")).findFirst().orElseThrow();
    }

    /** A new account; its password. */
    String account(String address) {
        return password(demo.cli("account", "add", address, "--generate", "--json").orFail().printed());
    }

    private static String password(String printed) {
        var password = Pattern.compile("\"password\"\\s*:\\s*\"([^\"]+)\"").matcher(printed);
        if (!password.find()) throw new AssertionError(printed);
        return password.group(1);
    }

    /** An owner with mail from before the operator has made his password anew: his address, that, and the former one. */
    String[] reset(String address) {
        var former = account(address);
        try (var smtp = demo.smtp()) {
            smtp.expect("250", "EHLO client.test");
            smtp.startTls();
            smtp.expect("250", "EHLO client.test");
            var mail = "From: x@client.test\r\nSubject: before the reset\r\n\r\nHello.\r\n".getBytes(StandardCharsets.US_ASCII);
            var reply = smtp.send("x@client.test", address, mail);
            if (!reply.startsWith("250")) throw new AssertionError(reply);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new String[] {address, password(demo.cli("account", "password", address, "--generate", "--json").orFail().printed()), former};
    }

    SigilloPeer demo() { return demo; }

    long pid() { return demo.program().pid(); }

    @Override public void close() { demo.close(); }
}
