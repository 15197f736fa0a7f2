package sigillo.submission;

/**
 * What one user may send: enough for a person and a small list, too little for a stolen password to be worth much.
 * A recipient counts for each message to it.
 */
public record SubmissionSettings(int messagesPerHour, int messagesPerDay, int recipientsPerHour, int recipientsPerDay) {
    public static final SubmissionSettings DEFAULT = new SubmissionSettings(500, 2_000, 2_000, 5_000);

    /** Throws {@link IllegalArgumentException} for a bound below 1. */
    public SubmissionSettings {
        if (messagesPerHour < 1 || messagesPerDay < 1 || recipientsPerHour < 1 || recipientsPerDay < 1) {
            throw new IllegalArgumentException("a bound below 1: switch submission off instead");
        }
    }
}
