package sigillo.submission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import sigillo.base.Octets;
import sigillo.message.Message;
import tools.jackson.databind.ObjectMapper;

/** Header values made to be read as something else, handed in by a user. */
class HeaderInjectionTest {
    private static final Path CASES = Path.of("../shared/corpora/header-injection/cases.json");

    record Case(String name, String field, String raw_value) {}

    @TestFactory Stream<DynamicTest> nothingIsSmuggledIntoAHeader() throws IOException {
        assumeTrue(Files.exists(CASES), "no corpora beside the project: " + CASES);
        return Stream.of(new ObjectMapper().readValue(Files.readString(CASES), Case[].class))
            .map(c -> dynamicTest(c.name, () -> play(c)));
    }

    private static void play(Case c) throws IOException {
        var test = new SubmissionTest();
        var from = c.field.equals("From") ? "" : "From: anna@home.example\r\n";
        var reply = test.submit("anna@home.example", c.field + ": " + c.raw_value + "\r\n" + from + "\r\nhi\r\n");
        if (c.field.equals("From")) {
            assertTrue(reply.isPermanent(), "no case writes as anna: " + reply);
            assertEquals(List.of(), test.queue.entries);
            return;
        }
        var out = test.queue.entries.getFirst();
        var header = Message.parse(Octets.of(out.message())).header();
        assertFalse(header.has("Bcc"));
        assertFalse(out.text().contains("evil@example.net"), "what was smuggled in is gone with the field it made");
        assertEquals(List.of("bob@remote.example"), out.recipients());
        assertTrue(out.text().lines().noneMatch(line -> line.contains("\r")));
    }
}
