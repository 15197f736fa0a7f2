package sigillo.account;

import java.util.List;

/**
 * {@code now} are the entries as they are after the change, also those that were so before; {@code before} the MODSEQ
 * that each of them, in this order, had before it; {@code refused} the UIDs that had changed since.
 */
public record FlagsChanged(List<Entry> now, List<Long> before, List<Long> refused) {
    public FlagsChanged {
        now = List.copyOf(now);
        before = List.copyOf(before);
        refused = List.copyOf(refused);
    }
}
