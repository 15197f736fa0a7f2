package sigillo.sealing;

import java.io.IOException;
import java.util.Arrays;
import sigillo.base.Bytes;
import sigillo.base.Octets;
import sigillo.sealing.RecordHeader.Kind;

/** What sealing and opening cost, on one core. Prints medians of many rounds after a warm-up. */
public final class SealBench {
    private static final int ROUNDS = 9;
    private static final RecordPlace PLACE = new RecordPlace(Kind.MESSAGE, 7, Bytes.utf8("blob"));

    private interface Step {
        void run() throws IOException;
    }

    public static void main(String[] words) throws IOException {
        var randomness = Randomness.secure();
        var key = Secret.random(randomness);
        var sink = new byte[64 * 1024];
        for (int length : new int[] {2 << 10, 10 << 10, 100 << 10, 5 << 20}) {
            var clear = Octets.of(randomness.octets(length));
            var sealed = Octets.of(SealedRecord.seal(key, 1, PLACE, clear.bytes(0, length, length), randomness));
            report("seal " + length, 200_000_000 / (length + 20_000), () -> readAll(SealedRecord.seal(key, 1, PLACE, clear, randomness), sink));
            report("open " + length, 200_000_000 / (length + 20_000), () -> readAll(SealedRecord.open(key, PLACE, sealed), sink));
        }
        var large = Octets.of(SealedRecord.seal(key, 1, PLACE, new byte[5 << 20], randomness));
        report("open 1,000 octets in the middle of 5 MiB", 10_000, () -> SealedRecord.open(key, PLACE, large).readFully(3_000_000, new byte[1_000]));
        var seed = Secret.random(randomness);
        var publicKey = XWing.publicKey(seed);
        var purpose = new Purpose(Purpose.Use.SEGMENT, 7, 1, 1);
        var segment = SealedKey.seal(publicKey, purpose, key, randomness);
        report("seal a segment's key", 2_000, () -> SealedKey.seal(publicKey, purpose, key, randomness));
        report("open a segment's key", 2_000, () -> SealedKey.open(seed, purpose, segment));
    }

    private static void readAll(Octets octets, byte[] sink) throws IOException {
        for (long at = 0; at < octets.length(); ) at += octets.read(at, sink, 0, sink.length);
    }

    private static void report(String what, int times, Step step) throws IOException {
        var micros = new double[ROUNDS];
        for (int round = -2; round < ROUNDS; round++) {
            long start = System.nanoTime();
            for (int i = 0; i < times; i++) step.run();
            if (round >= 0) micros[round] = (System.nanoTime() - start) / 1e3 / times;
        }
        Arrays.sort(micros);
        System.out.printf("%-42s %8.1f us (%.1f to %.1f)%n", what, micros[ROUNDS / 2], micros[0], micros[ROUNDS - 1]);
    }

    private SealBench() {}
}
