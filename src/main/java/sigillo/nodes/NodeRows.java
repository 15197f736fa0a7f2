package sigillo.nodes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sigillo.base.Bytes;
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
 * h         the host, for people; as long as it is there, the node lives and its leases are its own
 * w SLOT    a word: its number (the revision of its commit), and the partitions that it had committed to
 * </pre>
 * Words are written over after {@link #WORDS_KEPT}: nothing is deleted, so a cluster collects nothing.
 */
final class NodeRows {
    /** With five words a second at most: some ten seconds. Who looks more rarely has missed something. */
    static final int WORDS_KEPT = 64;
    /** Beyond it a word says that everything has changed. Some 60 KiB. */
    static final int NAMES_MAX = 1_000;

    private static final Bytes HOST = Bytes.utf8("h");
    private static final Bytes WORDS = Bytes.utf8("w");
    private static final int VERSION = 1;

    /** {@code isAll}: they were too many to be named. */
    record Word(long number, boolean isAll, List<PartitionName> names) {
        byte[] encode() {
            var out = new RowOut(VERSION).number(number).flag(isAll).number(names.size());
            names.forEach(name -> out.text(name.text()));
            return out.done();
        }

        static Word decode(byte[] row) {
            var in = new RowIn(row, VERSION);
            long number = in.number();
            boolean isAll = in.flag();
            int count = in.count();
            var names = new ArrayList<PartitionName>(count);
            for (int i = 0; i < count; i++) names.add(new PartitionName(in.text()));
            return new Word(number, isAll, names);
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

    static boolean lives(Store store, NodeId node) { return store.partition(node.partition()).get(HOST).isPresent(); }

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
        return transactions.write(tx -> {
            if (tx.get(HOST).isEmpty()) return false;
            boolean isAll = names.size() > NAMES_MAX;
            var word = new Word(tx.revision(), isAll, isAll ? List.of() : List.copyOf(names));
            tx.put(slot(tx.revision()), word.encode());
            return true;
        });
    }

    private static Bytes slot(long number) { return Bytes.wrap(new byte[] {'w', (byte) (number % WORDS_KEPT)}); }

    /** The words behind a number that are still there, in no order; whoever needs one that is not has missed it. */
    List<Word> since(long number) {
        var words = new ArrayList<Word>();
        transactions.partition().range(WORDS, WORDS.afterPrefix(), false, (_, row) -> {
            var word = Word.decode(row);
            if (word.number() > number) words.add(word);
            return true;
        });
        return words;
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
