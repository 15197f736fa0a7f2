package sigillo.sieve;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The arguments of a call that fits its {@link Form}. {@code positional} are those without a tag. */
record Given(Call call, Map<String, Argument> tags, List<Argument> positional, Compiler compiler) {

    Place place() { return call.place(); }

    boolean has(String tag) { return tags.containsKey(tag); }

    /** Which of them stands here. */
    Optional<String> oneOf(String... names) {
        for (var name : names) {
            if (has(name)) return Optional.of(name);
        }
        return Optional.empty();
    }

    Optional<Long> number(String tag) { return Optional.ofNullable(tags.get(tag)).map(Given::number); }

    Optional<Template> text(String tag) { return Optional.ofNullable(tags.get(tag)).map(this::text); }

    Optional<Texts> texts(String tag) { return Optional.ofNullable(tags.get(tag)).map(this::texts); }

    long number(int index) { return number(positional.get(index)); }

    Template text(int index) { return text(positional.get(index)); }

    Texts texts(int index) { return texts(positional.get(index)); }

    Place placeOf(String tag) { return tags.containsKey(tag) ? tags.get(tag).place() : call.place(); }

    Place placeOf(int index) { return positional.get(index).place(); }

    /** As it stands there: for what must be a constant, RFC 5229 section 3. */
    String constant(int index) { return ((Argument.Texts) positional.get(index)).items().getFirst().text(); }

    List<Statement> block() { return compiler.block(call.block().orElse(List.of())); }

    private static long number(Argument argument) { return ((Argument.Number) argument).value(); }

    private Template text(Argument argument) { return compiler.template(
        ((Argument.Texts) argument).items().getFirst()); }

    private Texts texts(Argument argument) {
        return new Texts(((Argument.Texts) argument).items().stream().map(compiler::template).toList());
    }
}
