package sigillo.sealing;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import sigillo.base.Bytes;
import sigillo.base.Octets;

/** What sealing and opening cost: see docs/measurements.md. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SealingFigures {
    private static final RecordPlace PLACE = RecordPlace.ofMessage(7, Bytes.utf8("a/anna/1"));
    private static final int LARGE_OCTETS = 5 << 20;

    /** A message, in clear and sealed, and where its octets go. */
    @State(Scope.Benchmark)
    public static class Sample {
        @Param({"10240", "102400", "5242880"}) int octets;
        final Randomness randomness = Randomness.secure();
        final Secret key = Secret.random(randomness);
        final byte[] sink = new byte[16 << 10];
        Octets clear;
        Octets sealed;

        @Setup public void make() throws IOException {
            clear = Octets.of(randomness.octets(octets));
            var record = SealedRecord.seal(key, 1, PLACE, clear, randomness);
            sealed = Octets.of(record.bytes(0, record.length(), Integer.MAX_VALUE));
        }
    }

    @Benchmark public long seal(Sample sample) throws IOException {
        return read(SealedRecord.seal(sample.key, 1, PLACE, sample.clear, sample.randomness), sample.sink);
    }

    @Benchmark public long open(Sample sample) throws IOException {
        return read(SealedRecord.open(sample.key, PLACE, sample.sealed), sample.sink);
    }

    private static long read(Octets octets, byte[] sink) throws IOException {
        long at = 0;
        while (at < octets.length()) at += octets.read(at, sink, 0, sink.length);
        return at;
    }

    /** A long message, sealed, and the key of a segment, sealed for who receives. */
    @State(Scope.Benchmark)
    public static class Opening {
        final Randomness randomness = Randomness.secure();
        final Secret key = Secret.random(randomness);
        final Secret seed = Secret.random(randomness);
        final Purpose purpose = new Purpose(Purpose.Use.SEGMENT, 7, 1, 1);
        final byte[] publicKey = XWing.publicKey(seed);
        final byte[] sealedKey = SealedKey.seal(publicKey, purpose, key, randomness);
        final byte[] wrappedKey = WrappedKey.wrap(seed, purpose, key, randomness);
        final Octets large = Octets.of(SealedRecord.seal(key, 1, PLACE, new byte[LARGE_OCTETS], randomness));
    }

    @Benchmark public byte[] openAThousandOctetsAmid5Mib(Opening opening) throws IOException {
        var octets = new byte[1_000];
        SealedRecord.open(opening.key, PLACE, opening.large).readFully(LARGE_OCTETS / 2, octets);
        return octets;
    }

    @Benchmark public byte[] sealAKeyByXWing(Opening opening) {
        return SealedKey.seal(opening.publicKey, opening.purpose, opening.key, opening.randomness);
    }

    @Benchmark public Secret openAKeyByXWing(Opening opening) throws SealBroken {
        return SealedKey.open(opening.seed, opening.purpose, opening.sealedKey);
    }

    @Benchmark public Secret openAWrappedKey(Opening opening) throws SealBroken {
        return WrappedKey.unwrap(opening.seed, opening.purpose, opening.wrappedKey);
    }
}
