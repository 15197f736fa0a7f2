package sigillo.nodes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import sigillo.base.Bytes;
import sigillo.store.Damaged;
import sigillo.store.PartitionName;
import sigillo.store.RowIn;
import sigillo.store.RowOut;
import sigillo.store.Store;
import sigillo.store.Transactions;

/**
 * The partition of one node, {@code n/ID}. Every word of it is a commit, so that the revision counts its words: who
 * reads the head alone knows whether there is something new.
 *
 * <pre>
 * h           the host, for people; as long as it is there, the node lives and its leases are its own
 * w SLOT N    part N of a word: the word's number (the revision of its commit), how many parts it has, and partitions
 *             that it had committed to
 * </pre>
 * Words are written over after {@link #WORDS_KEPT}, part by part: so nothing is deleted, and a part is so short that a
 * cluster keeps it in its row. What is left of a longer word in the same slot has that word's number.
 */
final class NodeRows {
    /** With five words a second at most: some ten seconds. Who looks more rarely has missed something. */
    static final int WORDS_KEPT = 64;
    /** Beyond it a word says that everything has changed. Some 16 parts. */
    static final int NAMES_MAX = 256;
    /** Of the names of a part, so that it stays below the half KiB above which a cluster keeps a value elsewhere. */
    static final int PART_OCTETS_MAX = 400;

    private static final Bytes HOST = Bytes.utf8("h");
    private static final Bytes WORDS = Bytes.utf8("w");
    private static final int VERSION = 1;
    private static final int PARTS_MAX = 255;
    private static final int NAME_OVERHEAD = 2;

    /** {@code isAll}: they were too many to be named. */
    record Word(long number, boolean isAll, List<PartitionName> names) {}

    /** {@code parts}: of its word, at least one. */
    private record Part(long number, int parts, boolean isAll, List<PartitionName> names) {
        byte[] encode() {
            var out = new RowOut(VERSION).number(number).number(parts).flag(isAll).number(names.size());
            names.forEach(name -> out.text(name.text()));
            return out.done();
        }

        static Part decode(byte[] row) {
            var in = new RowIn(row, VERSION);
            long number = in.number();
            int parts = in.count();
            boolean isAll = in.flag();
            int count = in.count();
            var names = new ArrayList<PartitionName>(count);
            for (int i = 0; i < count; i++) names.add(new PartitionName(in.text()));
            return new Part(number, parts, isAll, names);
        }
    }

    private final Store store;
    private final NodeId node;
    private final Transactions transactions;

    NodeRows(Store store, NodeId node) {
        this.store = store;
        this.node = node;
        this.transactions = new Transactions(store.partition(node.partition()));
    }

    NodeId node() { return node; }

    /** Of all that there are, dead ones whose rows are still there too. */
    static List<NodeId> all(Store store) {
        return store.partitions(NodeId.PREFIX).stream().map(NodeId::of).flatMap(Optional::stream).toList();
    }

    /** Empty of one that has ended, or never was. */
    Optional<String> host() { return host(transactions.partition().get(HOST)); }

    static boolean lives(Store store, NodeId node) { return isThere(() -> store.partition(node.partition()).get(HOST)); }

    /** What is damaged is there. */
    private static boolean isThere(Supplier<Optional<byte[]>> row) {
        try {
            return row.get().isPresent();
        } catch (Damaged unreadable) {
            return true;
        }
    }

    private static Optional<String> host(Optional<byte[]> row) {
        return row.map(octets -> new RowIn(octets, VERSION).text());
    }

    long revision() { return transactions.partition().revision(); }

    void begin(String host) {
        transactions.write(tx -> {
            tx.put(HOST, new RowOut(VERSION).text(host).done());
            return null;
        });
    }

    /** False when others have taken this node for dead. */
    boolean tell(Set<PartitionName> names) {
        boolean isAll = names.size() > NAMES_MAX;
        var parts = isAll ? List.of(List.<PartitionName>of()) : parted(names);
        return transactions.write(tx -> {
            if (!isThere(() -> tx.get(HOST))) return false;
            long number = tx.revision();
            for (int i = 0; i < parts.size(); i++) {
                tx.put(slot(number, i), new Part(number, parts.size(), isAll, parts.get(i)).encode());
            }
            return true;
        });
    }

    /** At least one, which may be empty. */
    private static List<List<PartitionName>> parted(Set<PartitionName> names) {
        var parts = new ArrayList<List<PartitionName>>();
        int octets = PART_OCTETS_MAX;
        for (var name : names) {
            octets += name.text().length() + NAME_OVERHEAD;
            if (octets > PART_OCTETS_MAX) {
                if (parts.size() == PARTS_MAX) throw new IllegalStateException("names are too long");
                parts.add(new ArrayList<>());
                octets = name.text().length() + NAME_OVERHEAD;
            }
            parts.getLast().add(name);
        }
        return parts.isEmpty() ? List.of(List.of()) : parts;
    }

    private static Bytes slot(long number, int part) {
        return Bytes.wrap(new byte[] {'w', (byte) (number % WORDS_KEPT), (byte) part});
    }

    private static Bytes slot(long number) { return Bytes.wrap(new byte[] {'w', (byte) (number % WORDS_KEPT)}); }

    /**
     * The words behind a number, up to another, that are still there as a whole, in no order; whoever needs one that is
     * not has missed it. Reads those only.
     */
    List<Word> since(long number, long last) {
        var parts = new HashMap<Long, List<Part>>();
        long first = Math.max(number + 1, last - WORDS_KEPT + 1);
        for (long next = first; next <= last; ) {
            long end = Math.min(last, next + WORDS_KEPT - 1 - next % WORDS_KEPT); // the slots begin again behind it
            transactions.partition().range(slot(next), slot(end).afterPrefix(), false, (_, row) -> {
                var part = Part.decode(row);
                if (part.number() >= first && part.number() <= last) {
                    parts.computeIfAbsent(part.number(), _ -> new ArrayList<>()).add(part);
                }
                return true;
            });
            next = end + 1;
        }
        return parts.values().stream().filter(all -> all.size() == all.getFirst().parts()).map(NodeRows::word).toList();
    }

    private static Word word(List<Part> parts) {
        var names = parts.stream().flatMap(part -> part.names().stream()).toList();
        return new Word(parts.getFirst().number(), parts.getFirst().isAll(), names);
    }

    /** Takes it for dead, if it has said nothing since. From then on it says nothing more, whatever it does. */
    boolean bury(long lastRevision) {
        boolean isDead = transactions.write(tx -> {
            if (tx.revision() != lastRevision + 1) return false;
            tx.delete(HOST);
            return true;
        });
        if (isDead) forget();
        return isDead;
    }

    /** It ends in order. */
    void end() {
        transactions.write(tx -> {
            tx.delete(HOST);
            return null;
        });
        forget();
    }

    private void forget() { store.remove(node.partition()); }
}
