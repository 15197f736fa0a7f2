package sigillo.account;

import sigillo.base.Bytes;

/** What a row of an account is, in words, for who is told that one is damaged. See {@link Keys}. */
public final class RowKind {
    private RowKind() {}

    /** {@code key}: within the account's partition, not empty. */
    public static String of(Bytes key) {
        return switch (Keys.kind(key)) {
            case 'a' -> "totals";
            case 'b' -> "mailboxes";
            case 'c' -> "meta records";
            case 'C' -> "fields of many Emails";
            case 'd' -> "delivery keys";
            case 'e' -> "Emails";
            case 'f', 'l' -> "change log";
            case 'g', 'h' -> "what was expunged";
            case 'i', 'j' -> "annotations";
            case 'k', 'v' -> "keywords";
            case 'm', 't', 'w' -> "threads";
            case 'n', 'r' -> "names of mailboxes";
            case 'o' -> "notes of imports";
            case 'p' -> "lists of UIDs";
            case 'q' -> "quota";
            case 'R' -> "client text records";
            case 's' -> "subscriptions";
            case 'u' -> "memberships";
            case 'x' -> "text records";
            case 'X' -> "sketches of texts";
            case 'y' -> "POP";
            default -> "rows";
        };
    }
}
