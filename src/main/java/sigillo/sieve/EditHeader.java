package sigillo.sieve;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sigillo.message.HeaderField;

/** RFC 5293: fields come and go. The message itself stays; actions behind take it with the header that it has then. */
final class EditHeader {
    private EditHeader() {}

    /**
     * RFC 5293 section 6: what tells where a mail has been, and whose it is, is no script's; by Delivered-To a circle
     * ends.
     */
    private static final Set<String> KEPT = Set.of("received", "auto-submitted", "delivered-to");
    private static final Set<String> NOT_ADDED = Set.of("received", "delivered-to", "return-path", "auto-submitted",
        "authentication-results", "dkim-signature");

    static void addTo(Vocabulary all) {
        all.extensions("editheader");
        all.command(Form.command("addheader", "editheader", Form.Kind.TEXT, Form.Kind.TEXT).tag(
            "last", "editheader"), Add::of);
        all.command(Match.tags(Form.command("deleteheader", "editheader", Form.Kind.TEXT, Form.Kind.TEXTS))
            .tag("index", "editheader", Form.Kind.NUMBER).tag("last", "editheader").withOptionalLast(), Delete::of);
    }

    private static void checkName(Given given, Template name) {
        name.constant().filter(text -> !MessageTests.isFieldName(text)).ifPresent(text -> given.compiler()
            .error(name.place(), "the field name '" + Compiler.shortened(text) + "' is invalid"));
    }

    private static String nameIn(Run run, Template name) {
        var text = name.in(run);
        if (!MessageTests.isFieldName(text)) {
            throw new Fault(name.place(), "the field name '" + Compiler.shortened(text) + "' is invalid");
        }
        return text;
    }

    private static boolean isValue(String value) {
        return value.length() <= SieveLimits.FIELD_CHARACTERS_MAX && value.chars().noneMatch(
            c -> c < ' ' && c != '\t' && c != '\r' && c != '\n');
    }

    record Add(Place place, Template name, Template value, boolean last) implements Statement {
        static Add of(Given given) {
            checkName(given, given.text(0));
            given.text(1).constant().filter(value -> !isValue(value)).ifPresent(value -> given.compiler()
                .error(given.placeOf(1), "the value '" + Compiler.shortened(value) + "' is invalid"));
            return new Add(given.place(), given.text(0), given.text(1), given.has("last"));
        }

        @Override public Flow run(Run run) {
            var field = nameIn(run, name);
            var text = value.in(run);
            if (!isValue(text)) throw new Fault(place, "the value of the field " + Compiler.shortened(field)
                + " is invalid");
            if (NOT_ADDED.contains(Ascii.lower(field))) return NEXT;
            var line = HeaderLines.line(field, text);
            var all = new ByteArrayOutputStream();
            if (!last) all.writeBytes(line);
            for (var one : run.header().fields()) all.writeBytes(whole(one));
            if (last) all.writeBytes(line);
            run.edit(place, end(all));
            return NEXT;
        }
    }

    /** The last line of a header may lack its end. */
    private static byte[] whole(HeaderField field) {
        var octets = field.octets();
        if (octets.length > 0 && octets[octets.length - 1] == '\n') return octets;
        var longer = java.util.Arrays.copyOf(octets, octets.length + 2);
        longer[octets.length] = '\r';
        longer[octets.length + 1] = '\n';
        return longer;
    }

    private static byte[] end(ByteArrayOutputStream all) {
        all.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        return all.toByteArray();
    }

    record Delete(Place place, Template name, MessageTests.Index index, Match match,
        Optional<Match.Keys> keys) implements Statement {
        static Delete of(Given given) {
            checkName(given, given.text(0));
            if (given.has("count")) given.compiler().error(
                given.place(), "':count' says nothing of which fields to delete");
            var match = Match.of(given);
            var asked = given.positional().size() == 2 ? Optional.of(match.keys(given, 1))
                : Optional.<Match.Keys>empty();
            var plain = new Match(match.type(), match.relation(), match.collator(), false, match.place());
            return new Delete(given.place(), given.text(0), MessageTests.Index.of(given), plain, asked);
        }

        @Override public Flow run(Run run) {
            var field = nameIn(run, name);
            if (KEPT.contains(Ascii.lower(field))) return NEXT;
            // RFC 5293 section 5: of those counted by :index, the ones whose value fits
            var gone = index.of(run.header().all(field)).stream().filter(one -> fits(run, one)).map(HeaderField::span)
                .toList();
            if (gone.isEmpty()) return NEXT;
            var all = new ByteArrayOutputStream();
            var spans = Set.copyOf(gone);
            for (var one : run.header().fields()) {
                if (!spans.contains(one.span())) all.writeBytes(whole(one));
            }
            run.edit(place, end(all));
            return NEXT;
        }

        private boolean fits(Run run, HeaderField field) {
            return keys.isEmpty() || match.any(run, List.of(MessageTests.text(field)).iterator(), keys.get());
        }
    }
}
