package sigillo.faults;

/** Something that must never be. */
record Finding(Kind kind, String what) {
    enum Kind {
        /** What was acknowledged is not there. */
        LOST,
        /** A message is there more often, or elsewhere, than anybody asked for. */
        MISPLACED,
        /** Other octets than were sent. */
        CHANGED,
        /** A keyword that was acknowledged is missing, or one is there that nobody set. */
        FLAGS,
        /** A UID moved, came back, or is not below UIDNEXT. */
        UID,
        /** A number that is kept differs from a recount. */
        COUNTER,
        /** What was deleted cannot be had back, or is there at once in both places. */
        UNDELETE,
        /** Mail that was taken for others did not arrive there, or is held. */
        NOT_SENT,
        /** It arrived there more often than a cut connection explains. */
        SENT_AGAIN,
        /** A notification is missing, or came twice. */
        NOTICE
    }

    @Override public String toString() { return kind + ": " + what; }
}
