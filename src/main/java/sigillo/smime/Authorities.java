package sigillo.smime;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Who is trusted to say whose a certificate is: RFC 5280 section 6. Immutable. */
public final class Authorities {
    private final Set<TrustAnchor> anchors;

    private Authorities(Set<TrustAnchor> anchors) { this.anchors = anchors; }

    public static Authorities of(Collection<X509Certificate> roots) {
        return new Authorities(roots.stream().map(root -> new TrustAnchor(root, null))
            .collect(Collectors.toUnmodifiableSet()));
    }

    /** Those that the JDK trusts. Throws {@link IOException} when its store cannot be read. */
    public static Authorities ofJdk() throws IOException {
        try {
            var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            var roots = new ArrayList<X509Certificate>();
            for (var manager : factory.getTrustManagers()) {
                if (manager instanceof X509TrustManager trusting) roots.addAll(List.of(trusting.getAcceptedIssuers()));
            }
            return of(roots);
        } catch (GeneralSecurityException e) {
            throw new IOException("The JDK's certificates of authorities cannot be read", e);
        }
    }

    /**
     * Passes when the signer's certificate is certified by one of them, over what else came with it. No list of revoked
     * certificates is asked for: who holds it would learn who reads what.
     */
    void check(X509Certificate signer, List<X509Certificate> others, Instant at) throws SmimeBroken {
        if (!isValid(signer, at)) throw new SmimeBroken(SmimeFault.OUT_OF_TIME);
        if (anchors.isEmpty()) throw new SmimeBroken(SmimeFault.UNTRUSTED);
        try {
            var target = new X509CertSelector();
            target.setCertificate(signer);
            var asked = new PKIXBuilderParameters(anchors, target);
            asked.setDate(Date.from(at));
            asked.setRevocationEnabled(false);
            asked.setMaxPathLength(SmimeLimits.CHAIN_MAX);
            var all = new HashSet<X509Certificate>(others);
            all.add(signer);
            asked.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(all)));
            CertPathBuilder.getInstance("PKIX").build(asked);
        } catch (CertPathBuilderException e) {
            throw new SmimeBroken(fault(e));
        } catch (GeneralSecurityException e) {
            throw new SmimeBroken(SmimeFault.UNREADABLE);
        }
    }

    /** Told apart first: what builds chains says of what it passes over that there was none. */
    private static boolean isValid(X509Certificate certificate, Instant at) {
        return !at.isBefore(certificate.getNotBefore().toInstant())
            && !at.isAfter(certificate.getNotAfter().toInstant());
    }

    private static SmimeFault fault(CertPathBuilderException refused) {
        if (!(refused.getCause() instanceof CertPathValidatorException why)) return SmimeFault.UNTRUSTED;
        if (why.getReason() == BasicReason.EXPIRED
            || why.getReason() == BasicReason.NOT_YET_VALID) return SmimeFault.OUT_OF_TIME;
        return why.getReason() == BasicReason.ALGORITHM_CONSTRAINED ? SmimeFault.WEAK : SmimeFault.UNTRUSTED;
    }
}
