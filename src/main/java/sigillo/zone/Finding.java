package sigillo.zone;

import java.util.List;

/** What became of a record that there should be. {@code seen}: what stands there instead, or beside it, as far as it matters;
 * where nobody could say, why: in English, then in Italian. */
public record Finding(Wanted wanted, Fault fault, List<String> seen) {
    /** Each has one next step. */
    public enum Fault {
        NONE,
        /** It is not there. */
        MISSING,
        /** Something else is there. */
        OTHER,
        /** There are several, of which none counts. */
        SEVERAL,
        /** Only the beginning of it is there: forms of DNS providers cut long texts. */
        CUT,
        /** It is there with quotes, blanks or backslashes that some form put into it. */
        MANGLED,
        /** There is no MX, and mail goes to the address of the domain itself: RFC 5321 section 5.1. */
        IMPLICIT,
        /** Something else goes before it. */
        BEHIND_OTHERS,
        /** The servers of the zone say different things. */
        DIVIDED,
        /** Nobody could say. */
        UNKNOWN
    }

    public Finding { seen = List.copyOf(seen); }

    public boolean isRight() { return fault == Fault.NONE; }
}
