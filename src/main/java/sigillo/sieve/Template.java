package sigillo.sieve;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * A string with references to variables, RFC 5229 section 3: {@code ${name}} and {@code ${1}}. What looks like one
 * and is
 * none is text. What a variable holds is not looked into again.
 */
record Template(List<Piece> pieces, Place place) {
    Template { pieces = List.copyOf(pieces); }

    /** One of the three. */
    sealed interface Piece {
        record Literal(String text) implements Piece {}

        record Variable(String name, boolean isGlobal) implements Piece {}

        record Match(int index) implements Piece {}
    }

    static Template literal(String text, Place place) { return new Template(List.of(new Piece.Literal(text)), place); }

    static Template parse(String text, Place place, BiConsumer<Place, String> errors) {
        var pieces = new ArrayList<Piece>();
        int from = 0;
        for (int at = text.indexOf("${"); at >= 0; at = text.indexOf("${", at + 1)) {
            int end = text.indexOf('}', at);
            if (end < 0) break;
            var reference = reference(text.substring(at + 2, end), place, errors);
            if (reference.isEmpty()) continue;
            if (at > from) pieces.add(new Piece.Literal(text.substring(from, at)));
            pieces.add(reference.get());
            from = end + 1;
            at = end;
        }
        if (from < text.length() || pieces.isEmpty()) pieces.add(new Piece.Literal(text.substring(from)));
        return new Template(pieces, place);
    }

    private static Optional<Piece> reference(String name, Place place, BiConsumer<Place, String> errors) {
        if (!name.isEmpty() && name.chars().allMatch(c -> c >= '0' && c <= '9')) {
            // RFC 5229 section 3.2: leading zeros do not count.
            var number = name.replaceFirst("^0+(?=.)", "");
            return Optional.of(new Piece.Match(number.length() > 6 ? SieveLimits.MATCH_VALUES_MAX : Integer.parseInt(
                number)));
        }
        var parts = name.split("\\.", -1);
        for (var part : parts) {
            if (!isIdentifier(part)) return Optional.empty();
        }
        if (parts.length == 1) return Optional.of(new Piece.Variable(Ascii.lower(name), false));
        // RFC 6609 section 3.4.1; RFC 5229 section 3 has an error for namespaces that nobody has required.
        if (parts.length == 2 && parts[0].equalsIgnoreCase("global")) {
            return Optional.of(new Piece.Variable(Ascii.lower(parts[1]), true));
        }
        errors.accept(place, "there is no namespace '" + parts[0] + "' for variables");
        return Optional.empty();
    }

    static boolean isIdentifier(String name) {
        if (name.isEmpty() || name.length() > SieveLimits.NAME_CHARACTERS_MAX || Ascii.isDigit(
            name.charAt(0))) return false;
        return name.chars().allMatch(c -> c == '_' || Ascii.isDigit((char) c) || Ascii.isLetter((char) c));
    }

    /** Empty when it names a variable. */
    Optional<String> constant() {
        return pieces.size() == 1 && pieces.getFirst() instanceof Piece.Literal(var text) ? Optional.of(text)
            : Optional.empty();
    }

    String in(Run run) {
        var constant = constant();
        if (constant.isPresent()) return constant.get();
        var text = new StringBuilder();
        for (var piece : pieces) {
            text.append(switch (piece) {
                case Piece.Literal(var literal) -> literal;
                case Piece.Variable(var name, var isGlobal) -> run.variables().get(name, isGlobal);
                case Piece.Match(var index) -> run.variables().match(index);
            });
            if (text.length() > SieveLimits.VALUE_CHARACTERS_MAX) {
                // RFC 5229 section 4: what is too long may be cut.
                text.setLength(cut(text, SieveLimits.VALUE_CHARACTERS_MAX));
                break;
            }
        }
        run.charge(text.length());
        return text.toString();
    }

    /** Not within a character of two. */
    static int cut(CharSequence text, int max) {
        if (text.length() <= max) return text.length();
        return max > 0 && Character.isHighSurrogate(text.charAt(max - 1)) ? max - 1 : max;
    }
}
