package sigillo.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.peers.Program;
import sigillo.peers.SigilloPeer;

/**
 * Mail moves in from an mbox and a Maildir that Python's own library wrote from the corpora, and out into such that it
 * reads; each message once, with its flags.
 */
@Tag("gate")
class MovingTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String WRITE = """
        import email, mailbox, os, sys
        source, mbox, maildir = sys.argv[1:]
        box = mailbox.mbox(mbox); root = mailbox.Maildir(maildir); deep = root.add_folder('Work.Deep')
        for number, name in enumerate(sorted(os.listdir(source))):
            data = open(os.path.join(source, name), 'rb').read()
            if email.message_from_bytes(data).as_bytes() != data: continue
            print(name)
            one = mailbox.mboxMessage(data); one.set_from('carl@sender.example', (2019, 5, 4, 3, 2, number % 60, 5, 124, 0))
            one.set_flags(['', 'R', 'RF', 'RA'][number % 4]); box.add(one)
            two = mailbox.MaildirMessage(data); two.set_subdir('cur'); two.set_flags(['', 'S', 'FS', 'RS'][number % 4]); deep.add(two)
        box.close()
        """;
    private static final String READ = """
        import mailbox, sys
        for path in sys.argv[1:]:
            box = mailbox.Maildir(path, create=False) if 'maildir' in path else mailbox.mbox(path, create=False)
            flags = {}
            for message in box:
                for flag in message.get_flags(): flags[flag] = flags.get(flag, 0) + 1
            print(len(box), *(flag + str(flags[flag]) for flag in sorted(flags)))
        """;
    @TempDir Path folder;

    @Test void mailThatPythonWroteMovesInAndOutAgain() throws Exception {
        assumeTrue(Program.isInstalled("python3"), "python3 is not installed");
        var messages = simple();
        var mbox = folder.resolve("Old.mbox");
        var maildir = folder.resolve("Maildir");
        var written = python(WRITE, folder.resolve("source").toString(), mbox.toString(), maildir.toString());
        messages.keySet().retainAll(written.lines().toList());
        assertTrue(messages.size() >= 80, "Python wrote " + messages.size());
        try (var sigillo = SigilloPeer.demo(folder.resolve("home"))) {
            var secret = Files.writeString(folder.resolve("secret"), sigillo.password("bruno") + "\n");
            assertEquals(messages.size(), field(sigillo.launched("import", sigillo.address("bruno"), mbox.toString(), "--secret-file", secret.toString()), "kept"));
            var second = sigillo.launched("import", sigillo.address("bruno"), mbox.toString(), "--secret-file", secret.toString());
            assertEquals(0, field(second, "kept"));
            assertEquals(messages.size(), field(second, "there"));
            assertEquals(messages.size(), all(sigillo.launched("import", sigillo.address("bruno"), maildir.toString(), "--secret-file", secret.toString())));
            assertBodies(sigillo, messages);
            var out = folder.resolve("out");
            for (var format : List.of("mbox", "maildir")) {
                var done = sigillo.launched("export", sigillo.address("bruno"), out.resolve(format).toString(), "--format", format, "--secret-file", secret.toString());
                assertEquals(0, done.code(), done.printed());
            }
            var read = python(READ, mbox.toString(), out.resolve("mbox/Old.mbox").toString(), out.resolve("mbox/Work/Deep.mbox").toString(),
                out.resolve("maildir/.Old").toString()).lines().toList();
            assertEquals(read.get(0).replace("O" + messages.size() + " ", ""), read.get(1).replace("O" + messages.size() + " ", ""), "the same flags as Python gave");
            assertEquals(messages.size(), Integer.parseInt(read.get(2).split(" ")[0]));
            assertEquals(messages.size(), Integer.parseInt(read.get(3).split(" ")[0]));
            assertEquals(0, sigillo.cli("account", "verify", sigillo.address("bruno")).code());
        }
    }

    /** Those that a program which takes mail for text can write without a change; each is different from all others. */
    private Map<String, byte[]> simple() throws IOException {
        var all = new HashMap<String, byte[]>();
        var texts = new ArrayList<String>();
        Files.createDirectories(folder.resolve("source"));
        for (var message : Corpora.mimeMessages().entrySet()) {
            var text = new String(message.getValue(), StandardCharsets.ISO_8859_1);
            boolean isSimple = text.matches("(?s)[!-9;-~]+:.*\\r\\n\\r\\n.*[^\\r\\n]\\r\\n") && !Corpora.hasBareCr(message.getValue())
                && !text.contains("\r\n>") && text.length() < 100_000 && text.chars().noneMatch(c -> c > 126) && !texts.contains(text)
                && !text.matches("(?is)(.*\\r\\n)?(x-)?(status|x-keywords|x-mozilla-\\w+):.*");
            if (!isSimple || all.size() == 150) continue;
            texts.add(text);
            var name = "m" + all.size();
            all.put(name, message.getValue());
            Files.writeString(folder.resolve("source").resolve(name), text.replace("\r\n", "\n"), StandardCharsets.ISO_8859_1);
        }
        assertTrue(all.size() >= 100, "simple ones: " + all.size());
        return all;
    }

    /** Python's library reorders nothing, and quotes lines that begin with From. */
    private static void assertBodies(SigilloPeer sigillo, Map<String, byte[]> messages) throws IOException {
        try (var imap = sigillo.imap("bruno")) {
            var kept = imap.bodies("Old").stream().map(octets -> new String(octets, StandardCharsets.ISO_8859_1)).sorted().toList();
            var sent = messages.values().stream().map(octets -> new String(octets, StandardCharsets.ISO_8859_1)).sorted().toList();
            assertEquals(sent, kept);
            assertEquals(messages.size(), imap.messages("Work/Deep"));
        }
    }

    private static String python(String script, String... words) {
        var command = new ArrayList<>(List.of("python3", "-c", script));
        command.addAll(List.of(words));
        var done = Program.run(LIMIT, Map.of(), command);
        assertEquals(0, done.code(), done.printed());
        return done.printed();
    }

    private static long all(Program.Done done) { return field(done, "kept") + field(done, "placed") + field(done, "there"); }

    private static long field(Program.Done done, String name) {
        assertEquals(0, done.code(), done.printed());
        return done.printed().lines().filter(line -> line.startsWith(name + " ")).mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
            .findFirst().orElseThrow(() -> new AssertionError(done.printed()));
    }
}
