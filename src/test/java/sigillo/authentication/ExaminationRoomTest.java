package sigillo.authentication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import sigillo.base.Domain;
import sigillo.base.Octets;
import sigillo.dns.DnsAnswer;
import sigillo.message.HeaderSection;
import sigillo.message.MessageLimits;
import sigillo.smtp.Origin;

class ExaminationRoomTest {
    private static final long ORDINARY = AuthenticationLimits.ORDINARY_OCTETS_MAX;
    private static final long LARGE = ORDINARY + 1;

    private final AtomicLong now = new AtomicLong();
    private final ExaminationRoom room = new ExaminationRoom(AuthenticationLimits.EXAMINED_OCTETS_MAX, now::get);

    /** How many of an ordinary size it takes, of clients {@code prefix.0}, {@code prefix.1} and so on by turns. */
    private int filled(String prefix, int clients) {
        int count = 0;
        for (int refused = 0; refused < clients; ) {
            assertTrue(count < 100, "no end");
            boolean isTaken = room.take(InetAddress.ofLiteral(prefix + (count + refused) % clients), ORDINARY);
            if (isTaken) count++;
            else refused++;
        }
        return count;
    }

    @Test void nobodyFillsIt() {
        assertEquals(AuthenticationLimits.EXAMINED_OCTETS_MAX / AuthenticationLimits.CLIENT_SHARE / ORDINARY, filled("192.0.2.", 1));
        assertTrue(room.take(InetAddress.ofLiteral("192.0.2.7"), ORDINARY), "another of its network");
        assertTrue(room.take(InetAddress.ofLiteral("198.51.100.7"), ORDINARY), "another network");
        room.give(InetAddress.ofLiteral("192.0.2.0"), ORDINARY);
        assertTrue(room.take(InetAddress.ofLiteral("192.0.2.0"), ORDINARY), "what is given back");
    }

    @Test void noNetworkFillsIt() {
        assertEquals(AuthenticationLimits.EXAMINED_OCTETS_MAX / AuthenticationLimits.NETWORK_SHARE / ORDINARY, filled("192.0.2.", 200));
        assertTrue(room.take(InetAddress.ofLiteral("198.51.100.7"), ORDINARY));
    }

    /** One customer has a /48 of IPv6, and 65,536 of what counts as one client. */
    @Test void noNetworkOfIpv6FillsIt() {
        int count = 0;
        for (int i = 0; i < 100; i++) if (room.take(InetAddress.ofLiteral("2001:db8:1:" + Integer.toHexString(i) + "::1"), ORDINARY)) count++;
        assertEquals(AuthenticationLimits.EXAMINED_OCTETS_MAX / AuthenticationLimits.NETWORK_SHARE / ORDINARY, count);
        assertTrue(room.take(InetAddress.ofLiteral("2001:db8:2::1"), ORDINARY));
    }

    /** Those that wait for a slow program leave the examinations of others their room, while there is room to wait in. */
    @Test void whoWaitsForAProgramGivesItsPlaceUp() throws IOException {
        var authentication = new Authentication(Domain.of("mx.home.example"), Optional.of((_, _) -> new DnsAnswer.Nothing(false)), AuthenticationSettings.DEFAULT, InstantSource.system());
        var client = new Origin(Optional.of(InetAddress.ofLiteral("192.0.2.1")), "mail.sender.example", "ESMTP", Optional.empty(), Optional.empty());
        var message = Octets.of(("Subject: x\r\n".repeat(20) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        var held = new ArrayList<Authentication.Place>();
        for (var place = authentication.place(client, message); place.isPresent(); place = authentication.place(client, message)) held.add(place.get());
        int first = held.size();
        held.forEach(Authentication.Place::isChecked);
        for (var place = authentication.place(client, message); place.isPresent(); place = authentication.place(client, message)) {
            place.get().isChecked();
            place.get().isChecked();
            held.add(place.get());
            assertTrue(held.size() < 1_000, "no end");
        }
        assertTrue(held.size() > 2 * first, held.size() + " of " + first);
        held.forEach(Authentication.Place::close);
        held.clear();
        for (var place = authentication.place(client, message); place.isPresent(); place = authentication.place(client, message)) held.add(place.get());
        assertEquals(first, held.size(), "all is given back");
    }

    @Test void allOfItIsBounded() {
        int count = filled("192.0.2.", 50) + filled("198.51.100.", 50) + filled("203.0.113.", 50);
        assertEquals(AuthenticationLimits.EXAMINED_OCTETS_MAX / ORDINARY, count);
    }

    @Test void largeOnesTakeNothingFromThem() {
        var one = InetAddress.ofLiteral("192.0.2.1");
        var other = InetAddress.ofLiteral("198.51.100.1");
        assertTrue(room.take(one, LARGE));
        assertFalse(room.take(other, LARGE));
        assertTrue(room.take(one, 100_000));
        room.give(one, LARGE);
        assertTrue(room.take(other, LARGE));
    }

    /** There is one place for them: whoever had it lets the others go first. */
    @Test void largeOnesGoByTurns() {
        var one = InetAddress.ofLiteral("192.0.2.1");
        assertTrue(room.take(one, LARGE));
        room.give(one, LARGE);
        assertFalse(room.take(InetAddress.ofLiteral("192.0.2.2"), LARGE), "the same network");
        assertTrue(room.take(InetAddress.ofLiteral("198.51.100.1"), LARGE));
        room.give(InetAddress.ofLiteral("198.51.100.1"), LARGE);
        now.addAndGet(AuthenticationLimits.LARGE_OF_ONE_NETWORK_EVERY.toNanos());
        assertTrue(room.take(InetAddress.ofLiteral("198.51.100.1"), LARGE));
    }

    @Test void mailAsItComesIsOrdinaryAndWhatIsMadeToFillIsNot() throws IOException {
        assertTrue(weight("Received: from a.example by b.example; Sun, 1 Mar 2026 10:00:00 +0000\r\n".repeat(100)) < ORDINARY);
        assertTrue(weight("X: y\r\n".repeat(1_000)) > ORDINARY, "many fields");
        assertTrue(weight("X: " + "y".repeat(300_000) + "\r\n") > ORDINARY, "one long one");
    }

    private static long weight(String header) throws IOException {
        var message = Octets.of((header + "\r\nbody").getBytes(StandardCharsets.US_ASCII));
        var read = HeaderSection.read(message, MessageLimits.DEFAULT);
        var size = HeaderSection.measure(message, MessageLimits.DEFAULT);
        assertEquals(new HeaderSection.Size(read.fieldsEnd(), read.header().size()), size);
        return ExaminationRoom.weight(size);
    }
}
