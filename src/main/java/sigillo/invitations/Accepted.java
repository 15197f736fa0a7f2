package sigillo.invitations;

import sigillo.base.Address;
import sigillo.login.RecoveryCode;

/** What became of an invitation that somebody wanted to use. */
public sealed interface Accepted {
    /** The account is there. {@code code}: for its owner, once. */
    record Made(Address address, RecoveryCode code) implements Accepted {
        @Override public String toString() { return "the account " + address + " is made"; }
    }

    /** There is none, or none any more. */
    record Gone() implements Accepted {}

    /** No name that may be chosen: its form, or it is kept for whoever runs the domain. */
    record NameUnfit() implements Accepted {}

    /** Somebody's, or it was. */
    record NameTaken() implements Accepted {}

    /** The password is to be stretched anew: {@link Invitation#parameters} are others now. */
    record Again() implements Accepted {}

    /** Another is just making it, or was stopped: it is decided within {@link InvitationLimits#MAKING_MAX}. */
    record Busy() implements Accepted {}

    /** What was sent is no stretched password. */
    record Malformed() implements Accepted {}
}
