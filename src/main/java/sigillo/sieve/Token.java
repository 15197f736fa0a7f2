package sigillo.sieve;

/** RFC 5228 section 8.1. */
sealed interface Token {
    Place place();

    /** An identifier, in lower case. */
    record Word(String name, Place place) implements Token {}

    /** {@code :name}, in lower case. */
    record Tag(String name, Place place) implements Token {}

    record Number(long value, Place place) implements Token {}

    /** A quoted string or a text; escapes and dots undone. */
    record Text(String text, Place place) implements Token {}

    /** One of {@code ; , ( ) [ ] { }}. */
    record Mark(char sign, Place place) implements Token {}

    /** What is none. */
    record Garbage(String sentence, Place place) implements Token {}

    record End(Place place) implements Token {}

    default boolean is(char sign) { return this instanceof Mark mark && mark.sign == sign; }

    /** As a sentence calls it. */
    default String shown() {
        return switch (this) {
            case Word word -> "'" + word.name + "'";
            case Tag tag -> "':" + tag.name + "'";
            case Number number -> "the number " + number.value;
            case Text _ -> "a string";
            case Mark mark -> "'" + mark.sign + "'";
            case Garbage _ -> "something else";
            case End _ -> "the end of the script";
        };
    }
}
