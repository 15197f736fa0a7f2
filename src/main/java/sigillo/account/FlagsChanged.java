package sigillo.account;

import java.util.List;

/**
 * {@code now} are the entries as they are after the change, also those that were so before; {@code refused} the UIDs
 * that had changed since.
 */
public record FlagsChanged(List<Entry> now, List<Long> refused) {
    public FlagsChanged {
        now = List.copyOf(now);
        refused = List.copyOf(refused);
    }
}
