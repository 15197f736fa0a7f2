package sigillo.arc;

import java.util.List;

/**
 * What a chain is worth: RFC 8617 section 5.2. {@code links} are its hops, the first sealer first, empty unless it
 * passes. {@code why} is a sentence for people and holds strangers' words.
 */
public record ArcOutcome(Status status, List<Link> links, String why) {
    public ArcOutcome {
        links = List.copyOf(links);
    }

    public enum Status { NONE, PASS, FAIL }

    /** {@code sealer}: d= of the seal, as A-labels. {@code results}: the ARC-Authentication-Results behind i=, raw. */
    public record Link(String sealer, String results) {}

    static ArcOutcome fail(String why) { return new ArcOutcome(Status.FAIL, List.of(), why); }
}
