package sigillo.sieve;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import sigillo.message.ContentType;
import sigillo.message.Disposition;
import sigillo.message.HeaderField;
import sigillo.message.Part;

/** RFC 5703: foreverypart, break, extracttext, and what header asks of a field. */
final class Parts {
    private Parts() {}

    static void addTo(Vocabulary all) {
        all.extensions("foreverypart", "extracttext");
        all.command(Form.command("foreverypart", "foreverypart").tag("name", "foreverypart", Form.Kind.TEXT)
            .withBlock(), Loop::of);
        all.command(Form.command("break", "foreverypart").tag("name", "foreverypart", Form.Kind.TEXT), Parts::leave);
        all.command(Form.command("extracttext", "extracttext", Form.Kind.TEXT).tag(
            "first", "extracttext", Form.Kind.NUMBER)
            .of("case", "variables", "lower", "upper").of("case of the first", "variables", "lowerfirst", "upperfirst")
            .of("quotes", "variables", "quotewildcard").of("length", "variables", "length"), Extract::of);
    }

    /** With those in it, as they stand in the message. */
    static List<Part> all(Part part) {
        var all = new ArrayList<Part>();
        collect(part, all);
        return all;
    }

    private static void collect(Part part, List<Part> all) {
        all.add(part);
        for (var child : part.children()) collect(child, all);
    }

    /** RFC 5703 section 3. In a loop, over the parts within the one that the loop around looks at. */
    record Loop(String name, List<Statement> block) implements Statement {
        static Statement of(Given given) {
            var name = given.text("name").flatMap(Template::constant).orElse("");
            return new Loop(name, given.compiler().loop(name, given));
        }

        @Override public Flow run(Run run) {
            var parts = all(run.part());
            run.charge(parts.size() * 64L);
            for (var part : run.isInLoop() ? parts.subList(1, parts.size()) : parts) {
                run.step();
                run.enter(part);
                Flow flow;
                try {
                    flow = Statement.all(block, run);
                } finally {
                    run.leavePart();
                }
                if (flow instanceof Flow.Break(var loop)) return loop.isEmpty() || loop.equals(name) ? NEXT : flow;
                if (flow != NEXT) return flow;
            }
            return NEXT;
        }
    }

    private static Statement leave(Given given) {
        var name = given.text("name").flatMap(Template::constant).orElse("");
        if (!given.compiler().isInLoop(name)) given.compiler().error(given.place(), "'break' stands in no such loop");
        return new Control.Leave(new Statement.Flow.Break(name));
    }

    /** RFC 5703 section 7. */
    record Extract(Place place, Variables.Name name, long first,
        List<java.util.function.UnaryOperator<String>> modifiers)
        implements Statement {
        static Statement of(Given given) {
            if (!given.compiler().has("variables")) given.compiler().error(
                given.place(), "'extracttext' needs require \"variables\"");
            if (!given.compiler().isInLoop("")) given.compiler().error(
                given.place(), "'extracttext' stands in a loop over parts");
            return new Extract(given.place(), Variables.Name.of(given, 0), given.number("first").orElse(Long.MAX_VALUE),
                Variables.modifiers(given));
        }

        @Override public Flow run(Run run) {
            var part = run.part();
            var text = part.type().isText() ? PartText.readable(run, part, new PartText.Room()) : "";
            if (text.codePointCount(0, text.length()) > first) text = text.substring(
                0, text.offsetByCodePoints(0, (int) first));
            text = text.substring(0, Template.cut(text, SieveLimits.VALUE_CHARACTERS_MAX));
            for (var modifier : modifiers) text = modifier.apply(text);
            run.variables().set(place, name.name(), name.isGlobal(), text);
            return NEXT;
        }
    }

    /** RFC 5703 section 4.1: of Content-Type and Content-Disposition a piece. */
    sealed interface Option {
        record Type() implements Option {}

        record Subtype() implements Option {}

        record Whole() implements Option {}

        record Params(Texts names) implements Option {}

        static Optional<Option> of(Given given) {
            var which = given.oneOf("type", "subtype", "contenttype", "param");
            which.filter(_ -> !given.has("mime")).ifPresent(tag ->
                given.compiler().error(given.placeOf(tag), "':" + tag + "' stands with ':mime' only"));
            return which.map(tag -> switch (tag) {
                case "type" -> new Type();
                case "subtype" -> new Subtype();
                case "contenttype" -> new Whole();
                default -> new Params(given.texts("param").orElseThrow());
            });
        }

        default Stream<String> of(Run run, String field, HeaderField value) {
            if (field.equalsIgnoreCase("content-disposition")) {
                return Disposition.parse(value.raw(SieveLimits.FIELD_CHARACTERS_MAX)).stream().flatMap(
                    one -> of(run, one));
            }
            return ContentType.parse(value.raw(SieveLimits.FIELD_CHARACTERS_MAX)).stream().flatMap(one -> of(run, one));
        }

        private Stream<String> of(Run run, ContentType type) {
            return switch (this) {
                case Type() -> Stream.of(type.type());
                case Subtype() -> Stream.of(type.subtype());
                case Whole() -> Stream.of(type.mediaType());
                case Params(var names) -> names.in(run).stream().flatMap(
                    name -> type.parameter(Ascii.lower(name)).stream());
            };
        }

        /** RFC 5703 section 4.1: a disposition has a type, and "" for what it has not. */
        private Stream<String> of(Run run, Disposition disposition) {
            return switch (this) {
                case Type(), Whole() -> Stream.of(disposition.type());
                case Subtype() -> Stream.of("");
                case Params(var names) -> names.in(run).stream().flatMap(
                    name -> disposition.parameter(Ascii.lower(name)).stream());
            };
        }
    }
}
