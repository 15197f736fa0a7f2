package sigillo.admin;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;
import sigillo.doctor.Board;
import sigillo.doctor.Line;

/** How the server is, on one board. {@code examine}: looks now, and takes its time. {@code bundle}: for who helps, with domains or without. */
public record DoctorDesk(Supplier<Board> examine, Function<Boolean, List<Results.BundleFile>> bundle) implements Desk {
    @Override public void register(Requests requests) {
        requests.on(Request.Examine.class, _ -> Operator.list(examine.get().lines(), DoctorDesk::line));
        requests.on(Request.Bundle.class, asked -> new Answer.Done(bundle.apply(asked.domains())));
    }

    private static Results.DoctorLine line(Line line) {
        var result = line.result();
        return new Results.DoctorLine(line.subject().name().toLowerCase(Locale.ROOT), line.subject().title().english(), line.subject().title().italian(),
            result.state().name().toLowerCase(Locale.ROOT), result.name(), result.sentence().english(), result.next().english(), result.sentence().italian(),
            result.next().italian());
    }
}
