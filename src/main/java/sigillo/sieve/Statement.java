package sigillo.sieve;

import java.util.List;

/** A command of a checked script. */
interface Statement {
    /** What comes next. */
    sealed interface Flow {
        enum Plain implements Flow { NEXT, STOP, RETURN }

        /** RFC 5703 section 3: out of the loop of that name, or of the innermost when it is empty. */
        record Break(String loop) implements Flow {}
    }

    Flow NEXT = Flow.Plain.NEXT;

    Flow run(Run run);

    static Flow all(List<Statement> block, Run run) {
        for (var statement : block) {
            run.step();
            var flow = statement.run(run);
            if (flow != NEXT) return flow;
        }
        return NEXT;
    }
}
