package sigillo.jmap;

/** RFC 8620 section 1.2. */
public final class Ids {
    private Ids() {}

    public static boolean isId(String text) {
        return !text.isEmpty() && text.length() <= JmapLimits.ID_OCTETS_MAX && text.chars().allMatch(Ids::isOfId);
    }

    private static boolean isOfId(int c) {
        return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_';
    }
}
