package sigillo.account;

import java.util.Locale;
import java.util.Optional;

/**
 * A keyword of an Email: RFC 8621 section 4.1.1. Lower case; IMAP's system flags are {@code $seen}, {@code $answered},
 * {@code $flagged} and {@code $draft}. (\Deleted belongs to a membership, not to the Email.)
 */
public record Keyword(String name) implements Comparable<Keyword> {
    public static final int CHARACTERS_MAX = 255;

    public static final Keyword SEEN = new Keyword("$seen");
    public static final Keyword ANSWERED = new Keyword("$answered");
    public static final Keyword FLAGGED = new Keyword("$flagged");
    public static final Keyword DRAFT = new Keyword("$draft");
    /** A POP client has deleted it, and it is kept for the others: POP shows it no more. */
    public static final Keyword POP_DELETED = new Keyword("$pop-deleted");
    /** RFC 9051 section 2.3.2. */
    public static final Keyword JUNK = new Keyword("$junk");

    public Keyword {
        if (!isValid(name)) throw new IllegalArgumentException("not a keyword: " + name);
    }

    /** Empty for what RFC 8621 section 4.1.1 does not allow. Upper case becomes lower case. */
    public static Optional<Keyword> parse(String text) {
        var lower = text.toLowerCase(Locale.ROOT);
        return isValid(lower) ? Optional.of(new Keyword(lower)) : Optional.empty();
    }

    private static boolean isValid(String text) {
        return !text.isEmpty() && text.length() <= CHARACTERS_MAX && text.chars().allMatch(c ->
            c > 0x20 && c < 0x7F && "(){]%*\"\\".indexOf(c) < 0 && !(c >= 'A' && c <= 'Z'));
    }

    @Override public int compareTo(Keyword other) { return name.compareTo(other.name); }

    @Override public String toString() { return name; }
}
