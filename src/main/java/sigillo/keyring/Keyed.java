package sigillo.keyring;

import java.util.List;
import java.util.Optional;
import sigillo.account.AccountId;
import sigillo.sealing.Epoch;
import sigillo.sealing.Purpose;
import sigillo.sealing.Randomness;
import sigillo.sealing.Slot;
import sigillo.store.Partition;
import sigillo.store.Transactions;

/** An account as its keys see it: where they lie, what they are bound to, what the server has for them. Any thread. */
record Keyed(AccountId account, long tag, Transactions transactions, ServerSecrets secrets, Randomness randomness) {

    Partition rows() { return transactions.partition(); }

    HeadRow head() { return KeyRows.head(rows()::get).orElseThrow(this::removed); }

    List<Slot> slots() { return KeyRows.slots(rows()::range, tag); }

    /** Throws {@link Tampered} for one that this server did not make. */
    Epoch epoch(int number) {
        var epoch = KeyRows.epoch(rows()::get, tag, number).orElseThrow(() -> missing("epoch " + number));
        if (epoch.isMarkedBy(secrets.host())) return epoch;
        throw new Tampered("the delivery key of account " + account + " is not the one that this server made");
    }

    Optional<SegmentRow> segment(long number) { return rows().get(KeyRows.segment(number)).map(SegmentRow::decode); }

    Purpose ofSegment(int epoch, long segment) { return new Purpose(Purpose.Use.SEGMENT, tag, epoch, segment); }

    IllegalStateException removed() {
        return new IllegalStateException("account " + account + " has no keys: it has been removed");
    }

    /** For a row that others name: somebody has taken it away, or changed what names it, or the account is being removed. */
    RuntimeException missing(String what) {
        if (KeyRows.head(rows()::get).isEmpty()) return removed();
        return new Tampered("the " + what + " of account " + account + " cannot be found");
    }
}
