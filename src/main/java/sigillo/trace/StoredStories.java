package sigillo.trace;

import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.store.Partition;
import sigillo.store.Store;

/**
 * Reads the partition {@code trace} and what still waits to be written there. What waits is read first: a step that is
 * written meanwhile is seen twice and shown once.
 */
final class StoredStories implements Stories {
    private final Partition partition;
    private final AddressHash hash;
    private final RowSeal seal;
    private final TraceSettings settings;
    private final InstantSource clock;
    private final Pending pending;

    /** Of what is kept, when nobody tells any more. */
    StoredStories(Store store, Bytes hashKey, TraceSettings settings, InstantSource clock) {
        this(store.partition(StoredTraces.PARTITION), new AddressHash(hashKey), new RowSeal(hashKey), settings, clock, new Pending(0));
    }

    StoredStories(Partition partition, AddressHash hash, RowSeal seal, TraceSettings settings, InstantSource clock, Pending pending) {
        this.seal = seal;
        this.partition = partition;
        this.hash = hash;
        this.settings = settings;
        this.clock = clock;
        this.pending = pending;
    }

    @Override public Optional<Story> of(TraceId trace) { return of(trace, pending.first(Integer.MAX_VALUE)); }

    @Override public Page about(Address address, Optional<String> after, int max) {
        var place = after.flatMap(TraceKeys.Place::parse);
        if (after.isPresent() && place.isEmpty()) return new Page(List.of(), Optional.empty());
        var waiting = pending.first(Integer.MAX_VALUE);
        var search = new AddressSearch(partition, hash, hash.of(address), trace -> of(trace, waiting));
        if (place.isEmpty()) search.addWaiting(waiting);
        return search.page(place, Math.clamp(max, 1, TraceLimits.PAGE_MAX));
    }

    @Override public boolean isOf(String shown, Address address) { return hash.ofNamed(shown).equals(hash.of(address)); }

    private Optional<Story> of(TraceId trace, List<Event> waiting) {
        var steps = new LinkedHashSet<Step>();
        readKept(trace, steps);
        waiting.stream().filter(e -> e.id().equals(trace)).map(Step::of).forEach(steps::add);
        if (steps.isEmpty()) return Optional.empty();
        return Optional.of(new Story(trace.text(), steps.stream().sorted(Comparator.comparing(Step::at)).toList()));
    }

    private void readKept(TraceId trace, LinkedHashSet<Step> steps) {
        var now = clock.instant();
        int last = TraceKeys.day(now) + 1; // another machine's clock may be ahead
        for (int day = TraceKeys.day(now.minus(settings.keptFor())); day <= last; day++) {
            var prefix = TraceKeys.events(day, trace);
            partition.range(prefix, prefix.afterPrefix(), false, (key, value) -> {
                steps.addAll(seal.open(key, value).steps());
                return steps.size() < TraceLimits.STEPS_MAX;
            });
        }
    }
}
