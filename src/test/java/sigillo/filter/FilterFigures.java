package sigillo.filter;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
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
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.base.Octets;
import sigillo.bench.SampleMail;
import sigillo.message.HeaderSection;
import sigillo.message.MessageLimits;
import sigillo.sealing.Randomness;
import sigillo.sealing.Secret;
import sigillo.smtp.Envelope;
import sigillo.smtp.Origin;
import sigillo.smtp.Recipient;
import sigillo.smtp.ReversePath;
import sigillo.store.memory.MemoryStore;
import sigillo.trace.TraceId;

/** What looking at a message, judging it for one account and the fields that tell it cost. Budget: 2 ms. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class FilterFigures {
    @State(Scope.Benchmark)
    public static class Sample {
        @Param({"4096", "60000"}) int octets;
        final AccountId account = new AccountId("anna");
        Filter filter;
        Mail mail;

        @Setup public void make() throws IOException {
            var store = new MemoryStore();
            var key = "k".repeat(32).getBytes(StandardCharsets.US_ASCII);
            var wishes = new KeptWishes(store, Secret.take(key.clone()), Randomness.secure());
            for (int i = 0; i < 20; i++) {
                var who = new Who("shop" + i + ".example");
                wishes.change(Optional.of(account), wished -> wished.with(who, Word.BLOCK));
            }
            filter = new Filter(Domain.of("mx.home.example"), FilterSettings.DEFAULT, List.of(), Learnt.NOTHING, wishes, InstantSource.system())
                .remembering(new Reputation(store, Secret.take(key.clone()), InstantSource.system()), Acquaintances.NONE);
            var message = Octets.of(SampleMail.of(1, octets, "figures@sender.example").getBytes(StandardCharsets.UTF_8));
            var origin = new Origin(Optional.of(InetAddress.ofLiteral("192.0.2.1")), "mail.sender.example", "ESMTP", Optional.empty(), Optional.empty());
            var envelope = Envelope.of(ReversePath.of(Address.of("figures@sender.example")), List.of(Recipient.of(Address.of("anna@home.example"))));
            mail = new Mail(envelope, origin, message, HeaderSection.read(message, MessageLimits.DEFAULT), TraceId.fresh(), Instant.now());
        }
    }

    @Benchmark public String all(Sample sample) throws IOException {
        try (var looking = sample.filter.begin(sample.mail)) {
            var assessment = looking.assessment(Optional.empty()).orElseThrow();
            sample.filter.field(assessment);
            return sample.filter.judge(sample.account, assessment, sample.mail.envelope().from().sender(), true).fields(false);
        }
    }
}
