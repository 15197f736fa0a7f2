package sigillo.openpgp;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSignature;

/** What a signature is worth, but for its mathematics: when it was made, by whom, with what. */
record SignatureCheck(List<Certificate> senders, List<SecretKeys> recipients, Instant now) {

    /** The mathematics, which throw what BouncyCastle throws. */
    interface Mathematics { boolean hold() throws PGPException; }

    /** A key that may have signed, and whose it is. */
    record Candidate(Certificate certificate, PGPPublicKey key) {}

    /** Those with this key ID, whether or not they may sign: that depends on when. */
    List<Candidate> candidates(long keyId) {
        return senders.stream().flatMap(one -> one.keysOf(keyId).map(key -> new Candidate(one, key)))
            .limit(Limits.SAME_ID_MAX).toList();
    }

    Signed of(PGPSignature signature, Candidate by, Mathematics mathematics) {
        var made = signature.getCreationTime().toInstant();
        return new Signed(state(signature, made, by, mathematics), "%016X".formatted(by.key().getKeyID()),
            Optional.of(by.certificate()), Optional.of(made));
    }

    private Signed.State state(PGPSignature signature, Instant made, Candidate by, Mathematics mathematics) {
        if (!holds(mathematics)) return Signed.State.BAD;
        if (!KeyPolicy.isGoodHash(signature.getHashAlgorithm(), made)) return Signed.State.WEAK;
        if (!SelfSignature.isSound(signature)) return Signed.State.UNKNOWN_KIND;
        if (made.isAfter(now.plus(Limits.CLOCK_SKEW))) return Signed.State.NOT_YET;
        long seconds = signature.getHashedSubPackets().getSignatureExpirationTime();
        if (seconds != 0 && !now.isBefore(made.plusSeconds(seconds))) return Signed.State.EXPIRED;
        boolean isValid = by.certificate().verifyingKeys(by.key().getKeyID(), made).contains(by.key());
        if (!isValid) return Signed.State.KEY_NOT_VALID;
        return isForUs(signature) ? Signed.State.GOOD : Signed.State.NOT_FOR_US;
    }

    private static boolean holds(Mathematics mathematics) {
        try {
            return mathematics.hold();
        } catch (PGPException | RuntimeException _) {
            return false;
        }
    }

    /** RFC 9580 section 5.2.3.36: only when it was encrypted, and only when it says for whom. */
    private boolean isForUs(PGPSignature signature) {
        var named = signature.getHashedSubPackets().getIntendedRecipientFingerprints();
        if (named.length == 0 || recipients.isEmpty()) return true;
        for (var one : named) {
            var fingerprint = Certificate.hex(one.getFingerprint());
            if (recipients.stream().anyMatch(keys -> keys.certificate().fingerprint().equals(fingerprint))) return true;
        }
        return false;
    }
}
