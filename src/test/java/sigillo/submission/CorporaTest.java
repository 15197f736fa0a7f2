package sigillo.submission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import sigillo.corpora.Corpus;
import tools.jackson.databind.ObjectMapper;

/** Messages that no one here wrote, handed in by a user under her own name: the body goes out as it came, or nothing. */
@Tag("gate")
class CorporaTest {
    private static final Path CORPORA = Path.of("../shared/corpora");

    @TestFactory Stream<DynamicTest> theBodyGoesOutAsItCame() throws IOException {
        assumeTrue(Files.isDirectory(CORPORA), "no corpora beside the project: " + CORPORA);
        return folders().stream().map(folder -> dynamicTest(folder.getFileName().toString(), () -> {
            long accepted = 0;
            for (var file : files(folder)) accepted += submit(file) ? 1 : 0;
            assertTrue(accepted > 0, "none of " + folder + " was accepted");
        }));
    }

    /** RFC 6409 section 6.1: espoofer's user writes as the administrator, once beside his own address. His domain is ours here. */
    @TestFactory Stream<DynamicTest> nobodyWritesAsTheAdministrator() {
        var cases = new ObjectMapper().readTree(Corpus.text(Corpus.folder("auth-espoofer").resolve("cases.json")));
        var all = cases.valueStream().filter(one -> one.get("name").asString().startsWith("client_")).toList();
        assertEquals(2, all.size());
        return all.stream().map(one -> dynamicTest(one.get("name").asString(), () -> {
            var message = Stream.of("from_header", "to_header", "subject_header", "other_headers", "body").map(part -> one.get("data").get(part).asString())
                .collect(Collectors.joining()).replace("attacker@example.com", "anna@home.example").replace("@example.com", "@home.example");
            var test = new SubmissionTest();
            var reply = test.submit(message.replaceFirst("Sender: .*\r\n", "")); // a Sender that is foreign is refused as well
            assertEquals("550 5.7.1 You may not send as <admin@home.example>: From", reply.toString());
            assertEquals(List.of(), test.queue.entries);
        }));
    }

    private static boolean submit(Path file) throws IOException {
        var raw = Files.readString(file, StandardCharsets.ISO_8859_1).replaceAll("\r(?!\n)|(?<!\r)\n", "\r\n");
        var message = "From: anna@home.example\r\n" + raw;
        int empty = message.indexOf("\r\n\r\n");
        int end = empty < 0 ? message.length() : empty + 2;
        var others = message.substring(25, end).replaceAll("(?mi)^(From|Sender)[ \t]*:", "X-$1:");
        var test = new SubmissionTest();
        var reply = test.submit(message.substring(0, 25) + others + message.substring(end));
        if (!reply.isPositive()) {
            assertTrue(reply.toString().startsWith("554 5.6.0 The header is not well-formed: "), file + ": " + reply);
            assertEquals(List.of(), test.queue.entries);
            return false;
        }
        var out = new String(test.queue.entries.getFirst().message(), StandardCharsets.ISO_8859_1);
        var body = empty < 0 ? "" : message.substring(empty + 4);
        assertEquals(body, out.substring(out.indexOf("\r\n\r\n") + 4), file.toString());
        return true;
    }

    private static List<Path> folders() throws IOException {
        try (var all = Files.list(CORPORA)) {
            return all.filter(f -> f.getFileName().toString().startsWith("mime-")).sorted().toList();
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (var all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
