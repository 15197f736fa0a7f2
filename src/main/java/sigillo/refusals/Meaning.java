package sigillo.refusals;

/**
 * {@code id}: of the entry. {@code says}: one sentence, what the reply means; {@code step}: one sentence, what to do next;
 * {@code italian}: both. {@code isAboutAddress}: whatever the mail, this server's address is refused for what is thought of it.
 */
public record Meaning(String id, String says, String step, boolean isAboutAddress, String italian) {
    @Override public String toString() { return says + " " + step; }
}
