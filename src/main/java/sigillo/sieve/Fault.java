package sigillo.sieve;

/** An error of a run; caught by {@link Sieve}. */
final class Fault extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient Place place;

    Fault(Place place, String sentence) {
        super(sentence, null, false, false);
        this.place = place;
    }

    Place place() { return place; }
}
