package sigillo.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sigillo.Fuzz;
import sigillo.base.Domain;
import sigillo.base.Octets;
import sigillo.message.HeaderSection;
import sigillo.message.MessageLimits;

/** Fields of filters: whatever stands there, none is ours after it was renamed, and what is read of ours is written the same again. */
@Tag("long")
class FuzzTest {
    private static final Domain HOSTNAME = Domain.of("mx.home.example");
    private static final List<byte[]> SEEDS = Stream.of(
        "X-Spam-Opinions: mx.home.example; virus=1 client=192.0.2.1;\r\n\tsubject-in-capitals=2.4 a=-1.0 ;\r\n\taligned bob@sender.example\r\nSubject: x\r\n\r\nHi.\r\n",
        "x-spam: 1\r\nX-Spam-Status : Yes\r\nX-Spam-Old-Flag: YES\r\nX-Spam-Opinions: other.example; virus=0;\r\n\t;\r\n\tnobody\r\n\r\n").map(Fuzz::octets).toList();
    private static final List<byte[]> PIECES = Stream.of("X-Spam-Opinions: mx.home.example; ", "virus=5", " client=", "2001:db8::1", ";", "\r\n\t", "\r\n", "=", "1e999", "NaN",
        "-Old", "x-spamd-", "claimed ", "a@b.example", "\0", "\u00e9").map(Fuzz::octets).toList();

    @Test void whatStrangersSay() { assertTrue(Fuzz.run("fields of filters", SEEDS, PIECES, FuzzTest::kind) > 0); }

    private static String kind(byte[] octets, Random random) {
        try {
            var message = Octets.of(octets);
            var clean = SpamFields.withoutForeign(message);
            assertTrue(read(clean).isEmpty() && clean.length() >= message.length());
            assertEquals(0, HeaderSection.read(SpamFields.withoutOurs(message), MessageLimits.DEFAULT).header().all(SpamFields.OURS).size());
            var found = read(message);
            if (found.isEmpty()) return "none " + (clean.length() - message.length());
            var again = read(Octets.of(SpamFields.encode(found.get(), HOSTNAME))).orElseThrow();
            assertTrue(Double.isFinite(again.score()) && again.reasons().size() <= Assessment.REASONS_MAX);
            assertEquals(found.get().author(), again.author());
            assertEquals(found.get().virus(), again.virus());
            return found.get().reasons().size() + " " + found.get().client().isPresent() + found.get().virus() + found.get().author().isAligned();
        } catch (IOException neverOfMemory) {
            throw new UncheckedIOException(neverOfMemory);
        }
    }

    private static java.util.Optional<Assessment> read(Octets message) throws IOException {
        return SpamFields.decode(HeaderSection.read(message, MessageLimits.DEFAULT).header(), HOSTNAME, () -> null);
    }
}
