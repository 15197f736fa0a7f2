package sigillo.message;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import sigillo.base.Glance;
import sigillo.base.Octets;
import sigillo.bench.SampleMail;

/** What a message costs that comes in, and what looking at it costs. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class MessageFigures {

    /** A message, what is kept of it, and words that are nowhere in it. */
    @State(Scope.Benchmark)
    public static class Sample {
        @Param({"4096", "60000"}) int octets;
        final Needle needle = new Needle("xylofagus");
        Octets message;
        Message parsed;
        byte[] meta;
        byte[] text;

        @Setup public void make() throws IOException {
            message = Octets.of(SampleMail.of(1, octets, "figures@sender.example").getBytes(StandardCharsets.UTF_8));
            parsed = Message.parse(message);
            meta = MessageMeta.of(parsed).encode();
            text = SearchText.of(message, parsed.root()).encode();
        }
    }

    @Benchmark public Message parse(Sample sample) throws IOException { return Message.parse(sample.message); }

    @Benchmark public byte[] meta(Sample sample) throws IOException { return MessageMeta.of(sample.parsed).encode(); }

    @Benchmark public MessageMeta readMeta(Sample sample) { return MessageMeta.decode(sample.meta).orElseThrow(); }

    @Benchmark public byte[] searchText(Sample sample) throws IOException {
        return SearchText.of(sample.message, sample.parsed.root()).encode();
    }

    @Benchmark public boolean search(Sample sample) {
        return SearchText.decode(Glance.of(sample.text)).orElseThrow().has(sample.needle, SearchText.Where.TEXT);
    }
}
