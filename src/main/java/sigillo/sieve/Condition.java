package sigillo.sieve;

/** A test of a checked script. */
interface Condition {
    boolean holds(Run run);

    static boolean test(Condition condition, Run run) {
        run.step();
        return condition.holds(run);
    }
}
