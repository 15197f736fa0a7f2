package sigillo.masked;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.base.Octets;
import sigillo.directory.Edited;
import sigillo.directory.Town;
import sigillo.sealing.Secret;
import sigillo.store.PartitionName;

/** What owners note of masked addresses, and when mail came to them. */
class MaskedTest {
    private static final AccountId ANNA = Town.id("anna@home.example");
    private final Town town = new Town().domain("home.example").account("anna@home.example").account("bob@home.example");
    private final Random random = new Random(7);
    private Instant now = Instant.parse("2026-11-29T10:20:00Z");
    private final Masked masked = open(new byte[Secret.OCTETS]);

    private Masked open(byte[] key) {
        return new Masked(town.directory, town.editor, town.store, Secret.take(key), random::nextBytes, () -> now);
    }

    private static Octets mail(String from) {
        return Octets.of(("From: " + from + "\r\nSubject: x\r\n\r\nHello.\r\n").getBytes(StandardCharsets.UTF_8));
    }

    private Address made(String note) { return Town.done(masked.make(ANNA, note)).address().address(); }

    private Masked.Known known(Address address) {
        return masked.of(ANNA).stream().filter(line -> line.address().address().equals(address)).findFirst().orElseThrow().known();
    }

    @Test void namesCanBeSaidAndAreNotTheSame() {
        var seen = new HashSet<String>();
        for (int i = 0; i < 2_000; i++) {
            var name = Names.fresh(random::nextBytes);
            assertTrue(name.matches("[a-z]{3,10}\\.[a-z]{3,10}\\.[1-9][0-9]{3}"), name);
            seen.add(name);
        }
        assertTrue(seen.size() > 1_990, "some 590 million: " + seen.size());
    }

    @Test void mailIsNotedOnceAnHourWithWhoWroteFirst() {
        var fox = made("  the shoe shop ");
        assertEquals(new Masked.Known("the shoe shop", Optional.empty(), Optional.empty()), known(fox));
        masked.came(fox, Optional.of(Address.of("bounce-17@shop.example")), false, mail("\"Shop\" <hello@shop.example>"));
        var first = Optional.of(new Masked.First("hello@shop.example", now));
        assertEquals(first, known(fox).first());
        long revision = revision();
        var before = now;
        now = now.plus(Duration.ofMinutes(59));
        masked.came(fox, Optional.empty(), false, mail("eve@other.example"));
        assertEquals(revision, revision(), "a write an hour");
        assertEquals(Optional.of(before), known(fox).last());
        now = now.plus(Duration.ofMinutes(2));
        masked.came(fox, Optional.empty(), false, mail("eve@other.example"));
        assertEquals(new Masked.Known("the shoe shop", first, Optional.of(now)), known(fox));
    }

    @Test void whoeverIsSuspectedWasNotTheFirst() {
        var fox = made("");
        masked.came(fox, Optional.empty(), true, mail("forged@bank.example"));
        assertEquals(Optional.empty(), known(fox).first());
        masked.came(fox, Optional.of(Address.of("x@shop.example")), false, mail("nothing that is an address"));
        assertEquals("x@shop.example", known(fox).first().orElseThrow().sender());
    }

    @Test void othersAreNotNoted() {
        masked.came(Address.of("anna@home.example"), Optional.empty(), false, mail("eve@other.example"));
        assertEquals(0, revision());
    }

    @Test void notesAreNobodyElses() {
        var fox = made("the shoe shop");
        assertInstanceRefused(masked.note(Optional.of(Town.id("bob@home.example")), fox, "mine"));
        assertInstanceRefused(masked.note(Optional.of(ANNA), fox, "two\nlines"));
        assertInstanceRefused(masked.make(ANNA, "x".repeat(MaskedLimits.NOTE_CHARACTERS_MAX + 1)));
        Town.done(masked.note(Optional.of(ANNA), fox, "shoes"));
        assertEquals("shoes", known(fox).note());
        var partition = town.store.partition(new PartitionName("masked"));
        partition.range(Bytes.utf8("n/"), Bytes.utf8("n/").afterPrefix(), false, (key, value) -> {
            assertFalse(new String(value, StandardCharsets.ISO_8859_1).contains("shoes") || key.toString().contains("river"));
            return true;
        });
        var other = new byte[Secret.OCTETS];
        other[0] = 1;
        assertEquals(Masked.Known.NOTHING, open(other).of(ANNA).getFirst().known(), "with another key there is no note");
    }

    private static void assertInstanceRefused(Edited<?> edited) { assertNotEquals("", Town.refused(edited)); }

    @Test void whatIsDeletedLeavesNothing() {
        var fox = made("a");
        made("b");
        Town.done(masked.remove(Optional.of(ANNA), fox));
        assertEquals(1, masked.of(ANNA).size());
        masked.came(fox, Optional.empty(), false, mail("eve@other.example"));
        assertEquals(1, rows());
        masked.forget(ANNA);
        assertEquals(0, rows());
    }

    private int rows() {
        var count = new int[1];
        town.store.partition(new PartitionName("masked")).range(Bytes.utf8("n/"), Bytes.utf8("n/").afterPrefix(), false, (_, _) -> ++count[0] > 0);
        return count[0];
    }

    private long revision() { return town.store.partition(new PartitionName("masked")).revision(); }
}
