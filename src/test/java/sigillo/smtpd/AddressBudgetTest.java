package sigillo.smtpd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import sigillo.base.Domain;
import sigillo.net.Networks;
import sigillo.smtp.SmtpReply;
import sigillo.smtpd.AddressBudget.Kind;

class AddressBudgetTest {
    private static final InetAddress ONE = InetAddress.ofLiteral("2001:db8::1");
    private static final InetAddress NEIGHBOUR = InetAddress.ofLiteral("2001:db8::ffff");
    private static final InetAddress OTHER = InetAddress.ofLiteral("192.0.2.1");

    private static final SmtpReply OK = SmtpReply.of(250, "2.0.0", "Taken");
    private static final SmtpReply NO = SmtpReply.of(550, "5.7.1", "Spam");

    private final AtomicLong now = new AtomicLong(1);
    private final AddressBudget budget = new AddressBudget(Networks.LOOPBACK, now::get);

    @Test void isSpentByOneCustomerAndRefills() {
        for (int i = 0; i < Kind.ERROR.byHour; i++) assertTrue(budget.spend(i % 2 == 0 ? ONE : NEIGHBOUR, Kind.ERROR));
        assertFalse(budget.spend(ONE, Kind.ERROR));
        assertFalse(budget.spend(NEIGHBOUR, Kind.ERROR));
        assertTrue(budget.spend(OTHER, Kind.ERROR));
        assertTrue(budget.spend(ONE, Kind.COMMAND));
        now.addAndGet(3_600_000_000_000L / Kind.ERROR.byHour + 1_000_000);
        assertTrue(budget.spend(ONE, Kind.ERROR));
        assertFalse(budget.spend(ONE, Kind.ERROR));
        now.addAndGet(100 * 3_600_000_000_000L);
        for (int i = 0; i < Kind.ERROR.byHour; i++) assertTrue(budget.spend(ONE, Kind.ERROR));
        assertFalse(budget.spend(ONE, Kind.ERROR), "no more is saved than an hour's worth");
    }

    private int taken(CaughtRoom.Shelf... shelves) {
        int taken = 0;
        while (budget.caught().taking(List.of(shelves), () -> OK).isPresent()) taken++;
        return taken;
    }

    @Test void aCatchAllTakesSoMuchFromAllTogether() {
        var home = new CaughtRoom.Shelf(Domain.of("home.example"), false);
        for (int i = 0; i < 1_000; i++) assertTrue(budget.caught().hasRoom(home), "asking costs nothing");
        for (int i = 0; i < 1_000; i++) assertEquals(NO, budget.caught().taking(List.of(home), () -> NO).orElseThrow(), "nor does what is refused");
        assertEquals(200, taken(home));
        assertFalse(budget.caught().hasRoom(home));
        var other = new CaughtRoom.Shelf(Domain.of("other.example"), false);
        assertEquals(100, taken(other, other));
        assertEquals(200, taken(new CaughtRoom.Shelf(Domain.of("home.example"), true)), "who is named here has his own");
        now.addAndGet(3_600_000_000_000L / 2);
        assertEquals(0, taken(home, new CaughtRoom.Shelf(Domain.of("third.example"), false)) - 20, "forty an hour");
        assertThrows(IllegalStateException.class, () -> budget.caught().taking(List.of(other), () -> { throw new IllegalStateException("ours"); }));
        assertEquals(20, taken(other), "a fault of ours is given back");
        int asked = 0;
        while (budget.spend(ONE, Kind.CAUGHT)) asked++;
        assertEquals(30, asked, "of one address");
    }

    @Test void keepsABoundedNumberOfAddresses() throws Exception {
        while (budget.spend(OTHER, Kind.ERROR)) now.incrementAndGet();
        for (int i = 0; i < 3 * AddressBudget.ADDRESSES_MAX; i++) {
            var address = InetAddress.getByAddress(new byte[] {10, (byte) (i >> 16), (byte) (i >> 8), (byte) i});
            budget.spend(address, Kind.COMMAND);
            now.addAndGet(1_000_000);
            assertTrue(budget.addresses() <= AddressBudget.ADDRESSES_MAX);
        }
    }

    @Test void roomForEnvelopesIsBounded() {
        var room = budget.envelopes();
        int taken = 0;
        while (room.take(10_000)) taken += 10_000;
        assertTrue(taken > EnvelopeRoom.OCTETS_MAX - 10_000 && taken <= EnvelopeRoom.OCTETS_MAX);
        room.give(10_000);
        assertTrue(room.take(10_000));
    }

    @Test void doesNotCountFriends() { assertEquals(true, budget.isUnlimited(InetAddress.ofLiteral("127.0.0.9"))); }
}
