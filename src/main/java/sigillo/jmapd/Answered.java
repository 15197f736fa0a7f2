package sigillo.jmapd;

import sigillo.jmap.Problem;

/** What becomes of a request. */
sealed interface Answered {
    /** {@code sent}: to be run when it was sent, or could not be; until then it takes room among all answers. */
    record Done(byte[] octets, Runnable sent) implements Answered {}

    record Refused(Problem why) implements Answered {}
}
