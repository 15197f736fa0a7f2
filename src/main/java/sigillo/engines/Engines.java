package sigillo.engines;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import sigillo.base.Alarms;
import sigillo.base.Domain;
import sigillo.filter.Engine;

/** Those that are switched on. Each is a part of the filter; {@link #begin} looks whether they work. */
public final class Engines implements AutoCloseable {
    private final List<Guarded> all = new ArrayList<>();
    private final Optional<Viruses> viruses;

    /** {@code hostname}: ours. */
    public Engines(EngineSettings settings, Domain hostname, Alarms alarms, InstantSource clock) {
        boolean isAnywhere = settings.isAnywhere();
        record One(Program program, Optional<Place> place, String key, Function<Place, Asking> asking) {}
        var wanted = new ArrayList<>(List.of(
            new One(Program.CLAMD, settings.clamd(), "clamd", place -> new ClamdAsking(place, isAnywhere)),
            new One(Program.SPAMD, settings.spamd(), "spamd", place -> new SpamdAsking(place, isAnywhere)),
            new One(Program.RSPAMD, settings.rspamd(), "rspamd", place -> new RspamdAsking(place, isAnywhere))));
        for (int i = 0; i < settings.milters().size(); i++) {
            wanted.add(new One(Program.MILTER, Optional.of(settings.milters().get(i)), "milter-" + (i + 1),
                place -> new MilterAsking(place, isAnywhere, hostname.name())));
        }
        for (var one : wanted) {
            one.place.ifPresent(place ->
                all.add(new Guarded(one.program, one.key, place, one.asking.apply(place), settings, hostname, alarms, clock)));
        }
        viruses = settings.clamd().map(place -> // the first of all
            new Viruses(all.getFirst(), new ClamdAsking(place, isAnywhere), settings.deadline(), hostname, clock));
    }

    /** Who looks for viruses in what was taken before, if anybody does. */
    public Optional<Viruses> viruses() { return viruses; }

    public List<Engine> all() { return List.copyOf(all); }

    /** What came of asking them. */
    public List<EngineFigures> figures() { return all.stream().map(Guarded::figures).toList(); }

    /** Looks at each, besides. */
    public void begin() { all.forEach(Guarded::begin); }

    @Override public void close() { all.forEach(Guarded::close); }
}
