/** The embedded store: RocksDB with a single committer. Only {@code main} names this package. */
package sigillo.store.rocksdb;
