package sigillo.account;

import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Function;
import sigillo.base.Bytes;
import sigillo.store.Batch;
import sigillo.store.Partition;

/**
 * What work beside the account remembers of a subject, such as how far an import has come: numbered rows, which go with the
 * account. Nobody looks into them here. Not sealed, but for the subject, of which a hash is kept: no content and no names
 * belong into them. Any thread.
 */
public final class Notes {
    /** Rows that one commit forgets. */
    private static final int FORGOTTEN_OF_COMMIT = 500;

    private final Context context;
    private final Bytes subject;

    Notes(Context context, String subject) {
        this.context = context;
        this.subject = context.hashes().lookup(Hashes.Kind.NOTE, subject);
    }

    /** By which a name can be found again that is not to be read in the store: of this account and subject. Sixteen octets. */
    public Bytes hash(String name) { return context.hashes().lookup(Hashes.Kind.NOTE, subject + "/" + name); }

    public Optional<byte[]> get(long number) { return context.committed().get(Keys.note(subject, number)); }

    /** In one commit, in the bulk lane: some MiB at most, each at most {@link Partition#VALUE_OCTETS_MAX}. */
    public void put(Map<Long, byte[]> rows) {
        context.transactions().write(Batch.Lane.BULK, tx -> {
            rows.forEach((number, row) -> tx.put(Keys.note(subject, number), row));
            return rows.size();
        });
    }

    /** The same rows as one commit sees and changes them. */
    public interface Rows {
        Optional<byte[]> get(long number);

        void put(long number, byte[] row);

        void delete(long number);
    }

    /** Reads and writes in one commit, in the bulk lane: {@code work} may run several times, and is quick. */
    public <T> T change(Function<Rows, T> work) {
        return context.transactions().write(Batch.Lane.BULK, tx -> work.apply(new Rows() {
            @Override public Optional<byte[]> get(long number) { return tx.get(Keys.note(subject, number)); }

            @Override public void put(long number, byte[] row) { tx.put(Keys.note(subject, number), row); }

            @Override public void delete(long number) { tx.delete(Keys.note(subject, number)); }
        }));
    }

    /** In order of their numbers, from one on, until the visitor says false; pages of them, so that he may write. */
    public void each(long from, BiPredicate<Long, byte[]> visitor) {
        for (var page = page(from); !page.isEmpty(); page = page(page.lastKey() + 1)) {
            for (var row : page.entrySet()) if (!visitor.test(row.getKey(), row.getValue())) return;
        }
    }

    private TreeMap<Long, byte[]> page(long from) {
        var page = new TreeMap<Long, byte[]>();
        context.committed().range(Keys.note(subject, from), Keys.notes(subject).afterPrefix(), false, (key, row) -> {
            page.put(Keys.noted(key), row);
            return page.size() < 16;
        });
        return page;
    }

    public void forget() {
        while (true) {
            var keys = new ArrayList<Bytes>();
            context.committed().range(Keys.notes(subject), Keys.notes(subject).afterPrefix(), false, (key, _) -> {
                keys.add(key);
                return keys.size() < FORGOTTEN_OF_COMMIT;
            });
            if (keys.isEmpty()) return;
            context.transactions().write(Batch.Lane.BULK, tx -> {
                keys.forEach(tx::delete);
                return keys.size();
            });
        }
    }
}
