/**
 * The store over a cluster of Apache Cassandra 5 (decisions/0014). Only {@code main} names this package, and where the
 * store is another none of its classes, nor the driver's, is loaded.
 *
 * <p>What always holds: rows of a partition change by conditional batches only, whose condition is the revision in the
 * partition's static head, so their timestamps are those of Paxos, whatever the clocks say; what is written beside
 * them (blobs, long values) is under a fresh id, written once and deleted at most once. Every read and write is at
 * QUORUM, every condition at SERIAL: a majority of all copies, in whichever data centre.
 */
package sigillo.store.cassandra;
