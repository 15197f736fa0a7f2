package sigillo.authentication;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.base.Octets;
import sigillo.bench.SampleMail;
import sigillo.dkim.Algorithm;
import sigillo.dkim.Canonicalization;
import sigillo.dkim.DkimSigner;
import sigillo.dns.Zone;
import sigillo.message.HeaderSection;
import sigillo.message.MessageLimits;
import sigillo.net.Networks;
import sigillo.smtp.Origin;

/** What all that is asked of a message costs beside waiting for DNS: SPF, two signatures, DMARC, reverse DNS. Budget: 1 ms. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class AuthenticationFigures {

    /** A message of sender.example, signed with RSA-2048 over a relaxed body, and DNS that answers at once. */
    @State(Scope.Benchmark)
    public static class Sample {
        @Param({"4096", "60000"}) int octets;
        final Origin origin = new Origin(Optional.of(InetAddress.ofLiteral("192.0.2.1")), "mail.sender.example", "ESMTP", Optional.empty(), Optional.empty());
        final Optional<Address> sender = Optional.of(Address.of("figures@sender.example"));
        Authentication authentication;
        Octets message;

        @Setup public void make() throws Exception {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            var pair = generator.generateKeyPair();
            var plain = SampleMail.of(1, octets, "figures@sender.example").getBytes(StandardCharsets.UTF_8);
            var field = new DkimSigner(Canonicalization.RELAXED, Canonicalization.RELAXED).sign(Octets.of(plain),
                List.of(new DkimSigner.SigningKey(Algorithm.RSA_SHA256, pair.getPrivate(), "sender.example", "s")), Instant.EPOCH);
            message = Octets.of((new String(field, StandardCharsets.UTF_8) + new String(plain, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8));
            var zone = new Zone().txt("sender.example", "v=spf1 include:a.example include:b.example ip4:192.0.2.0/24 -all")
                .txt("a.example", "v=spf1 ip4:198.51.100.0/24 -all").txt("b.example", "v=spf1 a:c.example -all").host("c.example", "198.51.100.1")
                .txt("_dmarc.sender.example", "v=DMARC1; p=reject").ptrOf("192.0.2.1", "mail.sender.example").host("mail.sender.example", "192.0.2.1")
                .txt("s._domainkey.sender.example", "v=DKIM1; p=" + Base64.getEncoder().encodeToString(pair.getPublic().getEncoded()));
            authentication = new Authentication(Domain.of("mx.home.example"), Optional.of(zone.forgetful()),
                new AuthenticationSettings(true, Networks.LOOPBACK, List.of(), Duration.ofSeconds(20), Duration.ZERO), () -> Instant.EPOCH);
            if (!check(this).dkim().getFirst().isPass()) throw new IllegalStateException("not verified");
        }
    }

    private static Findings check(Sample sample) throws IOException {
        var section = HeaderSection.read(sample.message, MessageLimits.DEFAULT);
        var outcome = sample.authentication.check(sample.origin, sample.sender, sample.message, section);
        return ((Authentication.Outcome.Checked) outcome).findings().orElseThrow();
    }

    @Benchmark public byte[] all(Sample sample) throws IOException { return sample.authentication.field(check(sample)); }
}
