package sigillo.reporting;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sigillo.base.Bytes;
import sigillo.base.Domain;
import sigillo.sealing.Randomness;
import sigillo.sealing.SealBroken;
import sigillo.sealing.SealedRow;
import sigillo.sealing.Secret;
import sigillo.store.Batch;
import sigillo.store.PartitionName;
import sigillo.store.Store;
import sigillo.store.StoreException;
import sigillo.store.Transactions;
import sigillo.store.Tx;

/**
 * What was seen of others, counted: in memory first, in the store each minute, sealed since it says with whom mail was
 * exchanged. Several servers over one store count together. A server that is killed loses what it has counted since the
 * last {@link #flush}. Any thread.
 */
public final class Tallies {
    private static final System.Logger LOG = System.getLogger("sigillo.reporting");
    static final PartitionName PARTITION = new PartitionName("reporting");
    private static final String USE = "sgl1/reporting";

    private final Transactions transactions;
    private final Secret key;
    private final Randomness randomness;
    private final InstantSource clock;
    private Map<Of, Waiting> waiting = new LinkedHashMap<>();
    private int lines;

    private record Of(Tally.Kind kind, LocalDate day, Domain domain) {}

    private static final class Waiting {
        private final Map<List<String>, Long> lines = new LinkedHashMap<>();
        private long leftOut;
    }

    /** {@code key} seals what is kept. */
    public Tallies(Store store, Secret key, InstantSource clock) {
        this.transactions = new Transactions(store.partition(PARTITION));
        this.key = key;
        this.randomness = Randomness.secure();
        this.clock = clock;
    }

    Transactions transactions() { return transactions; }

    LocalDate today() { return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC); }

    /** One more of what these fields say. */
    synchronized void count(Tally.Kind kind, Domain domain, List<String> fields) {
        var of = new Of(kind, today(), domain);
        if (lines >= ReportingLimits.WAITING_MAX && !waiting.containsKey(of)) return;
        var here = waiting.computeIfAbsent(of, _ -> new Waiting());
        var bounded = fields.stream().map(Tallies::bounded).toList();
        boolean isRoom = here.lines.containsKey(bounded) || lines < ReportingLimits.WAITING_MAX && here.lines.size() < ReportingLimits.LINES_MAX;
        if (!isRoom) here.leftOut++;
        else if (here.lines.merge(bounded, 1L, Long::sum) == 1) lines++;
    }

    private static String bounded(String field) { return field.length() <= ReportingLimits.FIELD_MAX ? field : field.substring(0, ReportingLimits.FIELD_MAX); }

    private synchronized Map<Of, Waiting> taken() {
        var taken = waiting;
        waiting = new LinkedHashMap<>();
        lines = 0;
        return taken;
    }

    /** To be called each minute, and at the end. What the store does not take is let go: counts are worth no memory. */
    public void flush() {
        var room = new HashMap<Bytes, Integer>();
        for (var one : taken().entrySet()) {
            try {
                boolean isNew = transactions.write(Batch.Lane.BULK, tx -> add(tx, one.getKey(), one.getValue(), room));
                if (isNew) room.merge(prefix(one.getKey()), -1, Integer::sum);
            } catch (StoreException refused) {
                LOG.log(System.Logger.Level.WARNING, "what is to be reported cannot be kept: " + refused.getMessage());
            }
        }
    }

    /** {@code room}: for how many domains more, as it was at the first of them. True when it takes some of that. */
    private boolean add(Tx tx, Of of, Waiting more, Map<Bytes, Integer> room) {
        var place = place(of);
        var there = tx.get(place).flatMap(row -> open(place, row));
        if (there.isEmpty() && room.computeIfAbsent(prefix(of), this::room) <= 0) return false;
        var all = there.orElseGet(() -> new Tally(of.kind, of.day, of.domain, Map.of(), 0)).with(more.lines, more.leftOut);
        tx.put(place, SealedRow.seal(key, place.unsafeArray(), all.encode(), randomness));
        return there.isEmpty();
    }

    private int room(Bytes prefix) {
        var count = new int[1];
        transactions.partition().range(prefix, prefix.afterPrefix(), false, (_, _) -> ++count[0] < ReportingLimits.DOMAINS_MAX);
        return ReportingLimits.DOMAINS_MAX - count[0];
    }

    private static Bytes prefix(Of of) { return Bytes.utf8("c/" + of.kind + "/" + of.day + "/"); }

    private Bytes place(Of of) {
        var prefix = prefix(of).toArray();
        var tag = SealedRow.tag(key, USE, of.domain.name());
        var place = java.util.Arrays.copyOf(prefix, prefix.length + tag.length);
        System.arraycopy(tag, 0, place, prefix.length, tag.length);
        return Bytes.wrap(place);
    }

    private Optional<Tally> open(Bytes place, byte[] sealed) {
        try {
            return Optional.of(Tally.decode(SealedRow.open(key, place.unsafeArray(), sealed)));
        } catch (SealBroken | StoreException | IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    /** Where the days before today are, each to be read by {@link #at}. */
    List<Bytes> ended() {
        var places = new ArrayList<Bytes>();
        for (var kind : Tally.Kind.values()) {
            var from = Bytes.utf8("c/" + kind + "/");
            transactions.partition().range(from, Bytes.utf8("c/" + kind + "/" + today()), false, (place, _) -> places.add(place));
        }
        return places;
    }

    Optional<Tally> at(Bytes place) { return transactions.partition().get(place).flatMap(row -> open(place, row)); }

    void remove(Bytes place) {
        transactions.write(Batch.Lane.BULK, tx -> {
            tx.delete(place);
            return null;
        });
    }

    /** A place of this partition under the key of reports. */
    byte[] sealed(Bytes place, String text) { return SealedRow.seal(key, place.unsafeArray(), text.getBytes(StandardCharsets.UTF_8), randomness); }

    Optional<String> opened(Bytes place, byte[] sealed) {
        try {
            return Optional.of(new String(SealedRow.open(key, place.unsafeArray(), sealed), StandardCharsets.UTF_8));
        } catch (SealBroken none) {
            return Optional.empty();
        }
    }
}
