package sigillo.providers;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import sigillo.zone.ZoneRecord;
import sigillo.zone.ZoneRecord.Type;

/**
 * How one provider is asked. Values are as {@link ZoneRecord} has them, whatever the provider makes of them. Each call blocks,
 * and throws {@link IOException} with a sentence. One thread at a time.
 */
interface Provider {
    /** A zone. {@code id}: as the provider calls it; {@code ttlMin}: the shortest that it takes, in seconds. */
    record Zone(String name, String id, int ttlMin) {
        /** {@code @} for the zone itself. */
        String relative(String full) {
            return full.equals(name) ? "@" : full.substring(0, full.length() - name.length() - 1);
        }
    }

    /** A record that is there. {@code id}: as the provider calls it; empty where it has no names for records. */
    record Entry(String id, String value) {}

    /** What is there of a name and a type. {@code ttl}: in seconds; 0 where there is nothing. */
    record RecordSet(String name, Type type, int ttl, List<Entry> entries) {
        public RecordSet { entries = List.copyOf(entries); }

        static RecordSet none(String name, Type type) { return new RecordSet(name, type, 0, List.of()); }
    }

    /** {@code values}: all that shall be there, none of it twice; {@code ttl}: in seconds. */
    record SetChange(RecordSet there, List<String> values, int ttl) {
        public SetChange { values = List.copyOf(values); }

        String name() { return there.name(); }

        Type type() { return there.type(); }

        /** What shall not be there any more. */
        List<Entry> gone() { return there.entries().stream().filter(one -> values.stream().noneMatch(value -> Spelling.isSame(type(), value, one.value()))).toList(); }

        /** What is not there yet. */
        List<String> fresh() {
            return values.stream().filter(value -> there.entries().stream().noneMatch(one -> Spelling.isSame(type(), value, one.value()))).toList();
        }
    }

    /** The zone of exactly this name; empty where it has none, or does not show it to us. */
    Optional<Zone> zone(String name) throws IOException;

    RecordSet there(Zone zone, String name, Type type) throws IOException;

    /** When it throws, some of it may be done. */
    void change(Zone zone, List<SetChange> changes) throws IOException;

    /** Why it cannot have such a record at all, in a sentence; empty where it can. */
    default Optional<String> refuses(ZoneRecord record) { return Optional.empty(); }

    /** How one record after the other is written. */
    interface Writes {
        void create(String value) throws IOException;

        void replace(Entry there, String value) throws IOException;

        void delete(Entry there) throws IOException;
    }

    /** One record in the place of another, so that never both and never neither are there; then what is left of either. */
    static void write(SetChange change, Writes writes) throws IOException {
        var gone = change.gone();
        var fresh = change.fresh();
        int pairs = Math.min(gone.size(), fresh.size());
        for (int i = 0; i < pairs; i++) writes.replace(gone.get(i), fresh.get(i));
        for (var entry : gone.subList(pairs, gone.size())) writes.delete(entry);
        for (var value : fresh.subList(pairs, fresh.size())) writes.create(value);
    }
}
