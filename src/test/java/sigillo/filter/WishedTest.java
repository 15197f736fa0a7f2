package sigillo.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.sealing.Randomness;
import sigillo.sealing.Secret;
import sigillo.store.Damaged;
import sigillo.store.PartitionName;
import sigillo.store.memory.MemoryStore;

/** Whom people block and allow. */
class WishedTest {
    private static final AccountId ANNA = new AccountId("anna");

    private record Case(String list, String author, String sender, String want) {}

    /** A list is words and whom; an author is shown to be it where "aligned" stands before him. */
    private static final List<Case> CASES = List.of(
        new Case("BLOCK shop.example", "claimed a@shop.example", "", "BLOCK"),
        new Case("BLOCK shop.example", "claimed a@news.shop.example", "", "BLOCK"),
        new Case("BLOCK shop.example", "claimed a@workshop.example", "", ""),
        new Case("BLOCK shop.example", "claimed a@other.example", "x@shop.example", "BLOCK"),
        new Case("BLOCK bob@shop.example", "claimed BOB@shop.example", "", "BLOCK"),
        new Case("BLOCK bob@shop.example", "claimed eve@shop.example", "", ""),
        new Case("BLOCK bob@shop.example", "nobody", "bob@shop.example", "BLOCK"),
        new Case("ALLOW shop.example", "aligned a@shop.example", "", "ALLOW"),
        new Case("ALLOW shop.example", "claimed a@shop.example", "", ""),
        new Case("ALLOW shop.example", "aligned a@other.example", "x@shop.example", ""),
        new Case("BLOCK shop.example, ALLOW bob@shop.example", "aligned bob@shop.example", "", "ALLOW"),
        new Case("BLOCK shop.example, ALLOW bob@shop.example", "claimed bob@shop.example", "", "BLOCK"),
        new Case("ALLOW example, REFUSE shop.example", "aligned bob@shop.example", "", "REFUSE"),
        new Case("", "aligned bob@shop.example", "", ""));

    @TestFactory Stream<DynamicTest> says() {
        return CASES.stream().map(c -> DynamicTest.dynamicTest(c.list + " of " + c.author + " " + c.sender, () -> {
            var wished = Wished.NOTHING;
            for (var entry : c.list.isEmpty() ? new String[0] : c.list.split(", ")) {
                var parts = entry.split(" ");
                wished = wished.with(Who.parse(parts[1]).orElseThrow(), Word.valueOf(parts[0]));
            }
            var said = Wished.decode(wished.encode()).word(Author.parse(c.author), Address.parse(c.sender));
            assertEquals(c.want, said.map(Word::name).orElse(""));
        }));
    }

    @Test void anEntryIsAnAddressOrADomain() {
        assertEquals("bob@shop.example", Who.parse("Bob@Shop.Example").orElseThrow().text());
        assertEquals("shop.example", Who.parse("@shop.example").orElseThrow().text());
        assertEquals("xn--strae-oqa.example", Who.parse("straße.example").orElseThrow().text());
        for (var none : List.of("", "@", "a b", "bob@", "[192.0.2.1]", "bob@shop.example, eve@shop.example"))
            assertEquals(Optional.empty(), Who.parse(none), none);
    }

    @Test void aLineIsAScoreOrNone() {
        for (var text : List.of("default", "never", "5.5", "7", "0.05", "100")) {
            var line = Wishes.Threshold.parse(text).orElseThrow();
            assertEquals(text, line.text());
            assertEquals(line, Wished.decode(Wished.NOTHING.junkFrom(line).encode()).junkFrom());
        }
        for (var none : List.of("", "0", "-1", "100.5", "1e3", "5,5", "NaN")) assertEquals(Optional.empty(), Wishes.Threshold.parse(none), none);
    }

    @Test void isKeptSealedAndForgotten() {
        var store = new MemoryStore();
        var kept = new KeptWishes(store, Secret.take("k".repeat(32).getBytes()), Randomness.secure());
        var eve = Author.parse("claimed eve@shop.example");
        kept.change(Optional.of(ANNA), wished -> wished.with(new Who("eve@shop.example"), Word.BLOCK).junkFrom(new Wishes.Threshold.From(8)));
        kept.change(Optional.empty(), wished -> wished.with(new Who("shop.example"), Word.REFUSE));
        assertEquals(new Wishes.Wish(new Wishes.Threshold.From(8), Optional.of(Word.BLOCK)), kept.of(ANNA, eve, Optional.empty()));
        assertEquals(Optional.of(Word.REFUSE), kept.of(new AccountId("bruno"), eve, Optional.empty()).word());
        store.partition(new PartitionName("filter-wishes")).range(Bytes.utf8("w"), Bytes.utf8("x"), false, (_, row) -> {
            assertTrue(!new String(row, java.nio.charset.StandardCharsets.ISO_8859_1).contains("shop.example"));
            return true;
        });
        kept.forget(ANNA);
        assertEquals(Optional.of(Word.REFUSE), kept.of(ANNA, eve, Optional.empty()).word());
    }

    /** It stops no mail, and who asks for it is told. */
    @Test void whatIsDamagedIsNothing() {
        var store = new MemoryStore();
        var partition = new sigillo.store.Transactions(store.partition(new PartitionName("filter-wishes")));
        partition.write(tx -> {
            tx.put(Bytes.utf8("w/anna"), new byte[] {1, 2, 3});
            return null;
        });
        var kept = new KeptWishes(store, Secret.take("k".repeat(32).getBytes()), Randomness.secure());
        assertEquals(Wishes.Wish.NONE, kept.of(ANNA, Author.NOBODY, Optional.empty()));
        assertThrows(Damaged.class, () -> kept.wished(Optional.of(ANNA)));
        assertEquals(1, kept.change(Optional.of(ANNA), wished -> wished.with(new Who("shop.example"), Word.BLOCK)).listed().size());
    }
}
