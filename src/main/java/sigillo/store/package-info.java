/**
 * The seam to what keeps data. The unit of consistency is one {@link sigillo.store.Partition}: an account, the
 * directory, a shard of the queue. Nothing spans two partitions. Backends: {@code store.memory}, {@code store.rocksdb},
 * {@code store.cassandra}.
 */
package sigillo.store;
