package sigillo.account;

import java.util.Optional;
import java.util.Set;

/**
 * What STORE and Email/set do to keywords, and STORE to \Deleted. {@code unchangedSince}: entries with a higher MODSEQ
 * are left alone and reported (RFC 7162 section 3.1.3).
 */
public record FlagChange(Mode mode, Set<Keyword> keywords, boolean deleted, Optional<Long> unchangedSince) {
    public FlagChange {
        keywords = Set.copyOf(keywords);
    }

    /** REPLACE sets exactly these; with ADD and REMOVE {@code deleted} says whether \Deleted is among them. */
    public enum Mode { ADD, REMOVE, REPLACE }

    /** Whether it only marks what is to be expunged. */
    boolean isDeletion() { return mode == Mode.ADD && deleted && keywords.isEmpty(); }
}
