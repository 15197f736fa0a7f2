package sigillo.faults;

import static java.util.stream.Collectors.joining;

import java.time.Duration;
import java.util.List;
import java.util.Random;

/** Rounds at one patient, one after the other: load, harm, a new start, the check. */
final class Tour implements AutoCloseable {
    /**
     * On a slow machine a round is longer, so that its load is real; but not for ever, since the harm may be that
     * nothing is taken.
     */
    private static final int HEARD_MIN = 10;
    private static final Duration WAIT = Duration.ofMillis(20);
    private static final int WAITS_MAX = 50;

    private final Patient patient;
    private final Ledger ledger;
    private final long seed;
    private final Load.Numbers numbers = new Load.Numbers();
    private final Check check;
    private int round;

    /** The patient writes into the ledger what arrives elsewhere. */
    Tour(Patient patient, Ledger ledger, long seed) {
        this.patient = patient;
        this.ledger = ledger;
        this.seed = seed;
        this.check = new Check(patient, ledger, patient.broken());
    }

    /** What was found in one more round; each begins with it. */
    record Result(String round, List<Finding> findings) {
        void require() {
            if (!findings.isEmpty()) throw new AssertionError(round + ":\n" + findings.stream().limit(20)
                .map(Finding::toString).collect(joining("\n")));
        }
    }

    Result round() throws Exception {
        if (round == 0 && patient.life() == 0) patient.start();
        round++;
        var random = new Random(seed * 1_000_003 + round);
        var harm = patient.harm(random);
        long before = ledger.acknowledged();
        var load = Load.start(patient, ledger, numbers, random.nextLong());
        harm.begin();
        patient.await(harm.runs());
        for (int waits = 0; waits < WAITS_MAX && !patient.isDead() && !isHeard(before); waits++) patient.await(WAIT);
        harm.end();
        load.end();
        patient.start();
        return new Result("seed " + seed + ", round " + round + " (" + harm + ")", check.run());
    }

    private boolean isHeard(long before) { return ledger.acknowledged() >= before + HEARD_MIN; }

    /** So many, all clean. */
    void run(int rounds) throws Exception {
        for (int n = 0; n < rounds; n++) round().require();
    }

    long acknowledged() { return ledger.acknowledged(); }

    @Override public void close() { patient.close(); }
}
