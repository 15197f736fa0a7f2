package sigillo.queue;

import java.util.Optional;

/** Names a queue entry on the command line and in logs: {@code Q} and base 36. */
public record QueueId(String text) {
    public QueueId {
        if (!isValid(text)) throw new IllegalArgumentException("not a queue id: " + text);
    }

    /** Empty for what cannot be one. */
    public static Optional<QueueId> parse(String text) {
        return isValid(text) ? Optional.of(new QueueId(text)) : Optional.empty();
    }

    private static boolean isValid(String text) { return text.matches("Q[0-9a-z]{1,13}"); }

    static QueueId of(long id) { return new QueueId("Q" + Long.toString(id, 36)); }

    /** The number it stands for; -1, which no entry has, when it stands for none. */
    long number() {
        try {
            return Long.parseLong(text.substring(1), 36);
        } catch (NumberFormatException tooLarge) {
            return -1;
        }
    }

    @Override public String toString() { return text; }
}
