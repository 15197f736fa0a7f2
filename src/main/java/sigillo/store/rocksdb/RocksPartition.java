package sigillo.store.rocksdb;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import sigillo.base.Bytes;
import sigillo.store.Batch;
import sigillo.store.Head;
import sigillo.store.Loads;
import sigillo.store.Page;
import sigillo.store.Partition;
import sigillo.store.PartitionName;
import sigillo.store.Written;

/** The rows that begin with a partition's prefix. Holds nothing; reads see what is durable. */
final class RocksPartition implements Partition {
    private final Database database;
    private final Committer committer;
    private final PartitionName name;
    private final byte[] prefix;

    RocksPartition(Database database, Committer committer, PartitionName name) {
        this.database = database;
        this.committer = committer;
        this.name = name;
        this.prefix = Keys.rows(name);
    }

    @Override public PartitionName name() { return name; }

    @Override public Head head() { return Heads.read(database, name); }

    @Override public Optional<byte[]> get(Bytes key) {
        return Optional.ofNullable(database.get(Keys.row(prefix, key), what()));
    }

    @Override public void range(Bytes from, Bytes to, boolean reverse, Visitor visitor) {
        if (from.compareTo(to) >= 0) return;
        database.range(Keys.row(prefix, from), Keys.row(prefix, to), reverse, (row, value) ->
            visitor.visit(Bytes.wrap(Arrays.copyOfRange(row, prefix.length, row.length)), value), what());
    }

    @Override public void read(Bytes from, Bytes to, Page page) {
        page.clear();
        if (from.compareTo(to) < 0) database.read(Keys.row(prefix, from), Keys.row(prefix, to), prefix.length, page, what());
    }

    @Override public CompletableFuture<Written> submit(Batch batch) {
        return committer.submit(Commit.of(name, prefix, batch));
    }

    @Override public void raise(long revision) { committer.require(new Raise(name, revision)); }

    @Override public void load(Head head, List<Batch.Write.Put> rows) {
        var written = committer.require(Load.of(name, prefix, head, rows));
        if (written instanceof Written.Conflict) throw Loads.otherHead(name, head());
    }

    private String what() { return "a row of " + name; }
}
