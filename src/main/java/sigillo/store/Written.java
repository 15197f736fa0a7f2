package sigillo.store;

/** What became of a batch. A conflict is an ordinary answer: read again and retry. */
public sealed interface Written {

    /** Durable; the partition is now at {@code revision}. */
    record Applied(long revision) implements Written {}

    /** Another writer was first: the partition is at {@code revision}. Nothing was written. */
    record Conflict(long revision) implements Written {}

    /**
     * Nobody can say yet (a time-out between nodes); it may still get in. Settled by {@link Head}: read the head and
     * compare commit ids, and take its revision when it is not there; never by a blind retry.
     */
    record Unknown() implements Written {}

    /**
     * Nothing is written until someone helps: {@code why} is for people. {@code mayBeKept}: this batch had been begun,
     * so that a restart may show it to be there after all.
     */
    record Refused(Cause cause, String why, boolean mayBeKept) implements Written {
        /** Nothing was written of it. */
        public Refused(Cause cause, String why) { this(cause, why, false); }

        /** The same for the batch with which it began. */
        public Refused begun() { return new Refused(cause, why, true); }
    }

    /**
     * {@code FULL}: no space left (SMTP 452, IMAP NO). {@code FAILED}: a write or sync failed; no writes until a
     * restart; of a cluster, until a majority answers.
     */
    enum Cause { FULL, FAILED }
}
