package sigillo.main.cluster;

import java.util.HexFormat;
import java.util.Optional;
import sigillo.backup.Turn;
import sigillo.base.Bytes;
import sigillo.queue.Colleagues;
import sigillo.sealing.Randomness;
import sigillo.store.PartitionName;
import sigillo.store.RowIn;
import sigillo.store.RowOut;
import sigillo.store.Store;
import sigillo.store.Transactions;

/**
 * One server of a cluster makes its backups, under a name that all of them have. Who has no recovery key leaves it to
 * those who have one.
 */
public final class BackupTurn implements Turn {
    static final PartitionName PARTITION = new PartitionName("backups");
    private static final Bytes NAME = Bytes.utf8("name");
    private static final int VERSION = 1;
    private static final int NAME_OCTETS = 16;

    private final Transactions transactions;
    private final ClusterTurn turn;

    public BackupTurn(Store store, Colleagues colleagues, String host) {
        this.transactions = new Transactions(store.partition(PARTITION));
        this.turn = ClusterTurn.ofBackups(store, colleagues, host);
    }

    @Override public Optional<String> other() { return turn.other(); }

    @Override public Optional<String> name() {
        return Optional.of(transactions.write(tx -> {
            var there = tx.get(NAME).map(row -> new RowIn(row, VERSION).fixed(NAME_OCTETS));
            var name = there.orElseGet(() -> Randomness.secure().octets(NAME_OCTETS));
            if (there.isEmpty()) tx.put(NAME, new RowOut(VERSION).fixed(name).done());
            return HexFormat.of().formatHex(name);
        }));
    }
}
