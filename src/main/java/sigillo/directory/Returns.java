package sigillo.directory;

import java.util.Optional;
import sigillo.base.Address;

/**
 * Addresses of ours that lead back to the senders of mail that was sent on. Any thread; quick.
 */
@FunctionalInterface
public interface Returns {
    Returns NONE = _ -> Optional.empty();

    /** What it means; empty for an address like others. */
    Optional<Recipients.Resolved> of(Address address);
}
