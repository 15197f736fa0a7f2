package sigillo.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import sigillo.peers.Program;

/**
 * What single paths cost, by JMH: the classes whose names end in Figures, each in processes of their own with the launcher's
 * flags. The lines are in target/figures.txt too.
 */
public final class PathFigures {
    private PathFigures() {}

    /** Those whose names have {@code pattern}, a regular expression, before that ending or in their method. */
    public static List<String> measured(String pattern) throws RunnerException, IOException {
        var options = new OptionsBuilder().include(pattern.contains(".") ? pattern : pattern + ".*Figures\\.")
            .forks(1).warmupIterations(3).warmupTime(TimeValue.seconds(1)).measurementIterations(5)
            .measurementTime(TimeValue.seconds(1)).addProfiler(CpuProfiler.class).shouldFailOnError(true).jvmArgs(launcherFlags().toArray(String[]::new));
        var lines = new Runner(options.build()).run().stream().map(PathFigures::line).toList();
        Files.write(Path.of("target/figures.txt"), lines);
        return lines;
    }

    static void print(String pattern) throws RunnerException, IOException { measured(pattern).forEach(System.out::println); }

    /** As jvm.sh has them. */
    private static List<String> launcherFlags() {
        var print = List.of("bash", "-c", ". ./jvm.sh; printf '%s\\n' \"${JVM_FLAGS[@]}\"");
        var printed = Program.run(Duration.ofSeconds(10), Map.of(), print);
        var flags = new ArrayList<>(printed.orFail().printed().lines().toList());
        if (flags.isEmpty()) throw new AssertionError("jvm.sh has no flags");
        flags.add("-Djmh.ignoreLock=true");
        return flags;
    }

    /** Median, least and greatest of what passed on the clock, and the least CPU of an iteration. */
    private static String line(RunResult run) {
        var figure = run.getPrimaryResult();
        var all = figure.getStatistics();
        var name = new StringBuilder(run.getParams().getBenchmark().replaceFirst("sigillo\\.", ""));
        for (var key : run.getParams().getParamsKeys()) name.append(' ').append(run.getParams().getParam(key));
        boolean isWhole = run.getParams().getMode() == Mode.SingleShotTime; // its own thread's; setting it up is no part
        var cpu = run.getSecondaryResults().get(isWhole ? "listingMillis" : CpuProfiler.LABEL);
        return String.format(Locale.ROOT, "%-58s %10.2f (%.2f to %.2f) %s, CPU %.2f %s",
            name, all.getPercentile(50), all.getMin(), all.getMax(), figure.getScoreUnit(), cpu.getScore() / (isWhole ? all.getN() : 1), isWhole ? "ms" : "us");
    }
}
