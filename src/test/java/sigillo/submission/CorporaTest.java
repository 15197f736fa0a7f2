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
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

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
