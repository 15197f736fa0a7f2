package sigillo.lists;

import java.util.Locale;
import java.util.Optional;

/** What an address of a list is for: the list's own, or with a word behind a hyphen. */
sealed interface ListPart {
    record Post() implements ListPart {}

    record Subscribe() implements ListPart {}

    record Unsubscribe() implements ListPart {}

    record Help() implements ListPart {}

    record Owner() implements ListPart {}

    /** The answer to the question whether one wants to join. */
    record Confirm(String token) implements ListPart {}

    /** What the owner decides of a post that waits: to all members, or to nobody. */
    record Decide(boolean isApproved, String token) implements ListPart {}

    /** Of the member of that number. */
    record Leave(long number, String token) implements ListPart {}

    /** What comes back of mail to the member of that number. */
    record Bounce(long number, String token) implements ListPart {}

    /** {@code rest}: of the local part behind the list's name. Empty for what is none. Total. */
    static Optional<ListPart> of(String rest) {
        var words = rest.toLowerCase(Locale.ROOT).split("-", 5);
        if (rest.isEmpty()) return Optional.of(new Post());
        if (!words[0].isEmpty() || words.length < 2) return Optional.empty();
        return switch (words.length) {
            case 2 -> word(words[1]);
            case 3 -> isToken(words[2]) ? tagged(words[1], words[2]) : Optional.empty();
            case 4 -> numbered(words[1], words[2], words[3]);
            default -> Optional.empty();
        };
    }

    private static Optional<ListPart> word(String word) {
        return switch (word) {
            case "subscribe", "join" -> Optional.of(new Subscribe());
            case "unsubscribe", "leave" -> Optional.of(new Unsubscribe());
            case "help", "request" -> Optional.of(new Help());
            case "owner" -> Optional.of(new Owner());
            default -> Optional.empty();
        };
    }

    private static Optional<ListPart> tagged(String word, String token) {
        return switch (word) {
            case "confirm" -> Optional.of(new Confirm(token));
            case "approve" -> Optional.of(new Decide(true, token));
            case "discard" -> Optional.of(new Decide(false, token));
            default -> Optional.empty();
        };
    }

    private static Optional<ListPart> numbered(String word, String number, String token) {
        if (!number.matches("[0-9]{1,9}") || !isToken(token)) return Optional.empty();
        return switch (word) {
            case "leave" -> Optional.of(new Leave(Long.parseLong(number), token));
            case "bounce" -> Optional.of(new Bounce(Long.parseLong(number), token));
            default -> Optional.empty();
        };
    }

    private static boolean isToken(String text) { return text.matches("[0-9a-f]{20}"); }
}
