package sigillo.account;

import java.time.Instant;

/**
 * From where the numbers of a store go on that was brought back from a backup (decision 0019). {@code at}: when that
 * is, later than anything that was given out before, whatever was restored before. {@code uids}: more than any mailbox got
 * since the backup. {@code again}: numbers that were given out after the backup may have been given out by an earlier
 * restoration too, of which nothing is known: UIDVALIDITY is new then.
 */
public record Restoration(Instant at, long uids, boolean again) {
    /** More commits of an account, and ids in it, than there can be in a second. */
    private static final int A_SECOND_LOG = 20;
    /** If the clock says nothing: more than there are between two backups, at any speed that a store has. */
    private static final long SINCE_BACKUP = 1L << 32;

    /**
     * A revision, MODSEQ or id to go on from: by the clock alone, so that of two restorations the later one has the
     * greater, and a server that ran in between has not come so far. In 2106 that is 2 to the 52: JavaScript, and 63
     * bits (RFC 7162), have room for it.
     */
    public long after(long current) {
        long byClock = at.getEpochSecond() << A_SECOND_LOG;
        // not the greater of both: of two restorations soon after each other that would be the same
        return byClock > current ? byClock : current + SINCE_BACKUP;
    }
}
