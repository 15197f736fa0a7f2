package sigillo.certificates;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Of whom certificates are ordered, and how. {@code contact}: a mail address for the authority; {@code profile}: the kind of
 * certificate, as the authority calls it; {@code proofs}: the ways in which names are proven, the first first; {@code trust}:
 * in PEM, who signs the authority's own HTTPS, empty for those whom Java trusts; {@code dnsWait}: so long a changed record
 * takes until all servers of its zone have it; {@code patience}: for one answer of the authority, from the connection to its last octet.
 */
public record AcmeSettings(
        URI directory, Optional<String> contact, Optional<String> profile, KeyKind key, List<ProofKind> proofs, Optional<String> trust,
        Optional<External> external, Duration dnsWait, Duration patience) {
    public static final Duration PATIENCE = Duration.ofMinutes(1);

    public AcmeSettings {
        proofs = List.copyOf(proofs);
    }

    AcmeSettings(URI directory, Optional<String> contact, Optional<String> profile, KeyKind key, List<ProofKind> proofs, Optional<String> trust,
            Optional<External> external, Duration dnsWait) {
        this(directory, contact, profile, key, proofs, trust, external, dnsWait, PATIENCE);
    }

    /** Of the certificate's own key. */
    public enum KeyKind { EC, RSA }

    /** An account that was made at the authority's pages: RFC 8555 section 7.3.4. {@code secret}: in base64url, as it was given. */
    public record External(String id, String secret) {
        @Override public String toString() { return "External[" + id + "]"; }
    }
}
