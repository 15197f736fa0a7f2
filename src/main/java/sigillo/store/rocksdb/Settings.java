package sigillo.store.rocksdb;

/**
 * What the operator can set. {@code freeOctetsMin}: with less free space than this on the file system, writes are
 * refused as FULL while reads go on, so that what RocksDB has taken can always be written out. What makes room is
 * written down to the half of it.
 */
public record Settings(long freeOctetsMin) {
    /** The write buffers, a compaction's output and the log of a while. */
    private static final long FREE_OCTETS = 64L << 20;

    public Settings {
        if (freeOctetsMin < 0) throw new IllegalArgumentException("less than nothing cannot be free: " + freeOctetsMin);
    }

    /** 64 MiB, or an eighth of a file system that is smaller than 512 MiB. */
    public static Settings standard(long fileSystemOctets) {
        return new Settings(Math.min(FREE_OCTETS, fileSystemOctets / 8));
    }
}
