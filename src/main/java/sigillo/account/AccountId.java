package sigillo.account;

import java.util.Optional;
import java.util.regex.Pattern;
import sigillo.store.PartitionName;

/** Names an account for ever; never shown to mail programs, never reused. 1 to 32 of {@code [a-z0-9]}. */
public record AccountId(String text) {
    private static final Pattern FORM = Pattern.compile("[a-z0-9]{1,32}");

    public AccountId {
        if (!isOne(text)) throw new IllegalArgumentException("not an account id: " + text);
    }

    /** Empty for a text that is none: a row that somebody else has written may have any name. */
    public static Optional<AccountId> of(String text) {
        return isOne(text) ? Optional.of(new AccountId(text)) : Optional.empty();
    }

    private static boolean isOne(String text) { return FORM.matcher(text).matches(); }

    public PartitionName partition() { return new PartitionName("a/" + text); }

    @Override public String toString() { return text; }
}
