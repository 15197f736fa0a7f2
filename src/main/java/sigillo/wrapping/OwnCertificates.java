package sigillo.wrapping;

import java.util.Optional;
import sigillo.account.AccountId;

/** The OpenPGP certificates that owners of accounts here have published. */
@FunctionalInterface
public interface OwnCertificates {
    /** Binary; empty: none. Throws {@link sigillo.store.StoreException} where that cannot be told. */
    Optional<byte[]> of(AccountId account);
}
