package sigillo.wrapping;

import java.util.List;
import java.util.Optional;
import sigillo.account.AccountId;

/**
 * The OpenPGP certificates that owners of accounts here have published, binary. Throws {@link
 * sigillo.store.StoreException} where that cannot be told.
 */
@FunctionalInterface
public interface OwnCertificates {
    /**
     * The one with this fingerprint (hexadecimal, as {@link sigillo.openpgp.Certificate#fingerprint}), also while its
     * owner publishes another already; else the one that is published. Empty: none.
     */
    Optional<byte[]> of(AccountId account, String fingerprint);

    /** Those that he has published before: what others encrypt to them he reads all the same. */
    default List<byte[]> former(AccountId account) { return List.of(); }
}
