/**
 * The embedded store: RocksDB with a single committer (decisions/0002). Only {@code main} names this package.
 *
 * <p>What always holds: one thread writes to RocksDB, the {@link sigillo.store.rocksdb.Committer}; every batch of rows
 * that was answered Applied has been synced; every value is followed by a checksum that each read verifies; nothing
 * native is used after the store is closed. Readers call RocksDB on their own threads, which holds the carrier of a
 * virtual one, so each call is short.
 */
package sigillo.store.rocksdb;
