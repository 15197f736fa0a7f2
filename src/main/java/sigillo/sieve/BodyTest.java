package sigillo.sieve;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import sigillo.message.Part;

/** RFC 5173: what is behind the header. */
final class BodyTest {
    private BodyTest() {}

    static void addTo(Vocabulary all) {
        all.extensions("body");
        all.test(Match.tags(Form.test("body", "body", Form.Kind.TEXTS)).of("what of a body", "body", "raw", "text")
            .of("what of a body", "body", Form.Kind.TEXTS, "content"), BodyTest::body);
    }

    /** RFC 5173 section 6: nothing of a match is kept in variables. */
    private static Condition body(Given given) {
        var asked = Match.of(given);
        var match = new Match(asked.type(), asked.relation(), asked.collator(), false, asked.place());
        return new Compare(values(given), match, match.keys(given, 0));
    }

    private static Compare.Values values(Given given) {
        if (given.has("raw")) return run -> hasBody(run) ? Stream.of(PartText.raw(run, run.message().root())).iterator()
            : Stream.<String>empty().iterator();
        var types = given.texts("content");
        return run -> {
            var wanted = types.map(texts -> texts.in(run)).orElse(List.of("text"));
            var room = new PartText.Room();
            return hasBody(run) ? Parts.all(run.message().root()).stream().filter(part -> isWanted(part, wanted))
                .map(part -> types.isPresent() ? content(run, part, room) : PartText.readable(run, part, room))
                    .iterator()
                : Stream.<String>empty().iterator();
        };
    }

    private static boolean hasBody(Run run) {
        var root = run.message().root();
        return root.bodyStart() < root.end() || endsWithEmptyLine(run);
    }

    /** RFC 5173 section 4: a header without the empty line behind it has no body, not even an empty one. */
    private static boolean endsWithEmptyLine(Run run) {
        var root = run.message().root();
        if (root.bodyStart() < 2) return false;
        try {
            var end = run.message().octets().bytes(Math.max(0, root.bodyStart() - 4), root.bodyStart(), 4);
            var text = new String(end, java.nio.charset.StandardCharsets.ISO_8859_1);
            return text.endsWith("\n\r\n") || text.endsWith("\n\n");
        } catch (java.io.IOException e) {
            throw Run.unreadable();
        }
    }

    /** RFC 5173 section 5.2: "" is all, "text" a type, "text/html" one of it. */
    private static boolean isWanted(Part part, List<String> wanted) {
        for (var type : wanted) {
            var name = type.toLowerCase(Locale.ROOT);
            if (name.isEmpty() || name.equals(part.type().type()) || name.equals(part.type().mediaType())) return true;
        }
        return false;
    }

    /** RFC 5173 section 5.2: of a multipart what stands around its parts, of a message its header. */
    private static String content(Run run, Part part, PartText.Room room) {
        if (part.isMultipart()) return PartText.around(run, part, room);
        return part.embedded().isPresent() ? PartText.header(run, part.embedded().get().root(), room) : PartText
            .decoded(run, part, room);
    }
}
