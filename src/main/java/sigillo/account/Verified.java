package sigillo.account;

import java.util.List;

/** What {@code account verify} found: every row read, every counter recounted, every blob looked for. */
public record Verified(long mailboxes, long emails, long memberships, long octets, List<String> faults) {
    public Verified {
        faults = List.copyOf(faults);
    }

    public boolean isSound() { return faults.isEmpty(); }
}
