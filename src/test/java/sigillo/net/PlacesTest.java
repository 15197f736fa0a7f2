package sigillo.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import sigillo.base.AddressKey;
import sigillo.net.Places.Seat;

/** Against one that looks at all places, as the rule is written. */
@Timeout(30)
class PlacesTest {
    private static final long PATIENCE = 20;

    /** The rule in a list. */
    private static final class Listed {
        final List<Seat> movable = new ArrayList<>();
        final List<Seat> settled = new ArrayList<>();
        final Set<AddressKey> known = new HashSet<>();

        long of(AddressKey key) { return Stream.concat(movable.stream(), settled.stream()).filter(seat -> seat.key().equals(key)).count(); }

        Optional<Seat> displacedBy(Seat newcomer, boolean isKnown) {
            var strangers = movable.stream().filter(seat -> !known.contains(seat.key())).toList();
            if (isKnown && !strangers.isEmpty()) return most(strangers);
            var among = isKnown ? movable.stream().filter(seat -> known.contains(seat.key())).toList() : strangers;
            var most = most(among);
            if (most.filter(seat -> of(seat.key()) > of(newcomer.key()) + 1).isPresent()) return most;
            var own = among.stream().filter(seat -> seat.key().equals(newcomer.key())).findFirst();
            return Stream.of(most, own, among.stream().findFirst()).flatMap(Optional::stream)
                .filter(seat -> newcomer.since() - seat.since() >= PATIENCE).findFirst();
        }

        private Optional<Seat> most(List<Seat> seats) {
            return seats.stream().min(Comparator.comparing((Seat seat) -> -of(seat.key())).thenComparing(Seat::number));
        }
    }

    @TestFactory Stream<DynamicTest> areAsTheRuleSays() {
        return Stream.of(1L, 2L, 3L, 4L).map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> play(new Random(seed))));
    }

    private static void play(Random random) {
        var places = new Places();
        var listed = new Listed();
        for (int now = 0; now < 4_000; now++) {
            var key = new AddressKey("" + random.nextInt(12));
            boolean isKnown = listed.known.contains(key);
            var newcomer = new Seat(now, key, now, () -> { });
            switch (random.nextInt(10)) {
                case 0 -> {
                    if (!listed.known.remove(key)) listed.known.add(key);
                    places.know(key, !isKnown);
                }
                case 1 -> {
                    if (!listed.movable.isEmpty()) {
                        var seat = listed.movable.remove(random.nextInt(listed.movable.size()));
                        listed.settled.add(seat);
                        places.settle(seat);
                    }
                }
                case 2, 3 -> {
                    var from = random.nextBoolean() ? listed.movable : listed.settled;
                    if (!from.isEmpty()) assertEquals(true, places.remove(from.remove(random.nextInt(from.size())), from == listed.settled));
                }
                case 4, 5, 6 -> {
                    var found = listed.displacedBy(newcomer, isKnown);
                    assertEquals(found, places.displacedBy(newcomer, isKnown, PATIENCE), "after " + now);
                    found.ifPresent(seat -> {
                        listed.movable.remove(seat);
                        places.remove(seat, false);
                        assertEquals(false, places.remove(seat, false));
                    });
                }
                default -> {
                    listed.movable.add(newcomer);
                    places.add(newcomer, isKnown);
                }
            }
            assertEquals(listed.movable.size() + listed.settled.size(), places.count());
            assertEquals(listed.settled.size(), places.settled());
            assertEquals(listed.of(key), places.of(key));
        }
    }

    /** Who looked at all of them would look 10,000,000,000 times. */
    @Tag("gate") @Test @Timeout(20) void aHundredThousandHoldNobodyUp() {
        int many = 100_000;
        var places = new Places();
        for (int i = 0; i < many; i++) places.add(seat(i), false);
        for (int i = 0; i < many; i++) {
            var newcomer = seat(many + i);
            var displaced = places.displacedBy(newcomer, false, PATIENCE).orElseThrow();
            assertEquals(i, displaced.number());
            places.remove(displaced, false);
            places.add(newcomer, false);
        }
        assertEquals(many, places.count());
    }

    private static Seat seat(int i) { return new Seat(i, new AddressKey("" + i), i, () -> { }); }
}
