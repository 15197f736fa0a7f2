package sigillo.authentication;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
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
import sigillo.arc.ArcOutcome;
import sigillo.arc.ArcSealer;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.base.Octets;
import sigillo.bench.SampleMail;
import sigillo.dkim.Algorithm;
import sigillo.dkim.Canonicalization;
import sigillo.dkim.DkimOutcome;
import sigillo.dkim.DkimSigner;
import sigillo.dmarc.DmarcResult;
import sigillo.dns.Zone;
import sigillo.message.HeaderSection;
import sigillo.message.MessageLimits;
import sigillo.net.Networks;
import sigillo.smtp.Origin;
import sigillo.spf.SpfResult;

/**
 * What all that is asked of a message costs beside waiting for DNS: SPF for MAIL FROM and HELO, two signatures of DKIM, a
 * chain of ARC of two hops, DMARC, reverse DNS, and the field that tells it. Budget: 1 ms.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class AuthenticationFigures {

    /**
     * A message of sender.example, signed with RSA-2048 and Ed25519 over a relaxed body, passed on by two lists that sealed it,
     * and DNS that answers at once.
     */
    @State(Scope.Benchmark)
    public static class Sample {
        @Param({"4096", "60000"}) int octets;
        final Origin origin = new Origin(Optional.of(InetAddress.ofLiteral("192.0.2.1")), "mail.sender.example", "ESMTP", Optional.empty(), Optional.empty());
        final Optional<Address> sender = Optional.of(Address.of("figures@sender.example"));
        Authentication authentication;
        Octets message;

        @Setup public void make() throws Exception {
            var rsa = pair("RSA", 2048);
            var edwards = pair("Ed25519", 255);
            var plain = SampleMail.of(1, octets, "figures@sender.example").getBytes(StandardCharsets.UTF_8);
            var field = new DkimSigner(Canonicalization.RELAXED, Canonicalization.RELAXED).sign(Octets.of(plain),
                List.of(new DkimSigner.SigningKey(Algorithm.RSA_SHA256, rsa.getPrivate(), "sender.example", "s"),
                    new DkimSigner.SigningKey(Algorithm.ED25519_SHA256, edwards.getPrivate(), "sender.example", "e")), Instant.EPOCH);
            message = sealed(sealed(join(field, plain), rsa, ArcSealer.Validation.NONE, "list.example"),
                rsa, ArcSealer.Validation.PASS, "other.example");
            var record = "v=DKIM1; p=" + Base64.getEncoder().encodeToString(rsa.getPublic().getEncoded());
            var zone = new Zone().txt("sender.example", "v=spf1 include:a.example include:b.example ip4:192.0.2.0/24 -all")
                .txt("a.example", "v=spf1 ip4:198.51.100.0/24 -all").txt("b.example", "v=spf1 a:c.example -all").host("c.example", "198.51.100.1")
                .txt("mail.sender.example", "v=spf1 a -all").txt("_dmarc.sender.example", "v=DMARC1; p=reject")
                .ptrOf("192.0.2.1", "mail.sender.example").host("mail.sender.example", "192.0.2.1").txt("s._domainkey.sender.example", record)
                .txt("e._domainkey.sender.example", "v=DKIM1; k=ed25519; p=" + last32(edwards.getPublic().getEncoded()))
                .txt("s._domainkey.list.example", record).txt("s._domainkey.other.example", record);
            authentication = new Authentication(Domain.of("mx.home.example"), Optional.of(zone.forgetful()),
                new AuthenticationSettings(true, Networks.LOOPBACK, List.of(), Duration.ofSeconds(20), Duration.ZERO), () -> Instant.EPOCH);
            var found = check(this);
            boolean isAll = found.dkim().subList(0, 2).stream().allMatch(DkimOutcome::isPass) // that of the sample itself has no key
                && found.arc().status() == ArcOutcome.Status.PASS && found.arc().links().size() == 2
                && found.dmarc().result() == DmarcResult.PASS && found.reverse().result().equals("pass")
                && found.mailFrom().orElseThrow().result() == SpfResult.PASS && found.helo().result() == SpfResult.PASS;
            if (!isAll) throw new IllegalStateException("not verified: " + Authentication.sentences(found));
        }

        private static KeyPair pair(String algorithm, int bits) throws GeneralSecurityException {
            var generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(bits);
            return generator.generateKeyPair();
        }

        private static Octets sealed(Octets message, KeyPair rsa, ArcSealer.Validation validation, String sealer) throws Exception {
            var key = new DkimSigner.SigningKey(Algorithm.RSA_SHA256, rsa.getPrivate(), sealer, "s");
            var set = ArcSealer.seal(message, validation, "mx." + sealer + ";\r\n\tdmarc=pass header.from=sender.example", key, Instant.EPOCH);
            return join(set.orElseThrow(), message.bytes(0, message.length(), 1 << 20));
        }

        private static Octets join(byte[] field, byte[] message) {
            var whole = Arrays.copyOf(field, field.length + message.length);
            System.arraycopy(message, 0, whole, field.length, message.length);
            return Octets.of(whole);
        }

        private static String last32(byte[] encoded) {
            return Base64.getEncoder().encodeToString(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
        }
    }

    private static Findings check(Sample sample) throws IOException {
        var section = HeaderSection.read(sample.message, MessageLimits.DEFAULT);
        var outcome = sample.authentication.check(sample.origin, sample.sender, sample.message, section);
        return ((Authentication.Outcome.Checked) outcome).findings().orElseThrow();
    }

    @Benchmark public byte[] all(Sample sample) throws IOException { return sample.authentication.field(check(sample)); }
}
