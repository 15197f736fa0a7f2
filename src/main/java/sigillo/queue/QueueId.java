package sigillo.queue;

/** Names a queue entry on the command line and in logs: {@code Q} and base 36. */
public record QueueId(String text) {
    public QueueId {
        if (!text.matches("Q[0-9a-z]{1,13}")) throw new IllegalArgumentException("not a queue id: " + text);
    }

    @Override public String toString() { return text; }
}
