package sigillo.certificates;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An authority without a network: it gives what a test wants, by the test's clock. */
final class SilentAuthority implements Authority {
    private final InstantSource clock;
    private final KeyPair keys = KeptKey.make(AcmeSettings.KeyKind.EC, Instant.EPOCH).keys();
    final List<Wish> wishes = new ArrayList<>();
    Duration life = Duration.ofDays(90);
    Map<String, String> faults = Map.of();
    Optional<Ordered> instead = Optional.empty();
    Advice advice = new Advice(Optional.empty(), Instant.parse("2100-01-01T00:00:00Z"));
    boolean signsOthersKey;

    SilentAuthority(InstantSource clock) { this.clock = clock; }

    @Override public Ordered order(Wish wish) {
        wishes.add(wish);
        if (instead.isPresent()) return instead.get();
        var names = new ArrayList<>(wish.names());
        names.removeAll(faults.keySet());
        if (!wish.worth().test(java.util.Set.copyOf(names))) return new Ordered.Failed("not worth it", faults, Optional.empty());
        var key = signsOthersKey ? keys.getPublic() : wish.key().getPublic();
        return new Ordered.Issued(List.of(issue(key, clock.instant(), clock.instant().plus(life), names)), new TreeMap<>(faults), Map.of());
    }

    @Override public Advice advice(X509Certificate leaf) { return advice; }

    X509Certificate issue(PublicKey key, Instant from, Instant to, List<String> names) {
        try {
            var builder = new JcaX509v3CertificateBuilder(new X500Name("CN=silent"), new BigInteger(64, new SecureRandom()), Date.from(from), Date.from(to),
                new X500Name("CN=x"), key);
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names.stream().map(one -> new GeneralName(GeneralName.dNSName, one)).toArray(GeneralName[]::new)));
            return new JcaX509CertificateConverter().getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
