package sigillo.preflight;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import sigillo.base.Printable;

/** Does checks side by side. One that is not done in its time, or breaks, is unknown, and holds up none of the others. */
public final class Preflight {
    private static final Words AGAIN = new Words("Try again; if it stays so, look whether this machine reaches the Internet.",
        "Riprovare; se resta così, controllare che questa macchina raggiunga Internet.");

    private Preflight() {}

    /** In the order of {@code checks}. {@code deadline}: of all, counted from now, since they begin together. */
    public static List<Result> run(List<Check> checks, Duration deadline) throws InterruptedException {
        var tasks = checks.stream().map(check -> new FutureTask<>(check.look()::look)).toList();
        tasks.forEach(Thread::startVirtualThread);
        long end = System.nanoTime() + deadline.toNanos();
        try {
            var results = new ArrayList<Result>();
            for (int i = 0; i < tasks.size(); i++) results.add(await(checks.get(i).name(), tasks.get(i), end - System.nanoTime()));
            return List.copyOf(results);
        } finally {
            tasks.forEach(task -> task.cancel(true));
        }
    }

    private static Result await(String name, FutureTask<Result> task, long nanos) throws InterruptedException {
        try {
            return task.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            return Result.unknown(name, new Words("This was not done in its time.", "Non è stato finito in tempo."), AGAIN);
        } catch (ExecutionException broken) {
            var why = Printable.of(String.valueOf(broken.getCause().getMessage()));
            return Result.unknown(name, new Words("This could not be looked at: " + why + ".", "Non si è potuto controllare: " + why + "."), AGAIN);
        }
    }
}
