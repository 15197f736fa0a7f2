package sigillo.archive;

import java.util.List;

/**
 * What an import did. {@code kept}: messages that are new. {@code placed}: that were there and are in one mailbox more.
 * {@code there}: that were there already. {@code refused}: with the reason, at most {@link #REFUSED_MAX} of them are told.
 */
public record Imported(long kept, long placed, long there, long mailboxes, long refusals, List<String> refused) {
    public static final int REFUSED_MAX = 100;

    public Imported {
        refused = List.copyOf(refused);
    }
}
