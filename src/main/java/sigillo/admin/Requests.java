package sigillo.admin;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** Who answers which requests: put together before the first of them, and read by any thread from then on. */
public final class Requests {
    private final Map<Class<? extends Request>, Function<Request, Answer>> answers = new HashMap<>();

    Requests() {}

    /** Throws {@link IllegalStateException} when another answers this kind already. */
    <R extends Request> void on(Class<R> kind, Function<R, Answer> answer) {
        if (answers.put(kind, request -> answer.apply(kind.cast(request))) != null)
            throw new IllegalStateException(kind.getSimpleName() + " is answered twice");
    }

    Answer answer(Request request) {
        var answer = answers.get(request.getClass());
        return answer == null ? new Answer.Failed(Lacking.why(request.getClass())) : answer.apply(request);
    }

    boolean answers(Class<?> kind) { return answers.containsKey(kind); }
}
