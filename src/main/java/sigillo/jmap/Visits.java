package sigillo.jmap;

/** How much of answers the references of one request may still look at. */
final class Visits {
    private int left = JmapLimits.REFERRED_VISITS_MAX;

    boolean take() { return left-- > 0; }
}
