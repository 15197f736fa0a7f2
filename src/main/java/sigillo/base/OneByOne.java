package sigillo.base;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Does the same for many, of whom one may be damaged: he is passed over, the others have it done, and who failed is
 * thrown at the end.
 */
public final class OneByOne {
    /** So many are named: more are one disaster. */
    private static final int NAMED_MAX = 5;

    private OneByOne() {}

    /** Its message names the first who failed, with why; the first cause is its own. */
    public static final class Failed extends RuntimeException {
        private static final long serialVersionUID = 1;

        private Failed(String sentence, RuntimeException first) { super(sentence, first); }
    }

    /** {@code name}: what people call one. Throws {@link Failed} when the others are done. */
    public static <T> void each(Iterable<T> all, Function<T, String> name, Consumer<T> work) {
        var failed = new ArrayList<String>();
        RuntimeException first = null;
        for (var one : all) {
            try {
                work.accept(one);
            } catch (RuntimeException damaged) {
                failed.add(name.apply(one) + ": " + sentence(damaged));
                if (first == null) first = damaged;
            }
        }
        if (first != null) throw new Failed(sentence(failed), first);
    }

    private static String sentence(List<String> failed) {
        var named = String.join("; ", failed.subList(0, Math.min(failed.size(), NAMED_MAX)));
        return failed.size() <= NAMED_MAX ? named : named + "; and " + (failed.size() - NAMED_MAX) + " more";
    }

    /** Of a fault that says nothing, what it is. */
    public static String sentence(RuntimeException fault) {
        return fault.getMessage() == null ? fault.getClass().getSimpleName() : fault.getMessage();
    }
}
