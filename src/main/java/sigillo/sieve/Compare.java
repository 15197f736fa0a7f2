package sigillo.sieve;

import java.util.Iterator;

/** Most tests: values of the message or of what is around it, held against keys. */
record Compare(Values values, Match match, Match.Keys keys) implements Condition {

    /** Read one after the other, as far as they are needed. */
    interface Values {
        Iterator<String> of(Run run);
    }

    @Override public boolean holds(Run run) { return match.any(run, values.of(run), keys); }
}
