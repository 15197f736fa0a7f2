package sigillo.admin;

import sigillo.account.AccountId;
import sigillo.base.Address;

/** A part of what the operator may do. Any thread may put a request to it. */
public interface Desk {
    /** Says which requests it answers. Called once, before the first of them. */
    void register(Requests requests);

    /** What it keeps of an account that is being removed goes. */
    default void forget(AccountId account) {}

    /** The account that had this address has been removed. */
    default void left(Address address) {}
}
