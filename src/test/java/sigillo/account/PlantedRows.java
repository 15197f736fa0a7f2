package sigillo.account;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import sigillo.store.Batch;

/** Faults of an account's rows, as a wrong program would write them, for tests that must find them. */
public final class PlantedRows {
    private PlantedRows() {}

    /** What a commit writes, but for one row in so many of a kind, which {@code wrong} changes. */
    private static List<Batch.Write> some(List<Batch.Write> writes, char kind, int oneIn,
        UnaryOperator<Batch.Write> wrong) {
        var all = new ArrayList<Batch.Write>();
        for (var write : writes) {
            boolean isChosen = Keys.kind(write.key()) == kind
                && Math.floorMod(write.key().hashCode() + hash(write), oneIn) == 0;
            var changed = isChosen ? wrong.apply(write) : write;
            if (changed != null) all.add(changed);
        }
        return all;
    }

    private static int hash(Batch.Write write) {
        return write instanceof Batch.Write.Put put ? java.util.Arrays.hashCode(put.value()) : 1;
    }

    /** UIDNEXT stays behind: the next message gets a UID that was given out. */
    public static List<Batch.Write> reusedUids(List<Batch.Write> writes) {
        return some(writes, 'b', 12, write -> tally(write, tally -> tally.uidNext = Math.max(1, tally.uidNext - 1)));
    }

    /** One message too many is counted. */
    public static List<Batch.Write> driftedCounters(List<Batch.Write> writes) {
        return some(writes, 'b', 40, write -> tally(write, tally -> tally.emails++));
    }

    /** What was expunged is not kept. */
    public static List<Batch.Write> lostExpunged(List<Batch.Write> writes) {
        return some(writes, 'g', 3, write -> write instanceof Batch.Write.Put ? null : write);
    }

    /** What was removed from a mailbox stays there to be read. */
    public static List<Batch.Write> keptEntries(List<Batch.Write> writes) {
        return some(writes, 'u', 10, write -> write instanceof Batch.Write.Delete ? null : write);
    }

    private interface Change {
        void on(Tally tally);
    }

    private static Batch.Write tally(Batch.Write write, Change change) {
        if (!(write instanceof Batch.Write.Put(var key, var value)) || !Keys.isTally(key)) return write;
        var tally = Tally.decode(value);
        change.on(tally);
        return new Batch.Write.Put(key, tally.encode());
    }
}
