package sigillo.certificates;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Optional;
import sigillo.net.Certificate;
import sigillo.store.RowIn;
import sigillo.store.RowOut;

/**
 * A certificate that is kept. {@code authority}: the directory of whom it was ordered; empty for one that was brought in.
 * {@code advice}: when it should be renewed, and until when that need not be asked again.
 */
record Held(Certificate certificate, Optional<String> authority, Instant since, Optional<Timing.Window> advice, Instant adviceUntil) {
    private static final int VERSION = 1;

    X509Certificate leaf() { return certificate.leaf(); }

    Held advised(Optional<Timing.Window> window, Instant until) { return new Held(certificate, authority, since, window, until); }

    boolean isSame(Held other) { return leaf().equals(other.leaf()); }

    byte[] encode() {
        var key = certificate.key().getEncoded();
        try {
            var out = new RowOut(VERSION).number(certificate.chain().size());
            for (var one : certificate.chain()) out.sized(one.getEncoded());
            out.text(certificate.key().getAlgorithm()).sized(key).flag(authority.isPresent()).text(authority.orElse("")).time(since);
            return out.optional(advice, window -> out.time(window.start()).time(window.end()).time(window.since())).time(adviceUntil).done();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("a certificate that was read cannot be written", impossible);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    static Held decode(byte[] row) {
        var in = new RowIn(row, VERSION);
        var chain = new ArrayList<X509Certificate>();
        try {
            var factory = CertificateFactory.getInstance("X.509");
            for (int left = in.count(); left > 0; left--) {
                chain.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(in.sized())));
            }
            if (chain.isEmpty()) throw RowIn.broken("a certificate without a chain");
            var key = KeyFactory.getInstance(in.text()).generatePrivate(new PKCS8EncodedKeySpec(in.sized()));
            boolean isOrdered = in.flag();
            var authority = in.text();
            var since = in.time();
            var advice = in.optional(() -> new Timing.Window(in.time(), in.time(), in.time()));
            return new Held(new Certificate(chain, key), isOrdered ? Optional.of(authority) : Optional.empty(), since, advice, in.time());
        } catch (GeneralSecurityException unreadable) {
            throw RowIn.broken("a certificate: " + unreadable.getMessage());
        }
    }
}
