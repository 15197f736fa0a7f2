package sigillo.message;

import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import sigillo.base.Octets;

/** Our structures beside those that mail-parser recorded: which parts, and where each of them lies. */
class MailParserTest {
    private static final String OUTER = "an outer boundary ends an inner multipart, RFC 2046 section 5.1.2";
    private static final String WHOLE = "a delimiter is a whole line to us: one boundary may begin with another";

    private static final Map<String, String> ARGUED = Map.ofEntries(
        entry("mime-mailparser-legacy/049.eml", "recorded of a file that is one octet shorter"),
        entry("mime-mailparser-malformed/000.eml", "a delimiter may follow a header at once, RFC 2046 section 5.1.1"),
        entry("mime-mailparser-malformed/007.eml", "the header of the inner multipart does not end before its parts"),
        entry("mime-mailparser-malformed/008.eml", OUTER),
        entry("mime-mailparser-malformed/009.eml", OUTER),
        entry("mime-mailparser-malformed/011.eml", OUTER),
        entry("mime-mailparser-malformed/012.eml", OUTER),
        entry("mime-mailparser-malformed/013.eml", "after the last delimiter that does not close comes an empty part"),
        entry("mime-mailparser-malformed/016.eml", WHOLE),
        entry("mime-mailparser-malformed/019.eml", "multiparts that nobody closes end where the message does"),
        entry("mime-mailparser-malformed/021.eml", OUTER),
        entry("mime-mailparser-rfc/008.eml", "a message in base64 is octets to us, RFC 2046 section 5.2.1"));

    @Tag("gate")
    @TestFactory Stream<DynamicTest> bothSeeTheSame() {
        return Corpora.MESSAGES.stream().filter(name -> name.startsWith("mime-mailparser"))
            .map(folder -> DynamicTest.dynamicTest(folder, () -> {
                var differing = new TreeSet<String>();
                for (var file : Corpora.messages(folder)) {
                    var json = Path.of(file.toString().replaceFirst("\\.eml$", ".json"));
                    boolean differs = Files.exists(json) && differs(file, json);
                    if (differs) differing.add(Corpora.ROOT.relativize(file).toString());
                }
                var argued = new TreeSet<>(ARGUED.keySet());
                argued.removeIf(name -> !name.startsWith(folder + "/"));
                assertEquals(argued, differing);
            }));
    }

    private static boolean differs(Path file, Path json) throws IOException {
        var theirs = MailParser.see(json);
        var ours = Message.parse(Octets.of(withLf(Corpora.read(file)))).root();
        var spans = new ArrayList<String>();
        MailParser.spans(ours, spans);
        return !theirs.equals(new MailParser.Seen(MailParser.star(ours), spans));
    }

    /** The recorded offsets are those of files with LF. */
    private static byte[] withLf(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1).replace("\r\n", "\n")
            .getBytes(StandardCharsets.ISO_8859_1);
    }
}
