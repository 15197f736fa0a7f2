package sigillo.smtp;

import sigillo.base.Address;

/** RFC 5321 section 4.1.1.3: whom RCPT names; the postmaster also without a domain. */
public sealed interface ForwardPath {
    record To(Address address) implements ForwardPath {
        @Override public String toString() { return "<" + address + ">"; }
    }

    /** RFC 5321 section 4.5.1. */
    record Postmaster() implements ForwardPath {
        @Override public String toString() { return "<Postmaster>"; }
    }
}
