package sigillo.imapd;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class AheadRoomTest {
    @Test void isThereOnceManyWereTold() {
        var room = new AheadRoom(1, 100);
        room.told(99);
        assertFalse(room.take());
        room.told(1);
        assertTrue(room.take());
        assertFalse(room.take(), "one at a time");
        room.giveBack();
        assertTrue(room.take());
    }

    @Test void isThereOnceReadingWasPractised() {
        var room = new AheadRoom(1, 100);
        assertFalse(room.take());
        room.practised();
        assertTrue(room.take());
        assertFalse(room.take(), "no more than before");
    }
}
