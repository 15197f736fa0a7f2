package sigillo.queue;

/**
 * For who wants to know what becomes of a message, and to take it back until it is due. {@code owner}: whose it is, as
 * {@link Tickets} are asked for it. {@code about}: whatever the owner wants to find there again; the queue never reads
 * it. At most {@link QueueLimits#TICKET_CHARACTERS_MAX}.
 */
public record NewTicket(String owner, String about) {
    public NewTicket {
        if (about.length() > QueueLimits.TICKET_CHARACTERS_MAX) throw new IllegalArgumentException("too long");
    }
}
