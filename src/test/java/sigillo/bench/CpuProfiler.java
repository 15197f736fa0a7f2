package sigillo.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/** CPU of the process for each operation, in microseconds: says what it costs also on a machine that others use. */
public final class CpuProfiler implements InternalProfiler {
    static final String LABEL = "cpu";

    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private long began;

    @Override public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        began = system.getProcessCpuTime();
    }

    @Override public Collection<? extends Result<?>> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        double micros = (system.getProcessCpuTime() - began) / 1e3 / result.getMetadata().getAllOps();
        return List.of(new ScalarResult(LABEL, micros, "us", AggregationPolicy.MIN));
    }

    @Override public String getDescription() { return "CPU of the process for each operation"; }
}
