package sigillo.dane;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Whether what a mail server shows is what its TLSA records say. The records must have come securely (DNSSEC); that is
 * the caller's to know. Pure: no clock, no network.
 */
public final class Dane {
    /** Certificates between the server's own and the anchor. */
    private static final int PATH_MAX = 8;

    private final List<TlsaRecord> records;
    private final List<X509Certificate> chain;
    private final List<String> names;
    private final Instant now;

    private Dane(List<TlsaRecord> records, List<X509Certificate> chain, List<String> names, Instant now) {
        this.records = records;
        this.chain = chain;
        this.names = names;
        this.now = now;
    }

    public sealed interface Verdict {
        record Matched(TlsaRecord by) implements Verdict {}

        /** RFC 7672 section 2.2: then TLS is still needed, but says nothing of who answers. */
        record Unusable() implements Verdict {}

        /** {@code why} is for people. */
        record Mismatch(String why) implements Verdict {}
    }

    /**
     * {@code chain}: as it was shown, the server's own certificate first. {@code names}: those that a certificate
     * under an anchor may have, lower case: RFC 7672 section 3.2.2. {@code now}: for an anchor only.
     */
    public static Verdict verify(List<TlsaRecord> records, List<X509Certificate> chain, List<String> names, Instant now) {
        var usable = usable(records);
        if (usable.isEmpty()) return new Verdict.Unusable();
        if (chain.isEmpty()) return new Verdict.Mismatch("the server shows no certificate");
        return new Dane(usable, chain, names, now).verify();
    }

    /** Those that count: RFC 7671 section 9, of several digests of one kind the strongest. */
    public static List<TlsaRecord> usable(List<TlsaRecord> records) {
        var usable = records.stream().filter(TlsaRecord::isUsable).distinct().toList();
        return usable.stream().filter(one -> one.matching() != TlsaRecord.SHA_256 || usable.stream().noneMatch(other ->
            other.matching() == TlsaRecord.SHA_512 && other.usage() == one.usage() && other.selector() == one.selector()))
            .toList();
    }

    private Verdict verify() {
        // RFC 7672 section 3.1.1: neither names nor dates nor signatures of a DANE-EE certificate count, DNS says it all
        for (var record : of(TlsaRecord.DANE_EE)) if (record.matches(chain.getFirst())) return new Verdict.Matched(record);
        var authorities = of(TlsaRecord.DANE_TA);
        if (authorities.isEmpty()) return new Verdict.Mismatch("its certificate is not the one that its TLSA records name");
        String why = "none of its certificates is the authority that its TLSA records name";
        for (var record : authorities) {
            var anchors = anchors(record);
            if (anchors.isEmpty()) continue;
            if (!isBuilt(anchors)) why = "its certificate is not validly signed by the authority that its TLSA records name";
            else if (HostNames.isFor(chain.getFirst(), names)) return new Verdict.Matched(record);
            else why = "its certificate is for none of " + String.join(", ", names);
        }
        return new Verdict.Mismatch(why);
    }

    private List<TlsaRecord> of(int usage) { return records.stream().filter(r -> r.usage() == usage).toList(); }

    /**
     * Which of what the server shows, or of what the record holds whole, the record makes an anchor: RFC 7672 section
     * 3.1.2. The server's own certificate is none: it is vouched for, it vouches for nobody.
     */
    private Set<TrustAnchor> anchors(TlsaRecord record) {
        var anchors = new HashSet<TrustAnchor>();
        Stream.concat(chain.stream().skip(1).filter(record::matches), record.certificate().stream())
            .forEach(authority -> anchors.add(new TrustAnchor(authority, null)));
        if (record.selector() == TlsaRecord.SPKI && record.matching() == TlsaRecord.FULL) {
            for (var signed : chain) key(record, signed).ifPresent(key ->
                anchors.add(new TrustAnchor(signed.getIssuerX500Principal(), key, null)));
        }
        return anchors;
    }

    /** A key of which DNS tells no name may be that of any issuer that the chain names. */
    private static Optional<PublicKey> key(TlsaRecord record, X509Certificate signed) {
        var spec = new X509EncodedKeySpec(record.data().toArray());
        var algorithm = signed.getSigAlgName().toUpperCase(Locale.ROOT);
        var kind = algorithm.contains("ECDSA") ? "EC" : algorithm.contains("RSA") ? "RSA" : "EdDSA";
        try {
            return Optional.of(KeyFactory.getInstance(kind).generatePublic(spec));
        } catch (GeneralSecurityException another) {
            return Optional.empty();
        }
    }

    /** RFC 5280 section 6: dates, constraints and signatures up to an anchor. */
    private boolean isBuilt(Set<TrustAnchor> anchors) {
        try {
            var target = new X509CertSelector();
            target.setCertificate(chain.getFirst());
            var parameters = new PKIXBuilderParameters(anchors, target);
            parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(chain)));
            parameters.setRevocationEnabled(false);
            parameters.setMaxPathLength(PATH_MAX);
            parameters.setDate(Date.from(now));
            CertPathBuilder.getInstance("PKIX").build(parameters);
            return true;
        } catch (CertPathBuilderException no) {
            return false;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Java builds no paths", impossible);
        }
    }
}
