package sigillo.filter;

import sigillo.account.AccountId;
import sigillo.base.Address;

/** To whom people here have written. Any thread; throws {@link sigillo.store.StoreException}. */
public interface Acquaintances {
    Acquaintances NONE = new Acquaintances() {
        @Override public boolean hasWrittenTo(AccountId account, Address author) { return false; }

        @Override public boolean knows(Address recipient, Address author) { return false; }
    };

    boolean hasWrittenTo(AccountId account, Address author);

    /** Whether somebody whom mail to this recipient reaches has written to him. */
    boolean knows(Address recipient, Address author);
}
