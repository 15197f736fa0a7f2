package sigillo.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The contenders in turn, each as often as is wanted, so that what changes on the machine changes for all. Before each
 * repetition the machine is waited for; one in which others took more than {@link Machine#QUIET} of all cores is dropped and
 * made again. When that does not help, those that were least disturbed count, and the table says so.
 */
final class Round {
    /** One repetition: what it gave for each row, in the same order each time. */
    interface Work {
        Map<Row, Double> of(Contender contender) throws Exception;

        /** Before the clock runs. */
        default void prepare(Contender contender) throws Exception { }
    }

    private record Taken(Map<Row, Double> values, double foreign) {
        boolean isNoisy() { return foreign > Machine.QUIET; }
    }

    private final Plan plan;
    private final Table table;
    private final List<Contender> contenders;
    private int dropped;

    Round(Plan plan, Table table, List<Contender> contenders) {
        this.plan = plan;
        this.table = table;
        this.contenders = contenders;
    }

    /** So many repetitions were dropped so far. */
    int dropped() { return dropped; }

    void run(Work work) throws Exception {
        var taken = new HashMap<Contender, List<Taken>>();
        for (int i = 0; i < plan.repetitions(); i++) {
            // who begins has the disk as the other left it: each begins as often
            for (var contender : i % 2 == 0 ? contenders : contenders.reversed()) {
                taken.computeIfAbsent(contender, _ -> new ArrayList<>()).add(quietest(contender, work));
            }
        }
        for (var contender : contenders) enter(contender.name(), taken.get(contender));
    }

    /** The first that nobody disturbed, or the one that was disturbed least. */
    private Taken quietest(Contender contender, Work work) throws Exception {
        Taken best = null;
        for (int attempt = 0; attempt <= plan.again(); attempt++) {
            var taken = once(contender, work);
            if (best != null) dropped++;
            if (best == null || taken.foreign < best.foreign) best = taken;
            if (!best.isNoisy()) break;
        }
        return best;
    }

    private Taken once(Contender contender, Work work) throws Exception {
        work.prepare(contender);
        Machine.waitForQuiet(plan.quietSeconds());
        var all = contenders.stream().map(Contender::processes).toList();
        var before = Use.now(all);
        var values = work.of(contender);
        double foreign = Use.now(all).foreignSince(before);
        values.forEach((row, value) -> Progress.tell("  %s: %s %s", contender.name(), Figures.text(value), row.unit()));
        if (foreign > Machine.QUIET) Progress.tell("  others took %.0f %% of the machine", 100 * foreign);
        return new Taken(values, foreign);
    }

    /** What the machine has computed until a moment, and what of that was the contenders' and our own. */
    record Use(long nanos, double busySeconds, double knownSeconds) {
        /** The kernel counts in hundredths of a second, for each process: less than this says nothing. */
        private static final double ERROR_SECONDS = 0.1;

        static Use now(List<ProcessTree> trees) {
            return new Use(System.nanoTime(), Machine.busySeconds(),
                trees.stream().mapToDouble(ProcessTree::cpuSeconds).sum() + Progress.ownCpuSeconds());
        }

        /** What others took since then, as a part of all cores. */
        double foreignSince(Use before) {
            double foreign = busySeconds - before.busySeconds - (knownSeconds - before.knownSeconds);
            return foreign <= ERROR_SECONDS ? 0 : foreign * 1e9 / (nanos - before.nanos) / Machine.cores();
        }
    }

    private void enter(String name, List<Taken> taken) {
        boolean isNoisy = taken.stream().anyMatch(Taken::isNoisy);
        for (var row : taken.getFirst().values.keySet()) {
            table.put(row, name, new Table.Found(new Figures(taken.stream().map(t -> t.values.get(row)).toList()), isNoisy));
        }
    }
}
