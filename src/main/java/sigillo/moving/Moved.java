package sigillo.moving;

import java.util.List;

/**
 * What a run did. {@code folders}: of the source, that were read. {@code mailboxes}: that were made. {@code kept}: messages
 * that are new. {@code placed}: that were here and are in one mailbox more. {@code there}: whose octets were here. {@code
 * earlier}: that an earlier run had taken. {@code changed}: of these, marked otherwise since. {@code removed}: of these, gone
 * at the source, or there in one mailbox less. {@code refused}: with the reason, at most {@link #REFUSED_MAX} of them are told.
 */
public record Moved(
        long folders, long mailboxes, long kept, long placed, long there, long earlier, long changed, long removed, long refusals,
        List<String> refused) {
    public static final int REFUSED_MAX = 100;

    public Moved {
        refused = List.copyOf(refused);
    }
}
