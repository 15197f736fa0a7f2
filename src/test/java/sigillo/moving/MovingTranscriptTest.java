package sigillo.moving;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import sigillo.account.Account;
import sigillo.account.AccountContract;
import sigillo.account.UidSet;
import sigillo.archive.ComparingRoom;
import sigillo.base.Octets;
import sigillo.spool.Spool;
import sigillo.spool.SpoolSettings;
import sigillo.store.memory.MemoryStore;

/**
 * Plays the servers of src/test/transcripts/moving. Beside the conversation ({@link ScriptedSource}) a text has {@code O:}
 * options of the run that follows, {@code R:} what it must report, {@code E:} what it must fail with, {@code A:} what is in the
 * account then: mailbox, date, what is marked, the first line of the message.
 */
class MovingTranscriptTest {
    private static final Path FOLDER = Path.of("src/test/transcripts/moving");
    @TempDir Path folder;

    @Tag("gate") @TestFactory Stream<DynamicTest> transcripts() throws IOException {
        return Files.list(FOLDER).sorted().map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), file.toUri(), () -> play(file)));
    }

    private void play(Path file) throws Exception {
        try (var server = new ScriptedSource()) {
            play(file, server);
        }
    }

    private void play(Path file, ScriptedSource server) throws Exception {
        var options = new HashMap<String, String>();
        var account = AccountContract.account(new MemoryStore(), _ ->
            options.containsKey("quota") ? OptionalLong.of(Long.parseLong(options.get("quota"))) : OptionalLong.empty());
        var spool = Spool.open(SpoolSettings.at(folder.resolve("spool")));
        var script = new ArrayList<String>();
        var expected = new ArrayList<String>();
        int runs = 0;
        for (var line : Files.readAllLines(file)) {
            if (line.isBlank() || line.startsWith("#")) continue;
            if (line.startsWith("O: ")) options.put(line.substring(3).split("=")[0], line.substring(line.indexOf('=') + 1));
            else if (line.startsWith("A: ")) expected.add(line.substring(3));
            else if (!line.startsWith("R: ") && !line.startsWith("E: ")) script.add(line);
            else {
                runs++;
                server.play(script);
                run(account, spool, options, server, line);
                script.clear();
            }
        }
        assertTrue(runs > 0 && script.isEmpty(), "a run ends with R: or E:");
        if (!expected.isEmpty()) assertEquals(String.join("\n", new TreeSet<>(expected)), String.join("\n", marks(account)));
        assertEquals(List.of(), account.verify().faults());
        assertEquals(0, spool.memoryUsed(), "of messages on their way nothing is left");
        assertEquals(0, spool.diskUsed());
    }

    private static void run(Account account, Spool spool, Map<String, String> options, ScriptedSource server, String expected) throws Exception {
        var encryption = Source.Encryption.valueOf(options.getOrDefault("tls", "NONE"));
        var source = new Source("127.0.0.1", server.port(), encryption, Source.Trust.OF_JAVA, options.getOrDefault("user", "anna"),
            options.getOrDefault("secret", "s3cret"), Source.Way.valueOf(options.getOrDefault("way", "PASSWORD")));
        var said = said(account, spool, options, source);
        assertEquals("", server.fault(), said);
        if (expected.startsWith("E: ")) assertTrue(said.contains(expected.substring(3)), said);
        else assertEquals(expected.substring(3), said);
    }

    private static String said(Account account, Spool spool, Map<String, String> options, Source source) {
        try {
            var time = Duration.ofMillis(Long.parseLong(options.getOrDefault("patience", "10000")));
            var patience = new Patience(Duration.ofSeconds(10), time, time, 1_000, Duration.ofMillis(5));
            var into = Optional.ofNullable(options.get("into"));
            try (var move = new Move(source, account, into, options.containsKey("follow"), patience, spool, new ComparingRoom())) {
                return told(move.run());
            }
        } catch (IOException e) {
            return "failed: " + e.getMessage();
        }
    }

    private static String told(Moved done) {
        return Stream.of("kept " + done.kept(), "placed " + done.placed(), "there " + done.there(), "earlier " + done.earlier(), "changed " + done.changed(),
            "removed " + done.removed(), "refused " + done.refused()).filter(part -> !part.endsWith(" 0") && !part.endsWith("[]")).collect(Collectors.joining(", "));
    }

    private static TreeSet<String> marks(Account account) {
        var all = new TreeSet<String>();
        for (var mailbox : account.mailboxes()) {
            account.entries(mailbox.id(), UidSet.ALL, entry -> {
                var keywords = new TreeSet<>(entry.keywords()).stream().map(Object::toString).collect(Collectors.joining(" "));
                all.add(String.join(" ", account.path(mailbox), entry.receivedAt().toString(), keywords + (entry.deleted() ? " deleted" : ""),
                    "|", line(account.content(entry.email()).orElseThrow())).replaceAll(" +", " "));
                return true;
            });
        }
        return all;
    }

    private static String line(Octets content) {
        try {
            return new String(content.bytes(0, Math.min(200, content.length()), 200), StandardCharsets.UTF_8).lines().findFirst().orElse("");
        } catch (IOException e) {
            return e.toString();
        }
    }
}
