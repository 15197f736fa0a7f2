package sigillo.delivery;

import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.base.Octets;
import sigillo.smtp.ReversePath;

/** Is told of mail that was kept in an account. Any thread; never throws, and must be quick: its sender waits. */
@FunctionalInterface
public interface Landed {
    Landed NOBODY = (_, _, _, _, _) -> { };

    /** {@code recipient}: the address to which it came; {@code isSuspect}: nobody vouches for who wrote it. */
    void in(AccountId account, Address recipient, ReversePath from, boolean isSuspect, Octets message);
}
