package sigillo.smtp;

import java.util.Optional;
import java.util.Set;
import sigillo.base.Address;

/**
 * One recipient of an envelope. {@code notifyOn} empty means that none was said: failures and delays are told (RFC 3461
 * section 4.1). {@code originalRecipient} is ORCPT decoded from xtext, as {@code rfc822;anna@home.example}.
 */
public record Recipient(Address address, Set<Notify> notifyOn, Optional<String> originalRecipient) {
    public Recipient {
        notifyOn = Set.copyOf(notifyOn);
    }

    public static Recipient of(Address address) { return new Recipient(address, Set.of(), Optional.empty()); }

    /** The same wishes for another address: what an alias does. RFC 3461 section 5.2.7. */
    public Recipient at(Address other) { return new Recipient(other, notifyOn, originalRecipient); }

    /** RFC 3461 section 4.1. NEVER stands alone. */
    public enum Notify { NEVER, SUCCESS, FAILURE, DELAY }
}
