package sigillo;

import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/**
 * Octets bent at random for ten minutes of wall time, or {@code -Dfuzz.seconds}: those of which something comes out that did not
 * before are bent further, so that it finds its way into what lies deep. A failure shows the octets and the seed.
 */
public final class Fuzz {
    private static final Duration TIME = Duration.ofSeconds(Long.getLong("fuzz.seconds", 600));
    private static final long SEED = Long.getLong("fuzz.seed", System.nanoTime());
    /** Longer ones tell no more, and cost more. */
    private static final int OCTETS_MAX = 4_000;
    private static final int POOL_MAX = 20_000;
    /** Of one input, by the processor's clock: what takes longer never ends, or grows by the square of what came. */
    private static final long NANOS_MAX = 5_000_000_000L;

    /** Tells roughly what came out: equal texts for what is of one kind. Throws when something is wrong. */
    public interface Trial { String on(byte[] octets, Random random); }

    private Fuzz() {}

    /** {@code seeds}: to begin with; {@code pieces}: what is put in. How many inputs were tried. */
    public static long run(String name, List<byte[]> seeds, List<byte[]> pieces, Trial trial) {
        var random = new Random(SEED);
        var clock = ManagementFactory.getThreadMXBean();
        var pool = new ArrayList<>(seeds);
        var seen = new HashSet<String>();
        long tried = 0;
        for (long until = System.nanoTime() + TIME.toNanos(); System.nanoTime() < until; tried++) {
            var octets = tried < seeds.size() ? seeds.get((int) tried) : bent(random, pool, pieces);
            long before = clock.getCurrentThreadCpuTime();
            try {
                boolean isNew = seen.size() < POOL_MAX && seen.add(trial.on(octets, random));
                if (isNew) pool.add(octets);
            } catch (Throwable thrown) {
                throw new AssertionError(name + ", seed " + SEED + ", after " + tried + ": " + show(octets), thrown);
            }
            long nanos = clock.getCurrentThreadCpuTime() - before;
            if (nanos > NANOS_MAX) throw new AssertionError(name + ", seed " + SEED + ": " + nanos + " ns for " + show(octets));
        }
        System.out.println("fuzzed " + name + ": " + tried + " inputs, " + seen.size() + " kinds of outcome, seed " + SEED);
        return tried;
    }

    private static String show(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1) + "\n" + HexFormat.of().formatHex(octets);
    }

    public static byte[] octets(String text) { return text.getBytes(StandardCharsets.ISO_8859_1); }

    private static byte[] bent(Random random, List<byte[]> pool, List<byte[]> pieces) {
        var octets = any(random, pool);
        for (int n = 1 + random.nextInt(5); n > 0; n--) octets = bentOnce(random, octets, pool, pieces);
        return octets.length > OCTETS_MAX ? Arrays.copyOf(octets, OCTETS_MAX) : octets;
    }

    private static byte[] bentOnce(Random random, byte[] octets, List<byte[]> pool, List<byte[]> pieces) {
        int at = random.nextInt(octets.length + 1);
        int to = Math.min(octets.length, at + random.nextInt(random.nextBoolean() ? 4 : 40));
        return switch (random.nextInt(8)) {
            case 0 -> joined(octets, at, any(random, pieces), at);
            case 1 -> joined(octets, at, any(random, pieces), to);
            case 2 -> joined(octets, at, new byte[0], to);
            case 3 -> joined(octets, at, new byte[] {(byte) random.nextInt()}, Math.min(octets.length, at + 1));
            case 4 -> joined(octets, to, Arrays.copyOfRange(octets, at, to), to);
            case 5 -> Arrays.copyOf(octets, at);
            case 6 -> joined(octets, at, octets(Long.toString(random.nextLong() >>> random.nextInt(64))), to);
            default -> {
                var other = any(random, pool);
                int from = random.nextInt(other.length + 1);
                yield joined(octets, at, Arrays.copyOfRange(other, from, Math.min(other.length, from + random.nextInt(200))), to);
            }
        };
    }

    private static byte[] any(Random random, List<byte[]> all) { return all.get(random.nextInt(all.size())); }

    /** {@code [0, at)}, then the middle, then {@code [from, end)}. */
    private static byte[] joined(byte[] octets, int at, byte[] middle, int from) {
        var all = new ByteArrayOutputStream();
        all.write(octets, 0, at);
        all.writeBytes(middle);
        all.write(octets, from, octets.length - from);
        return all.toByteArray();
    }
}
