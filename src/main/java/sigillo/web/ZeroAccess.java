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
