package sigillo.delivery;

import java.util.Optional;
import sigillo.account.AccountId;
import sigillo.base.Octets;

/**
 * Mail for an account at level L2 is encrypted to its owner before it is kept, after all that reads it: filters, its
 * owner's script, what is sent on and answered. Any thread; blocks.
 */
@FunctionalInterface
public interface Wrapping {
    /** No account is at level L2. */
    Wrapping NONE = (_, _) -> Optional.empty();

    /**
     * What is to be kept in the place of {@code message}, to be closed when it is; empty: the message as it is. Throws
     * {@link sigillo.store.StoreException} where it has to be encrypted and cannot be, with an alarm: then it is not
     * kept, and whoever brings it tries again.
     */
    Optional<Wrapped> of(AccountId account, Octets message);
}
