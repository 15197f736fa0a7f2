package sigillo.trace;

import java.util.List;

/** All that is known about one message's way, the oldest step first. {@code trace} is a {@link TraceId}'s text. */
public record Story(String trace, List<Step> steps) {
    public Story {
        steps = List.copyOf(steps);
    }

    /** For a terminal: the trace id, then a line for each step. */
    public String toText() {
        var text = new StringBuilder(trace).append('\n');
        for (var step : steps) text.append("  ").append(step.toText()).append('\n');
        return text.toString();
    }
}
