package sigillo.account;

import java.util.List;
import java.util.Set;

/**
 * What owners said of messages, after it was kept: {@code isJunk}, they put them into Junk or marked them as that; else
 * they took them out of it, or their marks. Not what they throw away, nor what comes in.
 */
public record Sorted(AccountId account, List<EmailId> emails, boolean isJunk) {
    public Sorted {
        emails = List.copyOf(emails);
    }

    /** Whether a message is marked as junk, wherever it is. */
    public static boolean isMarkedJunk(Set<Keyword> keywords) { return Sorting.isJunk(keywords); }
}
