package sigillo.sieve;

import java.util.List;

/** What stands behind the name of a command or test. RFC 5228 section 2.6. */
sealed interface Argument {
    Place place();

    /** {@code name} in lower case. */
    record Tag(String name, Place place) implements Argument {}

    record Number(long value, Place place) implements Argument {}

    /** A string is a list of one. RFC 5228 section 2.4.2.1. */
    record Texts(List<Token.Text> items, boolean isList, Place place) implements Argument {
        public Texts { items = List.copyOf(items); }
    }

    default String shown() {
        return switch (this) {
            case Tag tag -> "the tag ':" + tag.name + "'";
            case Number _ -> "a number";
            case Texts texts -> texts.isList ? "a string list" : "a string";
        };
    }
}
