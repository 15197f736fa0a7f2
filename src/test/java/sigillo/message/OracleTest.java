package sigillo.message;

import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.james.mime4j.MimeException;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import sigillo.base.Octets;

/**
 * Our structures beside those of Mime4j: types, parts, and the octets of every body. One difference is a rule of ours
 * and is levelled first: a multipart in which no part is found is a text to us, and an empty multipart to Mime4j.
 */
class OracleTest {
    private static final String DEPTH = "we stop at a depth of 100, RFC 2046 section 5.1 sets none";
    private static final String SAME =
        "the inner boundary is the outer one as well: we take the innermost, as its author meant it";
    private static final String EMPTY_LAST = "the last delimiter does not close: an empty part follows it";
    private static final String BASE64_MESSAGE =
        "RFC 2046 section 5.2.1 allows no base64 here: octets to us, for their offsets";

    private static final Map<String, String> ARGUED = Map.ofEntries(
        entry("mime-bombs/nested-multipart-100.eml", DEPTH),
        entry("mime-bombs/nested-multipart-2000.eml", DEPTH),
        entry("mime-bombs/nested-rfc822-2000.eml", DEPTH),
        entry("mime-bombs/same-boundary-nested-200.eml", SAME),
        entry("mime-cpython/msg_33.txt", "the boundary is in RFC 2231's form, which Mime4j does not read"),
        entry("mime-cpython/msg_39.txt", SAME),
        entry("mime-flanker/messages/enclosed-global.eml", "we look into message/global, RFC 6532 section 3.7"),
        entry("mime-mailparser-malformed/003.eml", SAME),
        entry("mime-mailparser-malformed/005.eml", SAME),
        entry("mime-mailparser-malformed/013.eml", SAME),
        entry("mime-mailparser-malformed/019.eml", SAME),
        entry("mime-mailparser-malformed/017.eml", "a semicolon is missing before boundary="),
        entry("mime-mailparser-malformed/021.eml", EMPTY_LAST),
        entry("mime-mailparser-rfc/008.eml", BASE64_MESSAGE),
        entry("mime-mime4j/base64encoded-rfc822message.msg", BASE64_MESSAGE),
        entry("mime-mimekit/mbox/simple.mbox.txt",
            "several messages in one file: the second repeats the boundary of the first"),
        entry("mime-perl-mimetools/multi-2gifs-base64.msg", BASE64_MESSAGE),
        entry("mime-rspamd/badboundary.eml", EMPTY_LAST));

    @Tag("gate")
    @TestFactory Stream<DynamicTest> bothSeeTheSame() {
        return Corpora.MESSAGES.stream().map(folder -> DynamicTest.dynamicTest(folder, () -> {
            var differing = new TreeSet<String>();
            for (var file : Corpora.messages(folder)) {
                if (differs(Corpora.read(file))) differing.add(name(file));
            }
            var argued = new TreeSet<>(ARGUED.keySet());
            argued.removeIf(name -> !name.startsWith(folder + "/"));
            assertEquals(argued, differing);
        }));
    }

    private static String name(Path file) { return Corpora.ROOT.relativize(file).toString(); }

    private static boolean differs(byte[] octets) throws IOException, MimeException {
        var theirs = Mime4j.see(octets);
        var levelled = theirs.shape().replaceAll("[\\w-]+\\(\\)", "text/plain");
        var ours = Message.parse(Octets.of(octets));
        if (!levelled.equals(Shape.of(ours.root()))) return true;
        var bodies = new ArrayList<String>();
        bodies(octets, ours.root(), bodies);
        return levelled.equals(theirs.shape()) && !bodies.equals(theirs.leaves());
    }

    private static void bodies(byte[] octets, Part part, List<String> into) {
        if (part.children().isEmpty()) {
            into.add(new String(octets, (int) part.bodyStart(), (int) part.bodyOctets(), StandardCharsets.ISO_8859_1));
        }
        for (var child : part.children()) bodies(octets, child, into);
    }
}
