package sigillo.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.base.Octets;

/** What is made in one reading is what each by itself gives. */
class ExtractTest {
    @TestFactory Stream<DynamicTest> ofMessagesOfOthers() {
        return Corpora.MESSAGES.stream().map(name -> DynamicTest.dynamicTest(name, () -> {
            for (var file : Corpora.messages(name)) same(Octets.of(Corpora.read(file)), file.toString());
        }));
    }

    /** Around the bound up to which a text is kept for its second reader. */
    @Test void ofLongTexts() throws IOException {
        for (int octets : new int[] {127 << 10, 129 << 10, 600 << 10}) {
            var line = "word ".repeat(14) + "\n";
            var text = line.repeat(octets / line.length());
            same(Shape.crlf("Content-Type: text/html\n\n<p>" + text), octets + " of HTML");
            same(Shape.crlf("Content-Type: multipart/mixed; boundary=b\n\n--b\n\n" + text + "\n--b\n\n" + text + "\n--b--\n"),
                "twice " + octets);
        }
    }

    private static void same(Octets octets, String name) throws IOException {
        var message = Message.parse(octets);
        var extract = Extract.of(message);
        assertEquals(MessageMeta.of(message), extract.meta(), name);
        assertArrayEquals(SearchText.of(octets, message.root()).encode(), extract.text().encode(), name);
    }
}
