package sigillo.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sigillo.base.Address;
import sigillo.smtp.Envelope;
import sigillo.smtp.ReversePath;
import sigillo.store.RowOut;

/** What an entry's recipients share, as it is kept. */
class EntryTest {
    private static final Address ANNA = Address.of("anna@home.example");

    @Test void comesBackAsItWas() {
        for (var tls : Envelope.Tls.values()) {
            var envelope = new Envelope(ReversePath.of(ANNA), List.of(), Optional.of(Envelope.Ret.HDRS), Optional.of("id"), Envelope.Body.BINARY, true,
                Optional.of(Instant.parse("2026-03-01T10:00:00Z")), tls);
            var entry = new Entry(envelope, Optional.of("anna"), true);
            assertEquals(entry, Entry.decode(entry.encode()));
        }
    }

    /** What an earlier release has put in is sent all the same. */
    @Test void thatOfBeforeIsRead() {
        var old = new RowOut(1);
        old.optional(Optional.of(ANNA), old::address).optional(Optional.<String>empty(), old::text).optional(Optional.<String>empty(), old::text)
            .text("EIGHT_BIT").flag(false).optional(Optional.<Long>empty(), old::number).optional(Optional.of("anna"), old::text).flag(false);
        assertEquals(new Entry(Envelope.of(ReversePath.of(ANNA), List.of()), Optional.of("anna"), false), Entry.decode(old.done()));
    }
}
