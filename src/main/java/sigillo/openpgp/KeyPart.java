package sigillo.openpgp;

import java.time.Instant;
import java.util.List;
import org.bouncycastle.bcpg.PublicKeyPacket;
import org.bouncycastle.openpgp.PGPPublicKey;

/**
 * A primary key or subkey of a certificate.
 *
 * @param packet its body
 * @param bindings of a primary key those on itself, of a subkey those that bind it; verified
 */
record KeyPart(PGPPublicKey key, Packet packet, List<SelfSignature> bindings, List<SelfSignature> revocations) {

    PublicKeyPacket material() { return key.getPublicKeyPacket(); }

    Instant created() { return key.getCreationTime().toInstant(); }

    boolean isExpired(long seconds, Instant at) { return seconds != 0 && !at.isBefore(created().plusSeconds(seconds)); }

    boolean isFromTheFuture(Instant at) { return created().isAfter(at.plus(Limits.CLOCK_SKEW)); }

    boolean isRevoked(Instant at) { return SelfSignature.isRevoked(revocations, at); }

    /** Of a subkey. */
    boolean encrypts(Instant at) {
        if (!KeyPolicy.canEncrypt(material()) || !isInForce(at)) return false;
        return SelfSignature.newest(bindings, at).filter(one -> one.keyFlags() < 0 || one.mayEncrypt()).isPresent();
    }

    /** Of a subkey: it must have signed that it wants to be one (RFC 9580 section 5.2.1.9). */
    boolean signs(Instant at) {
        if (!KeyPolicy.canVerify(material()) || !isInForce(at)) return false;
        return SelfSignature.newest(bindings, at)
            .filter(one -> one.keyFlags() >= 0 && one.maySign() && one.hasBackSignature()).isPresent();
    }

    private boolean isInForce(Instant at) {
        if (isFromTheFuture(at) || isRevoked(at)) return false;
        var binding = SelfSignature.newest(bindings, at);
        return binding.isPresent() && !isExpired(binding.get().keyExpirySeconds(), at);
    }
}
