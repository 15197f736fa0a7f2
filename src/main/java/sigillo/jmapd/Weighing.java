package sigillo.jmapd;

import sigillo.jmap.MethodError;
import tools.jackson.databind.JsonNode;

/**
 * One object of an answer while it is built. Each piece is taken from the budget before the next one is built, so that a
 * stranger's mail of ten thousand parts is refused at its first megabytes. One thread.
 */
final class Weighing {
    private final Budget budget;
    private long taken;

    Weighing(Budget budget) { this.budget = budget; }

    /** The same, taken. */
    <N extends JsonNode> N piece(N piece) throws MethodError {
        take(Budget.weight(piece, DoorLimits.ANSWERS_OCTETS_MAX + 1));
        return piece;
    }

    /** Before something is built of so many octets of a header field, each of which may become an object. */
    void field(long octets) throws MethodError {
        if (octets > DoorLimits.FIELD_OCTETS_LARGE) take(octets * DoorLimits.WEIGHT_OF_FIELD_OCTET);
    }

    /** What of {@code whole} was taken by no piece. */
    void rest(JsonNode whole) throws MethodError {
        take(Math.max(0, Budget.weight(whole, DoorLimits.ANSWERS_OCTETS_MAX + 1) - taken));
    }

    private void take(long octets) throws MethodError {
        budget.take(octets);
        taken += octets;
    }
}
