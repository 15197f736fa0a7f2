package sigillo.doctor;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import sigillo.preflight.State;

/** How the server is. {@code lines}: by subject, what is worst first. */
public record Board(Instant at, List<Line> lines) {
    private static final List<State> WORST_FIRST = List.of(State.WRONG, State.WARNING, State.UNKNOWN, State.FINE);

    public Board {
        lines = lines.stream().sorted(Comparator.comparing(Line::subject).thenComparing(line -> WORST_FIRST.indexOf(line.result().state()))).toList();
    }

    public List<Line> of(Subject subject) { return lines.stream().filter(line -> line.subject() == subject).toList(); }

    /** What a person must look at. */
    public List<Line> wrong() { return lines.stream().filter(line -> line.result().state() == State.WRONG).toList(); }
}
