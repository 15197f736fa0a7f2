package sigillo.account;

import sigillo.store.PartitionName;

/** Names an account for ever; never shown to mail programs, never reused. 1 to 32 of {@code [a-z0-9]}. */
public record AccountId(String text) {
    public AccountId {
        if (!text.matches("[a-z0-9]{1,32}")) throw new IllegalArgumentException("not an account id: " + text);
    }

    public PartitionName partition() { return new PartitionName("a/" + text); }

    @Override public String toString() { return text; }
}
