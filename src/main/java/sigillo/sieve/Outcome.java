package sigillo.sieve;

import java.util.List;

/** How a run ended. */
public sealed interface Outcome {
    /** All of it is to be done, in this order; empty: the mail is discarded. */
    record Done(List<Action> actions) implements Outcome {
        public Done { actions = List.copyOf(actions); }
    }

    /** Nothing of it is to be done: the mail goes to the inbox. RFC 5228 section 2.10.6. */
    record Failed(ScriptError error) implements Outcome {}
}
