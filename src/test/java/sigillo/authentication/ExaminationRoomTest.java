package sigillo.authentication;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import sigillo.base.Octets;
import sigillo.message.HeaderSection;
import sigillo.message.MessageLimits;

class ExaminationRoomTest {
    private final ExaminationRoom room = new ExaminationRoom();

    @Test void ordinaryOnesShareIt() {
        int count = 0;
        for (; room.take(AuthenticationLimits.ORDINARY_OCTETS_MAX); count++) assertTrue(count < 100, "no end");
        assertTrue(count == AuthenticationLimits.EXAMINED_OCTETS_MAX / AuthenticationLimits.ORDINARY_OCTETS_MAX);
        room.give(AuthenticationLimits.ORDINARY_OCTETS_MAX);
        assertTrue(room.take(AuthenticationLimits.ORDINARY_OCTETS_MAX));
    }

    @Test void largeOnesTakeNothingFromThem() {
        long large = AuthenticationLimits.ORDINARY_OCTETS_MAX + 1;
        assertTrue(room.take(large));
        assertFalse(room.take(large));
        assertTrue(room.take(100_000));
        room.give(large);
        assertTrue(room.take(large));
    }

    @Test void mailAsItComesIsOrdinaryAndWhatIsMadeToFillIsNot() throws IOException {
        assertTrue(weight("Received: from a.example by b.example; Sun, 1 Mar 2026 10:00:00 +0000\r\n".repeat(100)) < AuthenticationLimits.ORDINARY_OCTETS_MAX);
        assertTrue(weight("X: y\r\n".repeat(1_000)) > AuthenticationLimits.ORDINARY_OCTETS_MAX, "many fields");
        assertTrue(weight("X: " + "y".repeat(300_000) + "\r\n") > AuthenticationLimits.ORDINARY_OCTETS_MAX, "one long one");
    }

    private static long weight(String header) throws IOException {
        var message = Octets.of((header + "\r\nbody").getBytes(StandardCharsets.US_ASCII));
        return ExaminationRoom.weight(HeaderSection.read(message, MessageLimits.DEFAULT));
    }
}
