package sigillo.relay;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import sigillo.queue.Carrier.Job;
import sigillo.queue.Outcome;
import sigillo.smtp.Envelope;
import sigillo.smtp.Recipient;

/**
 * One job on its way through the hosts: which recipients have their outcome, and what is known of those who are still
 * open and may be tried at the next host. Whoever is settled is not sent to again. One thread.
 */
final class Attempt {
    private final Job job;
    private final long end;
    private final Outcome[] settled;
    private final Outcome[] left;
    private Outcome trouble = new Outcome.OurFault("the attempt was called off");
    private Weight weight = Weight.NONE;
    private Needs needs;

    /**
     * What of several hosts' troubles counts: that one was beyond our network shows that there is a network;
     * one that may not be used as it is counts more than one that is down. One that cannot do what the sender requires
     * counts less than one that is down, and may be able to.
     */
    enum Weight { NONE, NO_NETWORK, UNFIT, UNREACHABLE, INSECURE, FINAL }

    Attempt(Job job, Duration time) {
        this.job = job;
        this.end = System.nanoTime() + time.toNanos();
        settled = new Outcome[job.envelope().recipients().size()];
        left = new Outcome[settled.length];
    }

    Job job() { return job; }

    Envelope envelope() { return job.envelope(); }

    boolean isTlsRequired() { return envelope().tls() == Envelope.Tls.REQUIRED; }

    Recipient recipient(int i) { return job.envelope().recipients().get(i); }

    /** Read off the message once, when it is needed first. */
    Needs needs() throws IOException {
        if (needs == null) needs = Needs.of(job.envelope(), job.message());
        return needs;
    }

    /** Those without an outcome, by their place in the envelope. */
    List<Integer> open() { return IntStream.range(0, settled.length).filter(i -> settled[i] == null).boxed().toList(); }

    boolean isOpen(int i) { return settled[i] == null; }

    /** True while there is somebody to try, and time. */
    boolean goesOn() {
        return !open().isEmpty() && System.nanoTime() - end < 0 && !Thread.currentThread().isInterrupted();
    }

    void settle(List<Integer> recipients, Outcome outcome) { for (int i : recipients) settle(i, outcome); }

    void settle(int i, Outcome outcome) { settled[i] = outcome; }

    /** A server that took the call did not take this one: what it comes to unless another does. */
    void leave(int i, Outcome.Deferred outcome) { left[i] = outcome; }

    void leave(List<Integer> recipients, Outcome.Deferred outcome) { for (int i : recipients) leave(i, outcome); }

    /** No host was to be had, or this one was not; the last of the greatest weight counts. */
    void note(Weight weight, Outcome outcome) {
        if (weight.compareTo(this.weight) < 0) return;
        this.weight = weight;
        trouble = outcome;
    }

    /** One for each recipient. */
    List<Outcome> outcomes() {
        return IntStream.range(0, settled.length)
            .mapToObj(i -> settled[i] != null ? settled[i] : left[i] != null ? left[i] : trouble).toList();
    }
}
