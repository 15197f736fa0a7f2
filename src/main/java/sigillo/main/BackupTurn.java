package sigillo.main;

import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;
import sigillo.backup.Turn;
import sigillo.base.Bytes;
import sigillo.queue.Colleagues;
import sigillo.sealing.Randomness;
import sigillo.store.Damaged;
import sigillo.store.PartitionName;
import sigillo.store.RowIn;
import sigillo.store.RowOut;
import sigillo.store.Store;
import sigillo.store.Transactions;

/**
 * One server of a cluster makes its backups, as long as it lives: a row of the partition {@code backups} says which; then
 * another does. Who has no recovery key leaves it to those who have one.
 */
final class BackupTurn implements Turn {
    private static final PartitionName PARTITION = new PartitionName("backups");
    private static final Bytes TURN = Bytes.utf8("turn");
    private static final Bytes NAME = Bytes.utf8("name");
    private static final int VERSION = 1;
    private static final int NAME_OCTETS = 16;

    private final Transactions transactions;
    private final Colleagues colleagues;
    private final String host;

    BackupTurn(Store store, Colleagues colleagues, String host) {
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
        var holder = holder(() -> transactions.partition().get(TURN));
        if (holder.filter(one -> one.node().equals(self)).isPresent()) return Optional.empty();
        return transactions.write(tx -> {
            var there = holder(() -> tx.get(TURN)).filter(one -> !one.node().equals(self) && colleagues.lives(one.node()));
            if (there.isEmpty()) tx.put(TURN, new Holder(self, host).encode());
            return there.map(one -> "the server " + one.host() + " makes the backups of this cluster");
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

    @Override public Optional<String> name() {
        return Optional.of(transactions.write(tx -> {
            var there = tx.get(NAME).map(row -> new RowIn(row, VERSION).fixed(NAME_OCTETS));
            var name = there.orElseGet(() -> Randomness.secure().octets(NAME_OCTETS));
            if (there.isEmpty()) tx.put(NAME, new RowOut(VERSION).fixed(name).done());
            return HexFormat.of().formatHex(name);
        }));
    }
}
