package sigillo.imapd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import sigillo.imap.SortKey;

/** Sorting by keys that are not kept gives what sorting by keys in memory gives, and stays in the order of numbers else. */
class SortingTest {
    private static final List<String> WORDS = List.of("", "a", "b", "aaaaaaaa", "aaaaaaaab", "aaaaaaaaaaaaaaaac", "aaaaaaaaaaaaaaaad",
        "long and the same until the end of it, one", "long and the same until the end of it, two", "\u00e9t\u00e9", "zzzzzzzz\u00ff");

    @TestFactory Stream<DynamicTest> sorts() {
        return Stream.of(1L, 2L, 3L, 4L, 5L).map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
            var random = new Random(seed);
            for (int round = 0; round < 200; round++) check(random);
        }));
    }

    private static void check(Random random) throws Exception {
        int count = random.nextInt(40);
        var subjects = new ArrayList<byte[]>();
        var sizes = new long[count];
        for (int i = 0; i < count; i++) {
            subjects.add(WORDS.get(random.nextInt(WORDS.size())).getBytes(StandardCharsets.UTF_8));
            sizes[i] = random.nextInt(4);
        }
        var keys = new ArrayList<SortKey>();
        for (int n = 1 + random.nextInt(2); n-- > 0; ) {
            keys.add(new SortKey(random.nextBoolean() ? SortKey.Field.SUBJECT : SortKey.Field.SIZE, random.nextBoolean()));
        }
        Comparator<Integer> wanted = (_, _) -> 0;
        for (var key : keys) {
            Comparator<Integer> by = key.field() == SortKey.Field.SIZE ? Comparator.comparingLong(i -> sizes[i])
                : (one, other) -> Arrays.compareUnsigned(subjects.get(one), subjects.get(other));
            wanted = wanted.thenComparing(key.reverse() ? by.reversed() : by);
        }
        var want = IntStream.range(0, count).boxed().sorted(wanted).mapToInt(i -> i).toArray();
        assertArrayEquals(want, new Sorting(count, (field, offset, places, out) -> read(field, offset, places, out, subjects, sizes)).by(keys));
    }

    private static void read(SortKey.Field field, int offset, BitSet places, Sorting.Chunk out, List<byte[]> subjects, long[] sizes) {
        places.stream().forEach(place -> {
            if (field == SortKey.Field.SIZE) {
                out.at(place, sizes[place], 0);
                return;
            }
            var key = subjects.get(place);
            long chunk = 0;
            for (int i = offset; i < offset + 8; i++) chunk = chunk << 8 | (i < key.length ? key[i] & 0xFF : 0);
            var rest = key.length <= offset + 8 ? new byte[0] : Arrays.copyOfRange(key, offset + 8, key.length);
            out.at(place, chunk, rest.length == 0 ? 0 : Arrays.hashCode(rest));
        });
    }
}
