package sigillo.queue;

/** Holding stops a recipient's clock: it is neither tried nor given up until it is released. */
final class Holding {
    private Holding() {}

    /** False when it was held already. */
    static boolean hold(QueueTx tx, RecipientKey key, RecipientRow row, long now) {
        if (row.held()) return false;
        long age = row.age().on(now, tx.uncounted(row.destination(), now));
        tx.change(key, row, row.heldAs(true, new Age(age, now, 0)));
        return true;
    }

    /** It goes on at once with the age it had. False when it was not held. */
    static boolean release(QueueTx tx, RecipientKey key, RecipientRow row, long now, Schedule schedule) {
        if (!row.held()) return false;
        long age = row.age().counted();
        // what is to leave later, and may be taken back until then, still is
        long due = Math.max(now, tx.releasedFrom(key.entry()).orElse(now));
        var released = row.heldAs(false, new Age(age, due, tx.uncounted(row.destination(), now)));
        tx.change(key, row, released.dueAt(due).eventAt(Deadlines.next(due, age, row.delayTold(), schedule)));
        return true;
    }
}
