package sigillo.events;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sigillo.account.MailboxId;
import sigillo.base.Address;
import sigillo.delivery.EventRules.Cause;
import sigillo.delivery.EventRules.Event;

class PieceTest {
    private static final Piece PIECE = new Piece(new Event("0a1b", Cause.FLAG, Address.of("anna@home.example"), new MailboxId(7), "Úč",
        List.of("\\Seen", "$Junk")), List.of(1L, 4_294_967_295L));

    @Test void comesBack() { assertEquals(Optional.of(PIECE), Piece.decode(PIECE.encode())); }

    /** What else is there is none, or another: it never throws. */
    @Test void isTotal() {
        var random = new Random(1);
        var record = PIECE.encode();
        for (int i = 0; i < 5_000; i++) {
            var changed = Arrays.copyOf(record, random.nextInt(record.length + 1));
            for (int n = random.nextInt(4); n-- > 0 && changed.length > 0; ) changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
            Piece.decode(changed);
        }
    }
}
