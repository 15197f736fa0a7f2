package sigillo.srs;

import sigillo.base.Address;

/** What an address means that may be one that {@link Srs} made. */
public sealed interface Returned {

    /** It leads back to this one. */
    record To(Address original) implements Returned {}

    /** It looks like one, and was made by somebody else, changed, or is too old. */
    record Refused(String why) implements Returned {}

    /** It is an address like others. */
    record Other() implements Returned {}
}
