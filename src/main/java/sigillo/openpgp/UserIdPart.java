package sigillo.openpgp;

import java.time.Instant;
import java.util.List;

/** A user ID with the signatures of the certificate's own key on it; verified. */
record UserIdPart(Packet packet, UserId userId, List<SelfSignature> certifications, List<SelfSignature> revocations) {

    /** A user ID may be taken back and given again; what is newer counts. */
    boolean isInForce(Instant at) {
        var newest = SelfSignature.newest(certifications, at);
        return newest.isPresent() && revocations.stream().noneMatch(one -> !one.isExpired(at)
            && !one.created().isBefore(newest.get().created())
            && (one.isHardRevocation() || !one.created().isAfter(at)));
    }
}
