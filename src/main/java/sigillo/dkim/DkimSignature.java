package sigillo.dkim;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A signature field that keeps to the grammar: RFC 6376 section 3.5. {@code domain} and {@code selector} as A-labels in
 * lower case. {@code field} is the whole field.
 */
public record DkimSignature(Algorithm algorithm, byte[] signature, byte[] bodyHash, Canonicalization header,
                            BodyHashes.Wanted body, String domain, String selector, String identity,
                            List<String> names, Optional<Instant> signedAt, Optional<Instant> expires, byte[] field) {
    public DkimSignature {
        names = List.copyOf(names);
    }

    /** Where its key is: RFC 6376 section 3.6.2.1. */
    public String keyName() { return selector + "._domainkey." + domain; }

    String identityDomain() { return identity.substring(identity.lastIndexOf('@') + 1); }
}
