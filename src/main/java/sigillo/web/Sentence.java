package sigillo.web;

/** What a page says, in each language. */
interface Sentence {
    /** With the places for values that {@link String#formatted} fills. */
    String in(Language language);
}
