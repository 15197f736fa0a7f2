package sigillo.trace;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import sigillo.base.Bytes;
import sigillo.store.Partition;

/**
 * Collects the stories that concern one address, the newest first. The index has a place for each time at which a
 * message concerned it; only the newest of a message's places counts, so that it is on one page only.
 */
final class AddressSearch {
    private final Partition partition;
    private final AddressHash hash;
    private final Bytes address;
    private final Function<TraceId, Optional<Story>> read;
    private final LinkedHashMap<TraceId, Story> stories = new LinkedHashMap<>();

    AddressSearch(Partition partition, AddressHash hash, Bytes address, Function<TraceId, Optional<Story>> read) {
        this.partition = partition;
        this.hash = hash;
        this.address = address;
        this.read = read;
    }

    /** Adds what has no place in the index yet; it comes on top of the first page. */
    void addWaiting(List<Event> waiting) {
        for (var event : waiting.reversed()) {
            if (stories.size() >= TraceLimits.PAGE_MAX) return;
            if (event.addresses().stream().map(hash::of).noneMatch(address::equals)) continue;
            read.apply(event.id()).ifPresent(story -> stories.putIfAbsent(event.id(), story));
        }
    }

    Stories.Page page(Optional<TraceKeys.Place> after, int max) {
        int full = stories.size() + max;
        for (var places = places(after); !places.isEmpty(); places = places(Optional.of(places.getLast()))) {
            for (var place : places) {
                if (!stories.containsKey(place.trace())) newestOf(place).ifPresent(s -> stories.put(place.trace(), s));
                if (stories.size() >= full) return page(Optional.of(place));
            }
        }
        return page(Optional.empty());
    }

    private Stories.Page page(Optional<TraceKeys.Place> next) {
        return new Stories.Page(List.copyOf(stories.values()), next.map(TraceKeys.Place::toText));
    }

    /** The story, unless it has a newer place. */
    private Optional<Story> newestOf(TraceKeys.Place place) {
        return read.apply(place.trace()).filter(story -> newest(story).equals(Optional.of(place.last())));
    }

    private Optional<Instant> newest(Story story) {
        return story.steps().stream().filter(this::concerns).map(Step::at).max(Comparator.naturalOrder());
    }

    private boolean concerns(Step step) {
        return step.addresses().stream().map(hash::ofNamed).anyMatch(address::equals);
    }

    private List<TraceKeys.Place> places(Optional<TraceKeys.Place> after) {
        var from = TraceKeys.about(address);
        var to = after.map(place -> TraceKeys.about(address, place)).orElseGet(from::afterPrefix);
        var places = new ArrayList<TraceKeys.Place>();
        partition.range(from, to, true, (key, _) -> {
            places.add(TraceKeys.place(key));
            return places.size() < TraceLimits.PAGE_MAX;
        });
        return places;
    }
}
