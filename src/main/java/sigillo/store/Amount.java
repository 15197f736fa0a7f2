package sigillo.store;

/** How much a store holds, or of how much something was done. {@code octets}: of keys, values and blobs. */
public record Amount(long partitions, long rows, long blobs, long octets) {}
