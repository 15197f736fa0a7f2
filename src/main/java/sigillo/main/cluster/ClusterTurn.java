package sigillo.main.cluster;

import java.util.Optional;
import java.util.function.Supplier;
import sigillo.base.Bytes;
import sigillo.queue.Colleagues;
import sigillo.store.Damaged;
import sigillo.store.PartitionName;
import sigillo.store.RowIn;
import sigillo.store.RowOut;
import sigillo.store.Store;
import sigillo.store.Transactions;

/**
 * One server of a cluster does a work for all, as long as it lives: the row {@code turn} of a partition says which. Then
 * another does. Any thread.
 */
public final class ClusterTurn {
    private static final Bytes TURN = Bytes.utf8("turn");
    private static final int VERSION = 1;

    private final Transactions transactions;
    private final Colleagues colleagues;
    private final String host;
    private final String work;

    /** {@code work}: what the server does, as in "makes the backups". */
    private ClusterTurn(Store store, Colleagues colleagues, String host, PartitionName partition, String work) {
        this.transactions = new Transactions(store.partition(partition));
        this.colleagues = colleagues;
        this.host = host;
        this.work = work;
    }

    static ClusterTurn ofBackups(Store store, Colleagues colleagues, String host) {
        return new ClusterTurn(store, colleagues, host, BackupTurn.PARTITION, "makes the backups");
    }

    public static ClusterTurn ofCertificates(Store store, Colleagues colleagues, String host) {
        return new ClusterTurn(store, colleagues, host, new PartitionName("certificates/turn"), "orders the certificates");
    }

    private record Holder(Bytes node, String host) {
        byte[] encode() { return new RowOut(VERSION).sized(node.unsafeArray()).text(host).done(); }

        static Holder decode(byte[] row) {
            var in = new RowIn(row, VERSION);
            return new Holder(Bytes.wrap(in.sized()), in.text());
        }
    }

    /**
     * Empty when this server does the work: from then on as long as it lives. Else a sentence which does. Throws
     * {@link sigillo.store.StoreException}.
     */
    public Optional<String> other() {
        if (!colleagues.mayBe()) return Optional.empty(); // it is alone, whatever there was
        var self = colleagues.self();
        var holder = holder(() -> transactions.partition().get(TURN));
        if (holder.filter(one -> one.node().equals(self)).isPresent()) return Optional.empty();
        return transactions.write(tx -> {
            var there = holder(() -> tx.get(TURN)).filter(one -> !one.node().equals(self) && colleagues.lives(one.node()));
            if (there.isEmpty()) tx.put(TURN, new Holder(self, host).encode());
            return there.map(one -> "the server " + one.host() + " " + work + " of this cluster");
        });
    }

    /** One that is damaged is nobody's. */
    private static Optional<Holder> holder(Supplier<Optional<byte[]>> row) {
        try {
            return row.get().map(Holder::decode);
        } catch (Damaged unreadable) {
            return Optional.empty();
        }
    }
}
