package sigillo.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sigillo.base.AddressKey;
import sigillo.base.Alarms;
import sigillo.net.Room.Place;
import sigillo.net.Room.Share;

@Timeout(30)
class RoomTest {
    /** Ten places at the doors of programs, twenty at port 25, forty for who has signed in. */
    private static final long OCTETS = 32L * Room.IDLE_OCTETS * 40 * 4 / 3 / 16;

    private final Map<String, String> standing = new HashMap<>();
    private long nanos;
    private final Room room = room(name -> name);

    private Room room(UnaryOperator<AddressKey> naming) { return new Room(OCTETS + 32 * 4, alarms(), () -> nanos, naming); }

    private Alarms alarms() {
        return new Alarms() {
            @Override public void raise(String key, String sentence) { standing.put(key, sentence); }

            @Override public void clear(String key) { standing.remove(key); }
        };
    }

    private final List<String> cut = new ArrayList<>();
    private final List<Place> gone = new ArrayList<>();

    private Optional<Place> enter(Share share, String from) { return room.enter(share, new AddressKey(from), () -> cut.add(from)); }

    private List<Place> fill(Share share, String network) {
        var places = new ArrayList<Place>();
        for (int i = 0; ; i++) {
            var place = enter(share, network + i);
            if (place.isEmpty()) return places;
            places.add(place.get());
        }
    }

    @Test void noKindShutsOutAnother() {
        assertEquals(20, fill(Share.MAIL, "192.0.2.").size());
        assertEquals(10, fill(Share.PROGRAMS, "198.51.100.").size());
        assertEquals(7, fill(Share.BROWSERS, "203.0.113.").size());
        assertEquals(2, fill(Share.HANDED_OVER, "127.0.0.").size());
        assertEquals(List.of(), cut);
        room.figures().stream().filter(one -> one.share() == Share.OWNERS).forEach(one -> assertEquals(0, one.connections()));
    }

    @Test void ownersTakeNothingOfStrangers() {
        for (int i = 0; i < 40; i++) assertTrue(enter(Share.PROGRAMS, "192.0.2." + i).orElseThrow().signedIn());
        var one = enter(Share.PROGRAMS, "192.0.2.1").orElseThrow();
        assertFalse(one.signedIn());
        assertTrue(standing.get("connections/owners").contains("40"), standing + "");
        one.close();
        assertEquals(10, fill(Share.PROGRAMS, "198.51.100.").size());
        assertEquals(20, fill(Share.MAIL, "203.0.113.").size());
    }

    @Test void whoHasMoreThanOthersGivesAPlace() {
        for (int i = 0; i < 20; i++) enter(Share.MAIL, "192.0.2.1").orElseThrow();
        assertTrue(enter(Share.MAIL, "192.0.2.2").isPresent());
        assertEquals(List.of("192.0.2.1"), cut);
        assertTrue(enter(Share.MAIL, "192.0.2.1").isEmpty());
    }

    @Test void whoDoesNotSignInGivesHisPlaceAfterAWhile() {
        fill(Share.PROGRAMS, "192.0.2.");
        assertTrue(enter(Share.PROGRAMS, "198.51.100.1").isEmpty());
        nanos += Room.PATIENCE;
        var owner = enter(Share.PROGRAMS, "198.51.100.1").orElseThrow();
        assertEquals(List.of("192.0.2.0"), cut);
        assertTrue(owner.signedIn());
    }

    @Test void whoWaitsForHisMailAtPort25IsNotDisplacedForTime() {
        fill(Share.MAIL, "192.0.2.");
        nanos += 10 * Room.PATIENCE;
        assertTrue(enter(Share.MAIL, "198.51.100.1").isEmpty());
        assertEquals(List.of(), cut);
    }

    @Test void whereAnOwnerHasSignedInGoesBeforeStrangers() {
        var phone = enter(Share.PROGRAMS, "198.51.100.1").orElseThrow();
        assertTrue(phone.signedIn());
        phone.close();
        fill(Share.PROGRAMS, "192.0.2.");
        assertTrue(enter(Share.PROGRAMS, "198.51.100.1").isPresent());
        assertEquals(List.of("192.0.2.0"), cut);
        nanos += Room.PATIENCE;
        for (int i = 0; i < 20; i++) enter(Share.PROGRAMS, "203.0.113." + i);
        assertFalse(cut.contains("198.51.100.1"), cut + "");
    }

    @Test void aRestartDoesNotForgetWhereOwnersAre() {
        enter(Share.PROGRAMS, "198.51.100.1").orElseThrow().signedIn();
        assertEquals(List.of(new AddressKey("198.51.100.1")), room.signedInSince());
        assertEquals(List.of(), room.signedInSince());
        var next = room(name -> new AddressKey("hash of " + name));
        next.remember(List.of(new AddressKey("hash of 198.51.100.1")));
        for (int i = 0; i < 10; i++) next.enter(Share.PROGRAMS, new AddressKey("192.0.2." + i), () -> cut.add("a stranger")).orElseThrow();
        assertTrue(next.enter(Share.PROGRAMS, new AddressKey("198.51.100.2"), () -> { }).isEmpty());
        assertTrue(next.enter(Share.PROGRAMS, new AddressKey("198.51.100.1"), () -> { }).isPresent());
        assertEquals(List.of("a stranger"), cut);
        assertEquals(List.of(), next.signedInSince());
    }

    @Test void asManyAddressesAreKnownAsAreRemembered() {
        for (int i = 0; i <= Room.KNOWN_MAX; i++) {
            var place = enter(Share.PROGRAMS, "k" + i).orElseThrow();
            assertTrue(place.signedIn());
            place.close();
        }
        assertEquals(Room.KNOWN_MAX, room.signedInSince().size());
        fill(Share.PROGRAMS, "192.0.2.");
        assertTrue(enter(Share.PROGRAMS, "k0").isEmpty()); // the longest ago
        assertTrue(enter(Share.PROGRAMS, "k1").isPresent());
    }

    @Test void noFloodTakesThePlaceOfABrowserThatHasSignedIn() {
        var browser = room.enter(Share.BROWSERS, new AddressKey("198.51.100.1"), () -> cut.add("the browser")).orElseThrow();
        browser.recognised();
        browser.recognised();
        for (int i = 0; i < 200; i++) {
            nanos += Room.PATIENCE;
            var one = new AddressKey(i % 2 == 0 ? "198.51.100.1" : "192.0.2." + i);
            room.enter(Share.BROWSERS, one, () -> cut.add(one.text())).ifPresent(place -> gone.add(place));
            while (gone.size() > 6) gone.removeFirst().close();
        }
        assertFalse(cut.isEmpty());
        assertFalse(cut.contains("the browser"), cut + "");
        browser.close();
        gone.forEach(Place::close);
        assertEquals(0, room.figures().get(Share.BROWSERS.ordinal()).connections());
    }

    @Test void strangersAreStillLetInBesideBrowsersThatHaveSignedIn() {
        var all = fill(Share.BROWSERS, "198.51.100.");
        all.forEach(Place::recognised);
        nanos += Room.PATIENCE;
        assertTrue(enter(Share.BROWSERS, "192.0.2.1").isEmpty()); // all come from where owners are
        room.remember(List.of(new AddressKey("192.0.2.1")));
        assertTrue(enter(Share.BROWSERS, "192.0.2.1").isPresent());
        assertEquals(List.of("198.51.100.5"), cut); // five keep their places, of seven
    }

    @Test void thoseWhoAreDisplacedHoldTheirsUntilTheyAreGone() {
        var first = fill(Share.PROGRAMS, "192.0.2.");
        nanos += Room.PATIENCE;
        assertTrue(enter(Share.PROGRAMS, "198.51.100.1").isPresent());
        assertTrue(enter(Share.PROGRAMS, "198.51.100.2").isPresent());
        assertTrue(enter(Share.PROGRAMS, "198.51.100.3").isEmpty()); // two are on their way out, and still hold what they hold
        first.get(0).close();
        assertTrue(enter(Share.PROGRAMS, "198.51.100.3").isPresent());
    }

    @Test void anAlarmStandsUntilHalfIsFree() {
        var all = fill(Share.MAIL, "192.0.2.");
        assertTrue(standing.containsKey("connections/mail"), standing + "");
        all.subList(0, 9).forEach(Place::close);
        assertTrue(standing.containsKey("connections/mail"));
        all.get(9).close();
        assertEquals(Map.of(), standing);
    }

    @Test void whatIsLentIsBoundedAndComesBack() throws Exception {
        int most = (int) room.figures().get(Share.MAIL.ordinal()).lentMax();
        var one = enter(Share.MAIL, "192.0.2.1").orElseThrow();
        var other = enter(Share.MAIL, "192.0.2.2").orElseThrow();
        one.take(most);
        assertFalse(other.takeIfFree(1));
        assertThrows(NoRoom.class, () -> other.take(1));
        assertTrue(enter(Share.PROGRAMS, "192.0.2.2").orElseThrow().takeIfFree(1 << 10));
        one.close();
        other.take(most);
        other.give(most);
        other.give(most); // no more than it had
        assertEquals(0, room.figures().get(Share.MAIL.ordinal()).lent());
    }

    /** Whose requests are put together for ever does not hold what others say theirs in. */
    @Test void oneAddressDoesNotHoldAllThatIsLent() throws Exception {
        int most = (int) room.figures().get(Share.BROWSERS.ordinal()).lentMax();
        var first = enter(Share.BROWSERS, "192.0.2.1").orElseThrow();
        var second = enter(Share.BROWSERS, "192.0.2.1").orElseThrow();
        first.take(most / 8);
        second.take(most / 8);
        assertFalse(second.takeIfFree(8));
        enter(Share.BROWSERS, "192.0.2.2").orElseThrow().take(most / 4);
        second.close();
        first.take(most / 8);
        first.give(most / 8);
        first.give(most / 8);
        first.recognised();
        first.take(most / 2); // an owner has signed in from there
        first.close();
        assertEquals(most / 4, room.figures().get(Share.BROWSERS.ordinal()).lent());
    }

    @Test void whoWaitsForHisOwnAddressGoesOnWhenItGivesBack() throws Exception {
        int quarter = (int) room.figures().get(Share.PROGRAMS.ordinal()).lentMax() / 4;
        var first = enter(Share.PROGRAMS, "192.0.2.1").orElseThrow();
        var second = enter(Share.PROGRAMS, "192.0.2.1").orElseThrow();
        first.take(quarter);
        var waiting = Thread.ofVirtual().start(() -> {
            try {
                second.take(quarter);
            } catch (NoRoom never) {
                second.close();
            }
        });
        first.close();
        waiting.join();
        assertEquals(quarter, room.figures().get(Share.PROGRAMS.ordinal()).lent());
        assertTrue(second.signedIn());
        second.take(3 * quarter); // among owners there is no such bound
        second.close();
        enter(Share.PROGRAMS, "192.0.2.1").orElseThrow().take(quarter);
    }

    @Test void aClosedPlaceIsCountedOnce() {
        var place = enter(Share.MAIL, "192.0.2.1").orElseThrow();
        place.close();
        place.close();
        assertEquals(0, room.figures().get(Share.MAIL.ordinal()).connections());
    }

    /** The default of limits.connections, and what the launcher gives for more: it is tried against this in LauncherTest. */
    @Test void theHeapOfTheDefaultHasRoomForFourHundred() {
        assertTrue(Room.places(Share.OWNERS, 54L << 20) >= 400, Room.places(Share.OWNERS, 54L << 20) + "");
        assertEquals(1, Room.places(Share.OWNERS, 20L << 20));
    }
}
