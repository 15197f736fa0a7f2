package sigillo.imapd;

import sigillo.account.UidList;

/**
 * The messages of a mailbox as one client counts them: number n has the n-th UID of an ascending list. Changed only between
 * commands, so that numbers keep their meaning, and several threads may
 * read it meanwhile. What it takes of memory: {@link UidList}.
 */
final class View {
    private final UidList uids;

    /** Takes the list. */
    View(UidList uids) { this.uids = uids; }

    int size() { return uids.size(); }

    boolean isEmpty() { return uids.size() == 0; }

    /** {@code number} counts from 1. */
    long uid(int number) { return uids.uid(number); }

    /** 0 when there are no messages. */
    long highestUid() { return uids.highest(); }

    /** 0 when no message has this UID. */
    int number(long uid) { return uids.number(uid); }

    /** The number of the first message whose UID is not below this one, one more than there are if none is. */
    int firstFrom(long uid) { return uids.firstFrom(uid); }

    /** {@code uid} is above all. */
    void add(long uid) { uids.add(uid); }

    /** {@code numbers} ascending, each once. */
    void remove(int[] numbers) { uids.remove(numbers); }
}
