package sigillo.filter;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import sigillo.base.Complaints;
import sigillo.message.HeaderEdit;
import sigillo.smtp.SmtpReply;

/** Other programs that look at one message side by side, each on a virtual thread of its own, none beyond its patience. */
final class Engines implements AutoCloseable {
    /** What came of all. {@code silent}: sentences of those that had nothing to say. */
    record Heard(List<Reason> reasons, OptionalInt virus, Optional<SmtpReply> against, List<String> silent, List<HeaderEdit> edits) {
        Assessment assessment(List<Reason> all, Author author, Optional<InetAddress> client, Assessment.Source source) {
            return new Assessment(all, author, client, virus, against, silent, source);
        }

        /** {@code later}: unless one is against it. */
        Heard or(Optional<SmtpReply> later) { return new Heard(reasons, virus, against.or(() -> later), silent, edits); }
    }

    private record Asked(Engine engine, FutureTask<Engine.Said> task, long until) {}

    private final List<Asked> all = new ArrayList<>();
    private final Complaints complaints;

    private Engines(Complaints complaints) { this.complaints = complaints; }

    static Engines ask(List<Engine> engines, Mail mail, Complaints complaints) {
        var asked = new Engines(complaints);
        for (var engine : engines) {
            var task = new FutureTask<>(() -> engine.look(mail));
            asked.all.add(new Asked(engine, task, System.nanoTime() + engine.patience().toNanos()));
            Thread.ofVirtual().name("engine " + engine.name()).start(task);
        }
        return asked;
    }

    boolean isNobody() { return all.isEmpty(); }

    /** The first that is against it for good decides, then the first that is for now; the worst virus is the virus. */
    Heard await() {
        var reasons = new ArrayList<Reason>();
        var silent = new ArrayList<String>();
        var edits = new ArrayList<HeaderEdit>();
        var virus = OptionalInt.empty();
        Optional<SmtpReply> against = Optional.empty();
        for (var asked : all) {
            switch (said(asked)) {
                case Engine.Said.Reasons(var more, var found, var wished) -> {
                    reasons.addAll(more);
                    edits.addAll(wished);
                    if (found.isPresent()) virus = OptionalInt.of(Math.clamp(Math.max(virus.orElse(1), found.getAsInt()), 1, 5));
                }
                case Engine.Said.Against(var reply, var why) -> {
                    reasons.add(new Reason(asked.engine.name() + "-refuses", Reason.WEIGHT_MAX, why));
                    if (against.isEmpty() || against.get().isTransient() && reply.isPermanent()) against = Optional.of(reply);
                }
                case Engine.Said.Silent(var why) -> silent.add(asked.engine.name() + ": " + why);
            }
        }
        return new Heard(reasons, virus, against, silent, edits);
    }

    private Engine.Said said(Asked asked) {
        try {
            return asked.task.get(Math.max(0, asked.until - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Engine.Said.Silent("this server stops");
        } catch (TimeoutException | CancellationException late) {
            return new Engine.Said.Silent("it gave no answer in time");
        } catch (ExecutionException fault) {
            complaints.add(asked.engine.name() + " could not be asked about incoming mail", fault.getCause());
            return new Engine.Said.Silent("it could not be asked");
        }
    }

    @Override public void close() { all.forEach(asked -> asked.task.cancel(true)); }
}
