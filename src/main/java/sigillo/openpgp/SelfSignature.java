package sigillo.openpgp;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.bcpg.SignatureSubpacketTags;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureSubpacketVector;

/**
 * A signature of a primary key on itself, on a user ID or on a subkey; its mathematics were verified. What it says is
 * read from its hashed area only (RFC 9580 section 13.13): anybody may write into the other.
 *
 * @param hasBackSignature of a subkey's binding: the subkey has signed that it belongs to the primary key
 */
record SelfSignature(PGPSignature signature, byte[] packet, Instant created, boolean hasBackSignature) {
    /**
     * Those whose meaning we know: one that is critical and not among them makes the signature void. RFC 9580 section
     * 5.2.3.7.
     */
    private static final Set<Integer> KNOWN = Set.of(SignatureSubpacketTags.CREATION_TIME,
        SignatureSubpacketTags.EXPIRE_TIME,
        SignatureSubpacketTags.EXPORTABLE, SignatureSubpacketTags.TRUST_SIG,
        SignatureSubpacketTags.REG_EXP, SignatureSubpacketTags.REVOCABLE,
        SignatureSubpacketTags.KEY_EXPIRE_TIME, SignatureSubpacketTags.PREFERRED_SYM_ALGS,
        SignatureSubpacketTags.REVOCATION_KEY, SignatureSubpacketTags.ISSUER_KEY_ID,
        SignatureSubpacketTags.PREFERRED_HASH_ALGS, SignatureSubpacketTags.PREFERRED_COMP_ALGS,
        SignatureSubpacketTags.KEY_SERVER_PREFS, SignatureSubpacketTags.PREFERRED_KEY_SERV,
        SignatureSubpacketTags.PRIMARY_USER_ID, SignatureSubpacketTags.POLICY_URL,
        SignatureSubpacketTags.KEY_FLAGS, SignatureSubpacketTags.SIGNER_USER_ID,
        SignatureSubpacketTags.REVOCATION_REASON, SignatureSubpacketTags.FEATURES,
        SignatureSubpacketTags.SIGNATURE_TARGET, SignatureSubpacketTags.EMBEDDED_SIGNATURE,
        SignatureSubpacketTags.ISSUER_FINGERPRINT, SignatureSubpacketTags.INTENDED_RECIPIENT_FINGERPRINT,
        SignatureSubpacketTags.PREFERRED_AEAD_ALGORITHMS);

    private static final int SUPERSEDED = 1;
    private static final int RETIRED = 3;
    private static final int NO_LONGER = 32;

    /** RFC 9580 section 5.2.3.7, and that the hash was good when it was made. */
    static boolean isSound(PGPSignature signature) {
        var hashed = signature.getHashedSubPackets();
        if (hashed == null || !hashed.hasSubpacket(SignatureSubpacketTags.CREATION_TIME)) return false;
        for (int tag : hashed.getCriticalTags()) {
            if (!KNOWN.contains(tag)) return false;
        }
        return KeyPolicy.isGoodHash(signature.getHashAlgorithm(), signature.getCreationTime().toInstant());
    }

    private PGPSignatureSubpacketVector hashed() { return signature.getHashedSubPackets(); }

    int type() { return signature.getSignatureType(); }

    /** Of the signature itself, not of the key. */
    boolean isExpired(Instant at) {
        long seconds = hashed().getSignatureExpirationTime();
        return seconds != 0 && !at.isBefore(created.plusSeconds(seconds));
    }

    /** -1: it does not say. RFC 9580 section 5.2.3.29. */
    int keyFlags() { return hashed().hasSubpacket(SignatureSubpacketTags.KEY_FLAGS) ? hashed().getKeyFlags() : -1; }

    boolean maySign() { return (keyFlags() & KeyFlags.SIGN_DATA) != 0; }

    boolean mayEncrypt() { return (keyFlags() & (KeyFlags.ENCRYPT_COMMS | KeyFlags.ENCRYPT_STORAGE)) != 0; }

    boolean saysExpiry() { return hashed().hasSubpacket(SignatureSubpacketTags.KEY_EXPIRE_TIME); }

    /** Seconds after the key was made; 0: never. RFC 9580 section 5.2.3.13. */
    long keyExpirySeconds() { return hashed().getKeyExpirationTime(); }

    boolean isPrimaryUserId() { return hashed().isPrimaryUserID(); }

    /** Whether what was made before is void too: RFC 9580 section 5.2.3.31. */
    boolean isHardRevocation() {
        var reason = hashed().getRevocationReason();
        if (reason == null) return true;
        int code = reason.getRevocationReason() & 0xFF;
        return code != SUPERSEDED && code != RETIRED && code != NO_LONGER;
    }

    /**
     * The one that counts at a time: the newest that was made by then, or else the first after it, since programs keep
     * only the newest of those that they renew.
     */
    static Optional<SelfSignature> newest(List<SelfSignature> all, Instant at) {
        var latest = at.plus(Limits.CLOCK_SKEW);
        var byTime = Comparator.comparing(SelfSignature::created);
        var good = all.stream().filter(one -> !one.isExpired(at)).toList();
        return good.stream().filter(one -> !one.created.isAfter(latest)).max(byTime)
            .or(() -> good.stream().min(byTime));
    }

    static boolean isRevoked(List<SelfSignature> revocations, Instant at) {
        return revocations.stream()
            .anyMatch(one -> !one.isExpired(at) && (one.isHardRevocation() || !one.created.isAfter(at)));
    }
}
