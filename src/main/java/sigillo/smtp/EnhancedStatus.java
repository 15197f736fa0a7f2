package sigillo.smtp;

/** RFC 3463 section 2: class 2, 4 or 5, subject and detail. */
public record EnhancedStatus(int statusClass, int subject, int detail) {
    public EnhancedStatus {
        boolean isClass = statusClass == 2 || statusClass == 4 || statusClass == 5;
        if (!isClass || subject < 0 || subject > 999 || detail < 0 || detail > 999)
            throw new IllegalArgumentException(statusClass + "." + subject + "." + detail);
    }

    /** From {@code 5.1.1}; for constants. Throws {@link IllegalArgumentException}. */
    public static EnhancedStatus of(String text) {
        var parts = text.split("\\.");
        if (parts.length != 3) throw new IllegalArgumentException(text);
        return new EnhancedStatus(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
    }

    @Override public String toString() { return statusClass + "." + subject + "." + detail; }
}
