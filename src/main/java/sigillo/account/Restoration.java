package sigillo.account;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * From where the numbers of a store go on that was brought back from a backup (decision 0019). {@code at}: when that
 * is, later than anything that was given out before, whatever was restored before; it may lie ahead of the clock.
 * {@code since}: how long after the backup that is, a second at least. {@code uids}: more than any mailbox got since the
 * backup. {@code again}: numbers that were given out after the backup may have been given out by an earlier restoration
 * too, of which nothing is known: UIDVALIDITY is new then.
 */
public record Restoration(Instant at, Duration since, long uids, boolean again) {
    /** More commits of an account, and ids in it, than there can be in a second. */
    private static final int A_SECOND_LOG = 20;
    /**
     * Between two restorations, whatever the clock says: each mailbox gets a UIDVALIDITY of its own, a second each, and as
     * many may be made before the next one.
     */
    static final Duration APART = Duration.ofSeconds(2L * AccountLimits.MAILBOXES_MAX);
    /** More than a mailbox gets between two backups that are made day by day, at any rate that people receive mail. */
    private static final long UIDS_MIN = 1L << 20;
    private static final long UIDS_A_SECOND = 50;

    /**
     * {@code made}: when the backup was, and {@code latest} when the newest beside it was. {@code before}: the {@link #at}
     * of the restoration before this one, as far as that is known. Of a clock that is behind the newest backup nobody
     * knows how far it is.
     */
    public static Restoration of(Instant now, Instant made, Instant latest, Optional<Instant> before, boolean again) {
        var at = Stream.of(now.isAfter(latest) ? now : latest.plus(APART), made.plusSeconds(1),
            before.map(one -> one.plus(APART)).orElse(now)).max(Instant::compareTo).get();
        var lived = Duration.between(made, now.isAfter(latest) ? now : latest);
        return new Restoration(at, Duration.between(made, at), UIDS_MIN + UIDS_A_SECOND * lived.toSeconds(), again);
    }

    public Restoration asAgain() { return new Restoration(at, since, uids, true); }

    /**
     * A revision, MODSEQ or id to go on from: by the clock, so that of two restorations the later one has the greater, and
     * a server that ran in between has not come so far. In 2106 that is 2 to the 52: JavaScript, and 63 bits (RFC 7162),
     * have room for it. What a clock that was wrong has put ahead goes on as far as the time has since the backup: then
     * too a later restoration has the greater.
     */
    public long after(long current) {
        long byClock = at.getEpochSecond() << A_SECOND_LOG;
        return byClock > current ? byClock : current + (since.toSeconds() << A_SECOND_LOG);
    }

    /** The same for UIDVALIDITY, by the second. */
    long uidValidityAfter(long next) {
        long byClock = at.getEpochSecond();
        return Math.min(byClock >= next ? byClock : next + since.toSeconds(), UidSet.UID_MAX);
    }
}
