package sigillo.store.rocksdb;

import java.util.ArrayList;
import java.util.List;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.Env;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksMemEnv;
import org.rocksdb.RocksObject;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteBufferManager;

/**
 * How RocksDB is set up: for bounded memory on a small machine. Owns the native options, which live as long as the
 * database.
 *
 * <p>The log is read with POINT_IN_TIME at a start: it is replayed up to the first record that is not whole. What was
 * acknowledged had been synced, and everything before it with it, so it lies before any torn tail; a tail is what a
 * crash cut off while nobody had been told yet. ABSOLUTE would refuse to start after such a crash, and
 * TOLERATE_CORRUPTED_TAIL after a power cut that lost a page of the unsynced blobs in the middle of the tail.
 */
final class Tuning implements AutoCloseable {
    /** Write buffers and blocks share one cache, so that this bounds both. */
    private static final long CACHE_OCTETS = 56L << 20;
    private static final long WRITE_BUFFERS_OCTETS = 32L << 20;
    private static final long WRITE_BUFFER_OCTETS = 16L << 20;
    /** More shards would leave each too small for a filter block. */
    private static final int CACHE_SHARD_BITS = 2;
    /** What a start may have to replay. */
    private static final long LOG_OCTETS = 64L << 20;
    /** A log file that is written over keeps its length, so a sync need not write the file system's journal too. */
    private static final int LOGS_KEPT = 4;
    private static final int OPEN_FILES = 256;
    /** One for flushes, one for compactions. */
    private static final int BACKGROUND_JOBS = 2;
    private static final long TABLE_OCTETS = 32L << 20;
    /** Smaller chunks stay in the tables: a blob file's read costs a seek of its own. */
    private static final long BLOB_OCTETS_MIN = 1024;
    private static final long SYNC_EVERY_OCTETS = 1L << 20;

    private final List<RocksObject> owned = new ArrayList<>();
    private final LRUCache cache = own(new LRUCache(CACHE_OCTETS, CACHE_SHARD_BITS));
    private final BloomFilter filter = own(new BloomFilter(10));
    private final WriteBufferManager buffers = own(new WriteBufferManager(WRITE_BUFFERS_OCTETS, cache));

    private final Env env;

    private Tuning(Env env) { this.env = env; }

    static Tuning onDisk() { return new Tuning(Env.getDefault()); }

    /** Files are memory, which is free again once this is closed. */
    static Tuning inMemory() {
        var memory = new RocksMemEnv(Env.getDefault());
        var tuning = new Tuning(memory);
        tuning.owned.addFirst(memory); // what else is closed before it may use it
        return tuning;
    }

    DBOptions database() {
        return own(new DBOptions())
            .setEnv(env)
            .setCreateIfMissing(true)
            .setCreateMissingColumnFamilies(true)
            .setWalRecoveryMode(WALRecoveryMode.PointInTimeRecovery)
            .setMaxTotalWalSize(LOG_OCTETS)
            .setRecycleLogFileNum(LOGS_KEPT)
            .setWriteBufferManager(buffers)
            .setMaxOpenFiles(OPEN_FILES)
            .setMaxBackgroundJobs(BACKGROUND_JOBS)
            .setBytesPerSync(SYNC_EVERY_OCTETS)
            .setWalBytesPerSync(SYNC_EVERY_OCTETS)
            .setAvoidUnnecessaryBlockingIO(true)
            .setSkipStatsUpdateOnDbOpen(true)
            .setStatsDumpPeriodSec(0)
            .setStatsPersistPeriodSec(0)
            .setInfoLogLevel(InfoLogLevel.WARN_LEVEL) // says nothing of keys and values
            .setMaxLogFileSize(1L << 20)
            .setKeepLogFileNum(2);
    }

    /** The upper levels are soon written again, so they are not worth compressing. */
    ColumnFamilyOptions rows() {
        var none = CompressionType.NO_COMPRESSION;
        var lz4 = CompressionType.LZ4_COMPRESSION;
        return family().setCompressionPerLevel(List.of(none, none, lz4, lz4, lz4, lz4, lz4));
    }

    /** Compaction moves the chunks' keys only; {@link Reclaim} moves the chunks themselves, when that is worth it. */
    ColumnFamilyOptions chunks() {
        return family()
            .setCompressionType(CompressionType.NO_COMPRESSION) // they are sealed
            .setEnableBlobFiles(true)
            .setMinBlobSize(BLOB_OCTETS_MIN);
    }

    private ColumnFamilyOptions family() {
        var tables = new BlockBasedTableConfig()
            .setBlockCache(cache)
            .setFilterPolicy(filter)
            .setBlockSize(8 * 1024)
            .setCacheIndexAndFilterBlocks(true)
            .setPinL0FilterAndIndexBlocksInCache(true);
        return own(new ColumnFamilyOptions())
            .setTableFormatConfig(tables)
            .setWriteBufferSize(WRITE_BUFFER_OCTETS)
            .setMaxWriteBufferNumber(3)
            .setTargetFileSizeBase(TABLE_OCTETS)
            .setLevel0FileNumCompactionTrigger(8)
            .setMaxBytesForLevelBase(4 * TABLE_OCTETS);
    }

    private <T extends RocksObject> T own(T object) {
        owned.add(object);
        return object;
    }

    @Override public void close() {
        for (var object : owned.reversed()) object.close();
    }
}
