package sigillo.certificates;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The ways in which this server can prove a name. */
final class Provers {
    /** RFC 8555 section 8.4. */
    private static final String DNS_LABEL = "_acme-challenge.";

    private Provers() {}

    /** {@code dnsWait}: until all servers of a zone show what was changed. */
    static Map<ProofKind, Prover> of(CertificateRows rows, Optional<DnsPublisher> dns, Duration dnsWait, InstantSource clock) {
        var all = new EnumMap<ProofKind, Prover>(ProofKind.class);
        all.put(ProofKind.HTTP_01, new ByRows(ProofKind.HTTP_01, rows, clock));
        all.put(ProofKind.TLS_ALPN_01, new ByRows(ProofKind.TLS_ALPN_01, rows, clock));
        dns.ifPresent(publisher -> all.put(ProofKind.DNS_01, new ByDns(publisher, dnsWait)));
        return all;
    }

    private record ByRows(ProofKind kind, CertificateRows rows, InstantSource clock) implements Prover {
        @Override public void show(Proof proof) {
            var now = clock.instant();
            var value = switch (kind) {
                case HTTP_01, DNS_01 -> proof.authorization().getBytes(StandardCharsets.US_ASCII);
                case TLS_ALPN_01 -> {
                    var certificate = proof.certificate().apply(KeptKey.make(AcmeSettings.KeyKind.EC, now).keys());
                    yield new Held(certificate, Optional.empty(), now, Optional.empty(), now).encode();
                }
            };
            rows.prove(place(proof), value, now.plus(CertificateLimits.PROOF_KEPT));
        }

        @Override public void withdraw(Proof proof) { rows.withdraw(place(proof)); }

        private String place(Proof proof) { return kind.text() + "/" + (kind == ProofKind.HTTP_01 ? proof.token() : proof.name()); }
    }

    private record ByDns(DnsPublisher publisher, Duration settling) implements Prover {
        @Override public void show(Proof proof) throws IOException, InterruptedException {
            publisher.addText(DNS_LABEL + proof.name(), proof.digest());
            Thread.sleep(settling);
        }

        @Override public void withdraw(Proof proof) throws IOException { publisher.removeText(DNS_LABEL + proof.name(), proof.digest()); }
    }
}
