package sigillo.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Who waits for long leaves places to those who do not. */
class FairPlacesTest {
    private long now;
    private final FairPlaces<String> places =
        new FairPlaces<>(new FairPlaces.Rules(5, 2, 2, Duration.ofSeconds(20), Duration.ofMinutes(10)), () -> now);

    private void pass(Duration time) { now += time.toNanos(); }

    @Test void eachHasSomeAndNobodyAll() {
        var first = places.enter("anna").orElseThrow();
        places.enter("anna").orElseThrow();
        assertTrue(places.enter("anna").isEmpty(), "two at a time");
        first.close();
        first.close();
        assertTrue(places.enter("anna").isPresent());
        assertTrue(places.enter("bob").isPresent());
        assertTrue(places.enter("bob").isEmpty(), "the last two are for who has none");
        assertTrue(places.enter("carla").isPresent());
        assertTrue(places.enter("dino").isPresent());
        assertTrue(places.enter("eva").isEmpty());
    }

    @Test void whoHasWaitedLongLeavesSomeToOthers() {
        var slow = new ArrayList<FairPlaces.Place>();
        for (var who : new String[] {"s1", "s2", "s3", "s4", "s5"}) {
            var one = places.enter(who).orElseThrow();
            pass(Duration.ofSeconds(25));
            one.close();
        }
        for (var who : new String[] {"s1", "s2", "s3", "s4", "s5"}) places.enter(who).ifPresent(slow::add);
        assertEquals(3, slow.size());
        assertTrue(places.enter("anna").isPresent());
        assertTrue(places.enter("bob").isPresent());
        slow.forEach(FairPlaces.Place::close);
        pass(Duration.ofMinutes(10));
        assertTrue(places.enter("s1").isPresent(), "it is forgotten");
    }

    /**
     * Whatever is asked: never more than there are, and who was quick so far comes in while the slow ones hold what
     * they may.
     */
    @TestFactory Stream<DynamicTest> theQuickAlwaysComeIn() {
        return Stream.of(1L, 2L, 3L).map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
            var random = new Random(seed);
            var held = new ArrayList<Map.Entry<String, FairPlaces.Place>>();
            for (int step = 0; step < 5_000; step++) {
                var who = "slow" + random.nextInt(6);
                if (random.nextInt(3) > 0) places.enter(who).ifPresent(place -> held.add(Map.entry(who, place)));
                else if (!held.isEmpty()) held.remove(random.nextInt(held.size())).getValue().close();
                pass(Duration.ofSeconds(random.nextInt(12)));
                if (step < 100) continue; // until they are known to be slow
                assertTrue(held.size() <= 5);
                var quick = places.enter("quick" + step);
                if (held.size() <= 3) assertTrue(quick.isPresent());
                quick.ifPresent(FairPlaces.Place::close);
            }
            held.forEach(one -> one.getValue().close());
            places.enter("anna").orElseThrow().close();
        }));
    }
}
