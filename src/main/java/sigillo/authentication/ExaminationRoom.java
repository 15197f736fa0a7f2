package sigillo.authentication;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import sigillo.message.HeaderSection;
import sigillo.message.MessageLimits;

/**
 * What all messages that are examined at once may hold together: each keeps its header and what DNS said while it waits,
 * and strangers decide how long that is. A header of a size that nobody sends in good faith takes nothing from the
 * others. Any thread.
 */
final class ExaminationRoom {
    private final AtomicLong taken = new AtomicLong();
    private final AtomicInteger large = new AtomicInteger();

    /** Octets of heap, with what is remembered of DNS. */
    static long weight(HeaderSection section) {
        long header = Math.min(section.fieldsEnd(), MessageLimits.DEFAULT.headerOctetsMax());
        return AuthenticationLimits.EXAMINATION_OCTETS + header
            + (long) section.header().size() * AuthenticationLimits.FIELD_OCTETS;
    }

    /** False when there is no room now; what was taken must be given back. */
    boolean take(long octets) {
        if (octets > AuthenticationLimits.ORDINARY_OCTETS_MAX) {
            if (large.incrementAndGet() <= AuthenticationLimits.LARGE_AT_ONCE_MAX) return true;
            large.decrementAndGet();
            return false;
        }
        if (taken.addAndGet(octets) <= AuthenticationLimits.EXAMINED_OCTETS_MAX) return true;
        taken.addAndGet(-octets);
        return false;
    }

    void give(long octets) {
        if (octets > AuthenticationLimits.ORDINARY_OCTETS_MAX) large.decrementAndGet();
        else taken.addAndGet(-octets);
    }
}
