package sigillo.certificates;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import sigillo.net.Certificate;
import sigillo.net.NameProofs;
import sigillo.store.StoreException;

/**
 * What is shown to authorities that look whether a name is ours: at port 80 by the token, in handshakes by the name. It
 * comes out of the store, since any server of a cluster may be the one that is asked, and at any time. Any thread.
 */
public final class Proofs implements NameProofs {
    private final CertificateRows rows;
    private final Semaphore looking = new Semaphore(CertificateLimits.PROOF_LOOKS);

    Proofs(CertificateRows rows) { this.rows = rows; }

    /** RFC 8555 section 8.3: the key authorization. {@code token}: of base64url. */
    public Optional<String> atToken(String token) {
        return found(ProofKind.HTTP_01.text() + "/" + token).map(octets -> new String(octets, StandardCharsets.US_ASCII));
    }

    @Override public Optional<Certificate> of(String host) {
        return found(ProofKind.TLS_ALPN_01.text() + "/" + host.toLowerCase(Locale.ROOT)).map(row -> Held.decode(row).certificate());
    }

    /** Of those who ask all at once some are told that there is none. */
    private Optional<byte[]> found(String place) {
        if (!looking.tryAcquire()) return Optional.empty();
        try {
            return rows.proof(place);
        } catch (StoreException unread) {
            return Optional.empty();
        } finally {
            looking.release();
        }
    }
}
