package sigillo.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static sigillo.store.Written.Cause.FAILED;
import static sigillo.store.Written.Cause.FULL;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import sigillo.queue.Outcome;
import sigillo.smtp.ReversePath;
import sigillo.spool.Spooled;
import sigillo.store.StoreException;
import sigillo.store.Written;
import sigillo.trace.Event;

/** Case B19: trouble of ours is "try again later", leaves nothing half-stored, and reading goes on. */
class StoreTroubleTest {
    private static final String HELLO = "Subject: hi\r\n\r\nhello\r\n";

    record Case(Written.Cause cause, boolean midway, String to, String reply) {}

    private static final List<Case> CASES = List.of(
        new Case(FULL, false, "anna", "452 4.3.1"), new Case(FULL, true, "anna", "452 4.3.1"),
        new Case(FAILED, false, "anna", "451 4.3.0"), new Case(FAILED, true, "anna", "451 4.3.0"),
        new Case(FULL, false, "anna bruno", "452 4.3.1"), new Case(FULL, false, "away", "452 4.3.1"),
        new Case(FAILED, false, "team", "451 4.3.0"));

    @TestFactory Stream<DynamicTest> nothingIsHalfStored() {
        return CASES.stream().map(c -> dynamicTest(c.toString(), () -> {
            var house = new House();
            house.toAll(HELLO, "anna");
            var before = house.account("anna").revision();
            if (!c.midway) house.store.refuse(c.cause);
            house.queue.refusal = Optional.of(new StoreException("no", null, c.cause == FULL));
            assertEquals(c.reply, House.code(house.delivery.toAll(incoming(c, house))));
            assertEquals(Event.Kind.REFUSED, house.story().getLast());

            assertEquals(1, house.inbox("anna").size(), "reading goes on");
            assertEquals(before, house.account("anna").revision());
            house.store.recover();
            house.queue.refusal = Optional.empty();
            assertTrue(house.account("anna").verify().isSound(), house.account("anna").verify().toString());
            assertEquals("250 2.0.0", House.code(house.toAll(HELLO, c.to.split(" "))));
        }));
    }

    @TestFactory Stream<DynamicTest> theQueueKeepsWhatCannotBeFiled() {
        return Stream.of(Written.Cause.values()).map(cause -> dynamicTest(cause.toString(), () -> {
            var house = new House();
            house.store.refuse(cause);
            var outcomes = house.carrier.carry(LocalCarrierTest.job("Q1", HELLO, "anna", "bruno"));
            assertEquals(2, outcomes.stream().filter(Outcome.OurFault.class::isInstance).count(), outcomes.toString());
            house.store.recover();
            assertEquals(List.of(), house.inbox("anna"));
            house.carrier.carry(LocalCarrierTest.job("Q1", HELLO, "anna", "bruno"));
            assertEquals(1, house.inbox("anna").size());
            assertEquals(1, house.inbox("bruno").size());
        }));
    }

    /** Midway: the store begins to refuse when the end of the message is read, behind the first octets of it. */
    private static Incoming incoming(Case c, House house) {
        var incoming = House.incoming(ReversePath.of(House.BOB), HELLO, c.to.split(" "));
        if (!c.midway) return incoming;
        var message = incoming.message();
        var breaking = new Spooled() {
            private int reads;

            @Override public long length() { return message.length(); }

            @Override public int read(long position, byte[] into, int offset, int count) throws IOException {
                if (++reads > 1) house.store.refuse(c.cause); // the first read looks at the header
                return message.read(position, into, offset, count);
            }

            @Override public void close() { message.close(); }
        };
        return new Incoming(incoming.envelope(), incoming.origin(), breaking, incoming.trace());
    }
}
