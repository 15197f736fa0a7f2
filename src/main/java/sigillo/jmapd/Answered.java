package sigillo.jmapd;

import sigillo.base.Octets;
import sigillo.jmap.Problem;

/** What becomes of a request. */
sealed interface Answered {
    /** {@code sent}: to be run when it was sent, or could not be; until then it counts among those of its account. */
    record Done(Octets octets, Runnable sent) implements Answered {}

    record Refused(Problem why) implements Answered {}
}
