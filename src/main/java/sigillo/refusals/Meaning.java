package sigillo.refusals;

/** {@code id}: of the entry. {@code says}: one sentence, what the reply means; {@code step}: one sentence, what to do next. */
public record Meaning(String id, String says, String step) {
    @Override public String toString() { return says + " " + step; }
}
