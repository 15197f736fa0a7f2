package sigillo.admin;

import java.util.function.Consumer;

/** Who notes what operators do. Any thread; throws nothing. */
@FunctionalInterface
public interface Witness {
    Witness NOBODY = _ -> _ -> { };

    /**
     * Called before it is done, since what it is about may be gone then; what comes back hears what was done, if it
     * was.
     */
    Consumer<Answer.Done> before(Request request);
}
