package sigillo.web;

import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import sigillo.account.AccountId;
import sigillo.base.Bytes;
import sigillo.directory.Edited;
import sigillo.keyring.Level;
import sigillo.openpgp.Certificate;
import sigillo.openpgp.OpenPgpBroken;
import sigillo.sealing.Slot;

/**
 * What an owner must have before he goes to level L2, so that he can read what is encrypted to him from then on: a
 * certificate that is published and good, its secret part in his vault, and a recovery code that he has shown to have.
 */
final class ZeroAccess {
    /** Browsers of one person that publish at the same moment. */
    private static final int FOLLOWING_MAX = 4;

    private final House house;

    ZeroAccess(House house) { this.house = house; }

    /** Empty when it is done; else why not. His session is open, and his password was asked for. */
    Optional<Text> enter(Visit visit) {
        var account = visit.mine().user().account();
        if (house.keyring().level(account) == Level.L0) return Optional.of(Text.LEVEL_1_FIRST);
        if (!hasCode(account)) return Optional.of(Text.KIT_FIRST);
        if (house.endToEnd().vault().slots().shown(account).slots().isEmpty()) return Optional.of(Text.VAULT_FIRST);
        var fingerprint = fingerprint(account, house.clock().instant());
        if (fingerprint.isEmpty()) return Optional.of(Text.CERTIFICATE_FIRST);
        var done = house.credentials().zeroAccess(visit.mine().user().address(), fingerprint.get(), visit.mine()
            .unlocked());
        return done instanceof Edited.Refused<?> ? Optional.of(Text.NOT_DONE) : Optional.empty();
    }

    /**
     * At level L2: what comes is encrypted to what the account publishes. Both are in two places: until this is done it
     * is encrypted to the certificate of before, which is kept for that. False where it is not done, so that it is to
     * be asked for again. His session is open, and he was asked who he is.
     */
    boolean follow(Visit visit) {
        var user = visit.mine().user();
        for (int attempt = 0; attempt < FOLLOWING_MAX; attempt++) {
            var named = house.keyring().wrapsTo(user.account());
            if (named.isEmpty()) return true;
            var published = fingerprint(user.account(), house.clock().instant());
            if (published.equals(named)) return true;
            // and looked at once more: another browser may have published one meanwhile
            boolean isNamed = published.isPresent()
                && house.credentials().wrapTo(user.address(), published.get(), visit.mine().unlocked())
                    instanceof Edited.Done<?>;
            if (!isNamed) return false;
        }
        return false;
    }

    /** Confirmed, since it is the only help. */
    private boolean hasCode(AccountId account) {
        return house.keyring().slots(account).containsValue(Slot.Kind.RECOVERY) && !house.kits().isToConfirm(account);
    }

    private Optional<Bytes> fingerprint(AccountId account, Instant now) {
        var octets = house.endToEnd().published().octets(account);
        if (octets.isEmpty()) return Optional.empty();
        try {
            var certificate = Certificate.read(octets.get());
            return certificate.encrypts(now)
                ? Optional.of(Bytes.wrap(HexFormat.of().parseHex(certificate.fingerprint()))) : Optional.empty();
        } catch (OpenPgpBroken broken) {
            return Optional.empty();
        }
    }
}
