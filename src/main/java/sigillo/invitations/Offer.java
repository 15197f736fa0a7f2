package sigillo.invitations;

import sigillo.base.Address;
import sigillo.base.Domain;

/** What somebody is invited to. */
public sealed interface Offer {
    /** This address and no other. */
    record Named(Address address) implements Offer {
        @Override public Domain domain() { return address.domain(); }

        @Override public String toString() { return address.toString(); }
    }

    /** An address of the domain, whose name he chooses. */
    record AnyOf(Domain domain) implements Offer {
        @Override public String toString() { return domain.toString(); }
    }

    Domain domain();
}
