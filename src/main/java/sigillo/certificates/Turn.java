package sigillo.certificates;

import java.util.Optional;

/** Which of several servers orders. */
public interface Turn {
    Turn ALONE = Optional::empty;

    /** Which other server does, in a sentence; empty when it is this one. */
    Optional<String> other();
}
