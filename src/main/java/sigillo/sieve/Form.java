package sigillo.sieve;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * What a command or test takes, and which extension has it: "" is RFC 5228 itself. RFC 5228 section 2.6.
 *
 * @param optional which of {@code positions} may be left out
 */
record Form(String name, boolean isTest, String extension, List<Tag> tags, List<Kind> positions, Left optional,
            Tests tests, boolean hasBlock) {

    /** RFC 5232 section 3 has a first argument that may be left out, RFC 5293 section 5 a last. */
    enum Left { NONE, FIRST, LAST }

    enum Kind {
        TEXT("a string"), TEXTS("a string list"), NUMBER("a number");

        final String shown;

        Kind(String shown) { this.shown = shown; }

        boolean fits(Argument argument) {
            return switch (argument) {
                case Argument.Number _ -> this == NUMBER;
                case Argument.Texts texts -> this == TEXTS || this == TEXT && !texts.isList();
                case Argument.Tag _ -> false;
            };
        }
    }

    enum Tests { NONE, ONE, SEVERAL }

    /** {@code group}: of those with the same, one may stand; "" for none. */
    record Tag(String name, Optional<Kind> value, String extension, String group) {}

    static Form command(String name, String extension, Kind... positions) {
        return new Form(name, false, extension, List.of(), List.of(positions), Left.NONE, Tests.NONE, false);
    }

    static Form test(String name, String extension, Kind... positions) {
        return new Form(name, true, extension, List.of(), List.of(positions), Left.NONE, Tests.NONE, false);
    }

    Form tag(String name, String extension) { return with(new Tag(name, Optional.empty(), extension, "")); }

    Form tag(String name, String extension, Kind value) { return with(
        new Tag(name, Optional.of(value), extension, "")); }

    /** One of several of which one may stand. */
    Form of(String group, String extension, String... names) {
        var form = this;
        for (var name : names) form = form.with(new Tag(name, Optional.empty(), extension, group));
        return form;
    }

    /** As {@link #of}, with a value. */
    Form of(String group, String extension, Kind value, String... names) {
        var form = this;
        for (var name : names) form = form.with(new Tag(name, Optional.of(value), extension, group));
        return form;
    }

    private Form with(Tag tag) {
        var all = new ArrayList<>(tags);
        all.add(tag);
        return new Form(name, isTest, extension, List.copyOf(all), positions, optional, tests, hasBlock);
    }

    Form withOptionalFirst() { return new Form(name, isTest, extension, tags, positions, Left.FIRST, tests, hasBlock); }

    Form withOptionalLast() { return new Form(name, isTest, extension, tags, positions, Left.LAST, tests, hasBlock); }

    Form withTests(Tests tests) { return new Form(
        name, isTest, extension, tags, positions, optional, tests, hasBlock); }

    Form withBlock() { return new Form(name, isTest, extension, tags, positions, optional, tests, true); }

    String shown() { return "'" + name + "'"; }

    /** Empty when something was told. */
    Optional<Given> check(Call call, Compiler compiler) {
        int before = compiler.troubles();
        var given = new HashMap<String, Argument>();
        var positional = arguments(call, compiler, given);
        // One of them is told: what follows an error often follows from it.
        if (compiler.troubles() == before) checkPositions(call, positional, compiler);
        if (compiler.troubles() == before) checkTests(call, compiler);
        if (compiler.troubles() == before) checkBlock(call, compiler);
        if (compiler.troubles() > before) return Optional.empty();
        return Optional.of(new Given(call, given, positional, compiler));
    }

    /** Tags into {@code given}; gives back what is none. RFC 5228 section 2.6.2: tags come first. */
    private List<Argument> arguments(Call call, Compiler compiler, HashMap<String, Argument> given) {
        var positional = new ArrayList<Argument>();
        var groups = new HashSet<String>();
        var all = call.arguments();
        for (int i = 0; i < all.size(); i++) {
            if (!(all.get(i) instanceof Argument.Tag written)) {
                positional.add(all.get(i));
                continue;
            }
            var tag = find(written, compiler);
            if (tag.isEmpty()) return positional;
            if (!positional.isEmpty()) {
                compiler.error(written.place(), "tags stand before other arguments");
                return positional;
            }
            boolean isNew = !given.containsKey(written.name()) && (
                tag.get().group.isEmpty() || groups.add(tag.get().group));
            if (!isNew) compiler.error(written.place(), "':" + written.name() + "' does not go with a tag before it");
            if (tag.get().value.isEmpty()) {
                given.put(written.name(), written);
            } else if (i + 1 < all.size() && tag.get().value.get().fits(all.get(i + 1))) {
                given.put(written.name(), all.get(++i));
            } else {
                compiler.error(written.place(), "':" + written.name() + "' is followed by " + tag.get().value
                    .get().shown);
                return positional;
            }
        }
        return positional;
    }

    private Optional<Tag> find(Argument.Tag written, Compiler compiler) {
        for (var tag : tags) {
            if (!tag.name.equals(written.name())) continue;
            if (compiler.has(tag.extension)) return Optional.of(tag);
            compiler.unknown(written.place(), "':" + tag.name + "' needs require \"" + tag.extension + "\"");
            return Optional.empty();
        }
        compiler.unknown(written.place(), "unknown tag ':" + written.name() + "' for " + shown());
        return Optional.empty();
    }

    private void checkPositions(Call call, List<Argument> given, Compiler compiler) {
        int missing = positions.size() - given.size();
        if (missing > (optional == Left.NONE ? 0 : 1) || missing < 0) {
            compiler.error(call.place(), shown() + " takes " + count(positions.size()) + ", but " + given.size()
                + " given");
            return;
        }
        for (int i = 0; i < given.size(); i++) {
            var kind = positions.get(optional == Left.FIRST ? i + missing : i);
            if (!kind.fits(given.get(i))) {
                compiler.error(given.get(i).place(), shown() + " expects " + kind.shown + ", but here is " + given
                    .get(i).shown());
                return;
            }
        }
    }

    private void checkBlock(Call call, Compiler compiler) {
        if (hasBlock && call.block().isEmpty()) compiler.error(call.place(), shown() + " needs a block");
        if (!hasBlock && call.block().isPresent()) compiler.error(call.place(), shown() + " takes no block");
    }

    private static String count(int arguments) { return arguments == 1 ? "1 argument" : arguments + " arguments"; }

    private void checkTests(Call call, Compiler compiler) {
        int given = call.tests().size();
        switch (tests) {
            case NONE -> {
                if (given > 0) compiler.error(call.tests().getFirst().place(), shown() + " takes no test");
            }
            case ONE -> {
                if (given != 1 || call.isTestList()) compiler.error(call.place(), shown() + " takes one test");
            }
            case SEVERAL -> {
                if (!call.isTestList()) compiler.error(call.place(), shown() + " takes tests in parentheses");
            }
        }
    }
}
