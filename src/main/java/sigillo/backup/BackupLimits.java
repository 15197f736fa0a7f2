package sigillo.backup;

import java.time.Duration;
import java.time.Instant;

/** Bounds of backups, with the reasons. */
final class BackupLimits {
    private BackupLimits() {}

    /** A few of these are in memory at once ({@link Hands}), beside all else that a server does in a heap of 56 MiB. */
    static final int PIECE_OCTETS = 1 << 20;
    /** A piece as it lies at the target: padded by at most an eighth, sealed. */
    static final int STORED_PIECE_OCTETS_MAX = (1 << 20) + (1 << 18);
    /** Keys and configuration: some kilobytes; a large list of epochs is 100 KiB. */
    static final int BOX_OCTETS_MAX = 4 << 20;
    /**
     * Some 180,000 pieces in 11,000 files: a store of 180 GB. It is in memory three times while it is sealed or opened, 12 MiB of the
     * 37 MiB that the old part of a heap of 56 MiB has, in which a server has some 15 MiB.
     */
    static final int MANIFEST_OCTETS_MAX = 4 << 20;
    /** Padded by at most an eighth, and sealed. */
    static final int STORED_MANIFEST_OCTETS_MAX = (4 << 20) + (1 << 19) + (1 << 12);
    /** Of all backups of a target together, some 1 TB: 22 MiB outside of the heap while a backup is made. */
    static final int PIECES_MAX = 1_000_000;
    /** Things in the folder of pieces: what was being written when something stopped is there for a day. */
    static final int PIECES_LISTED_MAX = PIECES_MAX + 100_000;
    static final int MARK_OCTETS_MAX = 4 << 10;
    /** More than a manifest has room for. */
    static final int FILES_MAX = 100_000;
    /** Backups of a target: retention keeps some tens. */
    static final int BACKUPS_MAX = 10_000;
    /** A target that was not reached is tried again. */
    static final Duration RETRY_AFTER = Duration.ofMinutes(15);
    /** Whether something is due. */
    static final Duration LOOK_EVERY = Duration.ofSeconds(30);
    /** A backup under way may not hold up a stop: what was brought over is found by the next one. */
    static final Duration STOP_MAX = Duration.ofSeconds(2);
    /** A lock is a few octets, and is written within seconds by whoever still writes it. */
    static final Duration LOCK_WRITTEN_WITHIN = Duration.ofMinutes(1);
    /** Things that are wrong, in one answer. */
    static final int FINDINGS_MAX = 100;
    /** What a proof leaves free on the disk beside what it needs: mail comes in meanwhile. */
    static final long FREE_OCTETS_MIN = 256L << 20;
    /** Blobs whose octets a proof compares; the files that they lie in are compared whole. */
    static final int PROVEN_BLOBS_MAX = 500;
    /** What a target says of the last restoration is believed up to this: UIDVALIDITY has 32 bits, until 2106. */
    static final Instant RESTORED_AT_MAX = Instant.parse("2100-01-01T00:00:00Z");
}
