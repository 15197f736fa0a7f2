package sigillo.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.ObjectMapper;

class AddressListTest {

    record Case(String raw, String want) {}

    /** Written as {@code name<route:local@domain>}, groups as {@code name:[...]}. */
    private static final Case[] CASES = {
        new Case("", ""),
        new Case(" , ,, ", ""),
        new Case("a@b.example", "<a@b.example>"),
        new Case("<a@b.example>", "<a@b.example>"),
        new Case("Anna <a@b.example>", "Anna<a@b.example>"),
        new Case("Anna B. Carr <a@b.example>", "Anna B. Carr<a@b.example>"),
        new Case("\"Carr, Anna\" <a@b.example>", "Carr, Anna<a@b.example>"),
        new Case("Carr, Anna <a@b.example>", "Carr, Anna<a@b.example>"),
        new Case("Carr, Anna <a@b.example>, bob@c.example", "Carr, Anna<a@b.example>, <bob@c.example>"),
        new Case("bob, Anna Carr", "<bob>, <Anna Carr>"),
        new Case("\"An \\\"A\\\" na\" <a@b.example>", "An \"A\" na<a@b.example>"),
        new Case("a@b.example (Anna Carr)", "Anna Carr<a@b.example>"),
        new Case("(x) a@b.example (Anna (the) Carr) ", "Anna (the) Carr<a@b.example>"),
        new Case("<a@b.example> (Anna)", "Anna<a@b.example>"),
        new Case("Anna (x) <a@b.example>", "Anna<a@b.example>"),
        new Case("=?utf-8?q?An=C3=B1a?= =?utf-8?q?_C?= <a@b.example>", "Anña C<a@b.example>"),
        new Case("\"=?utf-8?q?An=C3=B1a?=\" <a@b.example>", "Anña<a@b.example>"),
        new Case("Añna <ä@bü.example>", "Añna<ä@bü.example>"),
        new Case("<@x.example,@y.example:a@b.example>", "<@x.example,@y.example:a@b.example>"),
        new Case("Anna <@x.example:a@b.example>", "Anna<@x.example:a@b.example>"),
        new Case("\"a b\"@c.example", "<\"a b\"@c.example>"),
        new Case("\"a@b\"@c.example", "<\"a@b\"@c.example>"),
        new Case("Anna <\"a b\"@c.example>", "Anna<\"a b\"@c.example>"),
        new Case("a . b @ c . example", "<a.b@c.example>"),
        new Case("a.(x)b@(y)c.example", "<a.b@c.example>"),
        new Case("a@[192.0.2.1]", "<a@[192.0.2.1]>"),
        new Case("<a@[IPv6:2001:db8::1]>", "<a@[IPv6:2001:db8::1]>"),
        new Case("undisclosed-recipients:;", "undisclosed-recipients:[]"),
        new Case("Friends: Anna <a@b.example>, c@d.example; e@f.example",
            "Friends:[Anna<a@b.example>, <c@d.example>], <e@f.example>"),
        new Case("Friends: a@b.example", "Friends:[<a@b.example>]"),
        new Case("a@b.example; c@d.example;", "<a@b.example>, <c@d.example>"),
        new Case("A: ; , B: x@y.example;", "A:[], B:[<x@y.example>]"),
        new Case("a@b.example c@d.example", "<a@b.example>, <c@d.example>"),
        new Case("<a@b.example> <c@d.example>", "<a@b.example>, <c@d.example>"),
        new Case("<a@b.example> Next <c@d.example>", "<a@b.example>, Next<c@d.example>"),
        new Case("ceo@bank.example <x@evil.example>", "ceo@bank.example<x@evil.example>"),
        new Case("Team a@b.example <c@d.example>", "Team a@b.example<c@d.example>"),
        new Case("Anna a@b.example", "Anna<a@b.example>"),
        new Case("<a@b.example", "<a@b.example>"),
        new Case("<a@b.example, c@d.example", "<a@b.example>, <c@d.example>"),
        new Case("a@b.example>", "<a@b.example>"),
        new Case("\"Anna <a@b.example>", "<Anna <a@b.example>>"),
        new Case("Anna <>", "Anna<>"),
        new Case("<>", ""),
        new Case("Anna <a b@c.example>", "Anna<ab@c.example>"),
        new Case("a@b@c.example", "<a@b@c.example>"),
        new Case("@b.example", "<@b.example>"),
        new Case("a@", "<a>"),
        new Case("(((((a@b.example", ""),
        new Case("\u202Eexe <a@b.example>", "exe<a@b.example>"),
        new Case("A\0B <a@b.example>", "A B<a@b.example>"),
        new Case("=?utf-8?b?Y2VvQGJhbmsuZXhhbXBsZQ==?==?utf-8?Q?=00?==?utf-8?b?KGNlb0BiYW5rLmV4YW1wbGUp?=@evil.example",
            "<=?utf-8?b?Y2VvQGJhbmsuZXhhbXBsZQ==?==?utf-8?Q?=00?==?utf-8?b?KGNlb0BiYW5rLmV4YW1wbGUp?=@evil.example>"),
    };

    @TestFactory Stream<DynamicTest> lists() {
        return Stream.of(CASES).map(c -> DynamicTest.dynamicTest("\"" + HeaderText.printable(c.raw) + "\"",
            () -> assertEquals(c.want, written(AddressList.parse(octets(c.raw))))));
    }

    @Test void onlyWhatCanBeSentToIsAnAddress() {
        var list = AddressList.parse("Anna <a@b.example>, nobody, <>, Friends: c@d.example, x@;, a@b@c.example");
        assertEquals("[a@b.example, c@d.example]", list.addresses().toString());
    }

    /** What has no comment, quote, at sign or angle in the wrong place is one address, as it is. */
    @TestFactory Stream<DynamicTest> addressesOfIsEmail() {
        return Stream.of("address-isemail").map(name -> DynamicTest.dynamicTest(name, () -> {
            int kept = 0;
            for (var one : new ObjectMapper().readTree(Corpora.folder(name).resolve("isemail.json").toFile())) {
                var address = one.get("address").asString();
                var list = AddressList.parse(octets(address));
                assertNotNull(list.addresses());
                if (sigillo.base.Address.parse(address).isPresent()
                    && address.chars().noneMatch(c -> c == '(' || c == ' ')) {
                    assertEquals(1, list.flat().size(), address);
                    assertEquals(address, list.flat().getFirst().addrSpec());
                    kept++;
                }
            }
            assertEquals(true, kept > 40, kept + " addresses were compared");
        }));
    }

    @TestFactory Stream<DynamicTest> isTotal() {
        return Stream.of(1L, 2L, 3L).map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
            var random = new Random(seed);
            for (int i = 0; i < 5_000; i++) {
                var text = new StringBuilder(CASES[random.nextInt(CASES.length)].raw);
                for (int n = random.nextInt(5); n-- > 0; ) {
                    text.insert(random.nextInt(text.length() + 1),
                        "<>@ ,;:()[]\".\\=?a\0\u00E8".charAt(random.nextInt(19)));
                }
                var list = AddressList.parse(text.toString());
                for (var one : list.flat()) assertNotNull(one.name() + one.addrSpec() + one.address());
            }
        }));
    }

    private static String written(AddressList list) {
        return list.entries().stream().map(AddressListTest::written).collect(Collectors.joining(", "));
    }

    private static String written(AddressEntry entry) {
        return switch (entry) {
            case NamedAddress one -> one.name() + "<" + (one.route().isEmpty() ? "" : one.route() + ":")
                + one.addrSpec() + ">";
            case AddressGroup group -> group.name() + ":" + group.members().stream().map(AddressListTest::written)
                .toList();
        };
    }

    static String octets(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
