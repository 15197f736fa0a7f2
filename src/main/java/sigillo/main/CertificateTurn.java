package sigillo.main;

import java.util.Optional;
import java.util.function.Supplier;
import sigillo.base.Bytes;
import sigillo.certificates.Turn;
import sigillo.queue.Colleagues;
import sigillo.store.Damaged;
import sigillo.store.PartitionName;
import sigillo.store.RowIn;
import sigillo.store.RowOut;
import sigillo.store.Store;
import sigillo.store.Transactions;

/** One server of a cluster orders the certificates of all, as long as it lives; a row says which. Then another does. */
final class CertificateTurn implements Turn {
    private static final PartitionName PARTITION = new PartitionName("certificates/turn");
    private static final Bytes TURN = Bytes.utf8("turn");
    private static final int VERSION = 1;

    private final Transactions transactions;
    private final Colleagues colleagues;
    private final String host;

    CertificateTurn(Store store, Colleagues colleagues, String host) {
        this.transactions = new Transactions(store.partition(PARTITION));
        this.colleagues = colleagues;
        this.host = host;
    }

    private record Holder(Bytes node, String host) {
        byte[] encode() { return new RowOut(VERSION).sized(node.unsafeArray()).text(host).done(); }

        static Holder decode(byte[] row) {
            var in = new RowIn(row, VERSION);
            return new Holder(Bytes.wrap(in.sized()), in.text());
        }
    }

    @Override public Optional<String> other() {
        if (!colleagues.mayBe()) return Optional.empty(); // it is alone, whatever there was
        var self = colleagues.self();
        if (holder(() -> transactions.partition().get(TURN)).filter(one -> one.node().equals(self)).isPresent()) return Optional.empty();
        return transactions.write(tx -> {
            var there = holder(() -> tx.get(TURN)).filter(one -> !one.node().equals(self) && colleagues.lives(one.node()));
            if (there.isEmpty()) tx.put(TURN, new Holder(self, host).encode());
            return there.map(one -> "the server " + one.host() + " orders the certificates of this cluster");
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
