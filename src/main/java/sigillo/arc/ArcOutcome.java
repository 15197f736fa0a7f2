package sigillo.arc;

import java.util.List;
import java.util.Locale;

/**
 * What a chain is worth: RFC 8617 section 5.2. {@code links} are its hops, the first sealer first, empty unless it
 * passes. {@code why} is a sentence for people and holds strangers' words.
 */
public record ArcOutcome(Status status, List<Link> links, String why) {
    public ArcOutcome {
        links = List.copyOf(links);
    }

    /** UNKNOWN: a key cannot be fetched now, and nothing that could be looked at is wrong. */
    public enum Status {
        NONE, PASS, FAIL, UNKNOWN;

        /** As Authentication-Results has it: a word that others may pass over, RFC 8601 section 2.7.7. */
        public String text() { return this == UNKNOWN ? "temperror" : name().toLowerCase(Locale.ROOT); }
    }

    /** {@code sealer}: d= of the seal, as A-labels. {@code results}: the ARC-Authentication-Results behind i=, raw. */
    public record Link(String sealer, String results) {}

    /** Of a chain whose keys cannot be fetched now. */
    public static ArcOutcome unknown(String why) { return new ArcOutcome(Status.UNKNOWN, List.of(), why); }

    static ArcOutcome fail(String why) { return new ArcOutcome(Status.FAIL, List.of(), why); }
}
