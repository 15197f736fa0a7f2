package sigillo.main.attendance;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import sigillo.base.Bytes;
import sigillo.store.Partition;
import sigillo.store.PartitionName;
import sigillo.store.Store;
import sigillo.store.Transactions;

/** Where servers write down when they served, and what of it is forgotten. */
final class ServedRows {
    static final PartitionName PARTITION = new PartitionName("attendance");
    private static final Duration KEPT = Duration.ofDays(400);
    /** One that crashes every few seconds must not fill the store: the oldest go. */
    private static final int TIMES_MAX = 2_000;

    /** {@code times}: by their starts. {@code broken}: keys of rows that cannot be read. */
    private record Found(List<Served> times, List<Bytes> broken) {}

    private final Transactions transactions;

    ServedRows(Store store) { this.transactions = new Transactions(store.partition(PARTITION)); }

    /** By their starts; without rows that cannot be read. */
    static List<Served> all(Store store) { return found(store.partition(PARTITION)).times(); }

    List<Served> all() { return found(transactions.partition()).times(); }

    private static Found found(Partition partition) {
        var found = new Found(new ArrayList<>(), new ArrayList<>());
        partition.range(Served.ALL, Served.ALL.afterPrefix(), false, (key, row) -> {
            Served.decode(key, row).ifPresentOrElse(found.times::add, () -> found.broken.add(key));
            return true;
        });
        return found;
    }

    void put(Served time) { replace(List.of(), time); }

    void replace(List<Bytes> gone, Served time) {
        transactions.write(tx -> {
            gone.forEach(tx::delete);
            tx.put(time.key(), time.encode());
            return null;
        });
    }

    /** What is too old or too much, and what cannot be read. */
    void forget(Instant now) {
        var found = found(transactions.partition());
        var gone = new ArrayList<>(found.broken);
        var past = found.times.stream().filter(time -> !time.start().isAfter(now)).toList();
        for (int i = 0; i < past.size(); i++) {
            if (past.size() - i > TIMES_MAX || isOld(past, i, now)) gone.add(past.get(i).key());
        }
        delete(gone);
    }

    /** Not while it is the last one before what the figure is about, or it would be about less, and too high. */
    private static boolean isOld(List<Served> past, int i, Instant now) {
        return past.get(i).last().isBefore(now.minus(KEPT)) && i + 1 < past.size()
            && !past.get(i + 1).start().isAfter(now.minus(ServedFigure.WINDOW));
    }

    /** What begins later than now. */
    void forgetLater(Instant now) {
        var later = new ArrayList<Bytes>();
        transactions.partition().range(Served.key(now.plusMillis(1)), Served.ALL.afterPrefix(), false,
            (key, _) -> later.add(key));
        delete(later);
    }

    private void delete(List<Bytes> keys) {
        if (keys.isEmpty()) return;
        transactions.write(tx -> {
            keys.forEach(tx::delete);
            return null;
        });
    }
}
