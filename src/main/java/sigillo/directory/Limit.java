package sigillo.directory;

/** What the operator has said of how much an account or a domain may hold. */
public sealed interface Limit {
    /** Nothing: an account has the configured limit, a domain none. */
    record Default() implements Limit {}

    record None() implements Limit {}

    /** In octets. */
    record Octets(long max) implements Limit {
        public Octets {
            if (max < 0) throw new IllegalArgumentException("less than nothing");
        }
    }
}
