package sigillo.trace;

/**
 * Where steps are told. Never blocks for a disk and never throws: a story that cannot be kept is logged once a minute.
 */
public interface Traces {
    void tell(Event event);

    /** Forgets everything; for tests of other things. */
    Traces NONE = _ -> { };
}
