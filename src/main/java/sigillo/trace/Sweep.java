package sigillo.trace;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import sigillo.base.Bytes;
import sigillo.store.Batch;
import sigillo.store.Transactions;
import sigillo.store.Tx;

/** Takes names and then whole stories away when their time has passed, in small writes. One thread at a time. */
final class Sweep {
    private static final int PAGE_OCTETS_MAX = 256 * 1024;

    private record Kept(Bytes key, Row row) {}

    private final Transactions transactions;
    private final AddressHash hash;
    private final RowSeal seal;
    private final TraceSettings settings;

    Sweep(Transactions transactions, AddressHash hash, RowSeal seal, TraceSettings settings) {
        this.seal = seal;
        this.transactions = transactions;
        this.hash = hash;
        this.settings = settings;
    }

    void run(Instant now) {
        each(TraceKeys.events(0), TraceKeys.events(TraceKeys.day(now.minus(settings.keptFor()))), this::forget);
        int namedFrom = TraceKeys.day(now.minus(settings.namedFor()));
        if (namedFrom <= unnamedBefore()) return;
        each(TraceKeys.events(unnamedBefore()), TraceKeys.events(namedFrom), this::unname);
        write(tx -> tx.put(TraceKeys.UNNAMED_BEFORE, ByteBuffer.allocate(4).putInt(namedFrom).array()));
    }

    private int unnamedBefore() {
        return transactions.partition().get(TraceKeys.UNNAMED_BEFORE).map(v -> ByteBuffer.wrap(v).getInt()).orElse(0);
    }

    private void forget(Tx tx, Kept kept) {
        var trace = TraceKeys.traceOf(kept.key());
        tx.delete(kept.key());
        kept.row().concerns(hash::ofNamed).forEach((address, last) ->
            tx.delete(TraceKeys.about(address, new TraceKeys.Place(last, trace))));
    }

    /** The index by address stays as it is: it has known hashes only. */
    private void unname(Tx tx, Kept kept) { tx.put(kept.key(), seal.seal(kept.key(), kept.row().unnamed(hash))); }

    private void each(Bytes from, Bytes to, BiConsumer<Tx, Kept> change) {
        for (var page = page(from, to); !page.isEmpty(); ) {
            var rows = page;
            write(tx -> rows.forEach(kept -> change.accept(tx, kept)));
            page = page(after(rows.getLast().key()), to);
        }
    }

    private List<Kept> page(Bytes from, Bytes to) {
        var page = new ArrayList<Kept>();
        var octets = new int[1];
        transactions.partition().range(from, to, false, (key, value) -> {
            page.add(new Kept(key, seal.open(key, value)));
            octets[0] += value.length;
            return page.size() < TraceLimits.SWEEP_ROWS_MAX && octets[0] < PAGE_OCTETS_MAX;
        });
        return page;
    }

    private void write(Consumer<Tx> work) {
        transactions.write(Batch.Lane.BULK, tx -> {
            work.accept(tx);
            return null;
        });
    }

    private static Bytes after(Bytes key) { return Bytes.wrap(Arrays.copyOf(key.unsafeArray(), key.length() + 1)); }
}
