package sigillo.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class MessageIdsTest {

    record Case(String raw, List<String> want) {}

    @TestFactory Stream<DynamicTest> ids() {
        return Stream.of(
            new Case("<a@b.example>", List.of("a@b.example")),
            new Case("<a@b.example><c@d.example>\t<e@f.example>", List.of("a@b.example", "c@d.example", "e@f.example")),
            new Case("<a@b.example>, <c@d.example>", List.of("a@b.example", "c@d.example")),
            new Case("<+42.@voice.example> <+42.abc@voice.example>",
                List.of("+42.@voice.example", "+42.abc@voice.example")),
            new Case("<\"a b\"@c.example>", List.of("\"ab\"@c.example")),
            new Case("<a@\r\n b.example>", List.of("a@b.example")),
            new Case("Your message of Tuesday <a@b.example> \"x\"", List.of("a@b.example")),
            new Case("Your message of Tuesday", List.of()),
            new Case("a@b.example", List.of("a@b.example")),
            new Case("<<a@b.example>>", List.of("a@b.example")),
            new Case("<a@b.example", List.of()),
            new Case("<>", List.of()),
            new Case("", List.of()),
            new Case("<" + "x".repeat(2_000) + "@b.example> <a@b.example>", List.of("a@b.example")))
            .map(c -> DynamicTest.dynamicTest("\"" + HeaderText.printable(c.raw) + "\"",
                () -> assertEquals(c.want, MessageIds.parse(c.raw))));
    }

    @Test void ofManyTheFirstAndTheLastAreKept() {
        var raw = new StringBuilder();
        for (int i = 0; i < 5_000; i++) raw.append('<').append(i).append("@b.example> ");
        var ids = MessageIds.parse(raw.toString());
        assertEquals(MessageIds.IDS_MAX, ids.size());
        assertEquals("0@b.example", ids.getFirst());
        assertEquals("4999@b.example", ids.getLast());
    }

    @Test void onlyIdsCanBeWritten() {
        assertTrue(MessageIds.isId("a@b.example"));
        var tooLong = "a@" + "b".repeat(1_000);
        for (var id : List.of("", "a", "@b", "a@b>\r\nBcc: x", "a b@c", "a@b\0", "ä@b", tooLong)) {
            assertFalse(MessageIds.isId(id), id);
        }
    }
}
