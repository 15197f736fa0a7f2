package sigillo.main.command;

import java.util.List;
import java.util.stream.Collectors;
import sigillo.main.config.Problem;

/** Ends a command with exit code 1. The message is for the operator: no stack trace is shown. */
public final class Failure extends RuntimeException {
    public Failure(String message) { super(message, null, false, false); }

    public static Failure of(List<Problem> problems) {
        return new Failure(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    }
}
