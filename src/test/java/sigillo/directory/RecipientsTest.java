package sigillo.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.directory.Recipients.Resolved;
import sigillo.store.memory.MemoryStore;

/** Where mail to an address goes. */
class RecipientsTest {

    record Case(String address, String want) {}

    private static final Town TOWN = new Town().domain("home.example").domain("bare.example").domain("xn--mller-kva.example")
        .account("anna@home.example").account("bob@home.example").account("Carla.Rossi@home.example").disabled("dora@home.example")
        .account("\"the boss\"@home.example")
        .alias("info@home.example", "anna@home.example")
        .alias("anna+shop@home.example", "bob@home.example")
        .alias("team@home.example", "anna@home.example", "bob@home.example", "Info@home.example")
        .alias("away@home.example", "Some.One@Remote.Example")
        .alias("both@home.example", "away@home.example", "bob+both@home.example")
        .alias("gone@home.example", "dora@home.example")
        .alias("half@home.example", "dora@home.example", "bob@home.example")
        .alias("@home.example", "bob+all@home.example")
        .alias("sales@bare.example", "anna@home.example");

    private static final List<Case> CASES = List.of(
        new Case("anna@home.example", "anna@home.example"),
        new Case("ANNA@Home.Example", "anna@home.example"),
        new Case("\"anna\"@home.example", "anna@home.example"),
        new Case("carla.rossi@home.example", "Carla.Rossi@home.example"),
        new Case("anna+books@home.example", "anna@home.example books"),
        new Case("Anna+Books+2@home.example", "anna@home.example Books+2"),
        new Case("anna+@home.example", "anna@home.example"),
        new Case("+anna@home.example", "bob@home.example all"),
        new Case("\"the boss\"@home.example", "\"the boss\"@home.example"),
        new Case("\"The Boss+x y\"@home.example", "\"the boss\"@home.example x y"),
        // What is more exact wins.
        new Case("anna+SHOP@home.example", "bob@home.example"),
        new Case("info@home.example", "anna@home.example"),
        new Case("INFO@Home.Example", "anna@home.example"), // case B11: not the catch-all
        new Case("info+x@home.example", "anna@home.example x"),
        new Case("nobody@home.example", "bob@home.example all"),
        new Case("nobody+x@home.example", "bob@home.example all"),
        // Several, each once; elsewhere as it was written.
        new Case("team@home.example", "anna@home.example, bob@home.example"),
        new Case("away@home.example", "-> Some.One@remote.example"),
        new Case("both@home.example", "-> Some.One@remote.example, bob@home.example both"),
        // Disabled ones.
        new Case("dora@home.example", "disabled"),
        new Case("gone@home.example", "disabled"),
        new Case("half@home.example", "bob@home.example"),
        // RFC 5321 section 4.5.1: a person is behind these, also where there is a catch-all or no account at all.
        new Case("postmaster@home.example", "anna@home.example"),
        new Case("PostMaster@bare.example", "anna@home.example"),
        new Case("abuse@home.example", "anna@home.example"),
        new Case("abuse+report@home.example", "anna@home.example"),
        new Case("postmaster@mail.home.example", "anna@home.example"),
        new Case("Mailer-Daemon@mail.home.example", "anna@home.example"), // the author of our notifications
        new Case("mailer-daemon@home.example", "bob@home.example all"),
        // Not here.
        new Case("nobody@bare.example", "unknown"),
        new Case("anna@bare.example", "unknown"),
        new Case("anna@mail.home.example", "not local"),
        new Case("anna@remote.example", "not local"),
        new Case("anna@[127.0.0.1]", "not local"),
        new Case("postmaster@remote.example", "not local"));

    @TestFactory Stream<DynamicTest> resolves() {
        return CASES.stream().map(c -> DynamicTest.dynamicTest(c.address,
            () -> assertEquals(c.want, shown(TOWN.directory.resolve(Address.of(c.address))))));
    }

    /** What was committed is all there is: a directory that is opened on the same store says the same. */
    @TestFactory Stream<DynamicTest> resolvesAfterARestart() {
        var again = new Town(TOWN.store, "+", Optional.empty());
        return CASES.stream().map(c -> DynamicTest.dynamicTest(c.address,
            () -> assertEquals(c.want, shown(again.directory.resolve(Address.of(c.address))))));
    }

    @Test void domainsAreComparedInOneForm() {
        assertTrue(TOWN.directory.isLocal(Domain.of("Home.Example.")));
        assertTrue(TOWN.directory.isLocal(Domain.of("m\u00fcller.example")));
        assertFalse(TOWN.directory.isLocal(Domain.of("remote.example")));
    }

    @Test void anotherSeparatorOrNone() {
        var minus = new Town("-", Optional.empty()).domain("home.example").account("anna@home.example");
        assertEquals("anna@home.example shop", shown(minus.directory.resolve(Address.of("anna-shop@home.example"))));
        assertEquals("unknown", shown(minus.directory.resolve(Address.of("anna+shop@home.example"))));
        var none = new Town("", Optional.empty()).domain("home.example").account("anna@home.example");
        assertEquals("unknown", shown(none.directory.resolve(Address.of("anna+shop@home.example"))));
    }

    @Test void postmasterFollowsTheSetting() {
        var town = new Town("+", Optional.of(Address.of("bob@home.example"))).domain("home.example").domain("bare.example")
            .account("anna@home.example").account("bob@home.example");
        assertEquals("bob@home.example", shown(town.directory.resolve(Address.of("postmaster@bare.example"))));
        town.editor.setDisabled(Address.of("bob@home.example"), true);
        assertEquals("anna@home.example", shown(town.directory.resolve(Address.of("abuse@home.example"))));
    }

    @Test void aPostmasterThatNamesItselfEnds() {
        var town = new Town("+", Optional.of(Address.of("postmaster@home.example"))).domain("home.example").account("anna@home.example");
        assertEquals("anna@home.example", shown(town.directory.resolve(Address.of("abuse@home.example"))));
    }

    /** Deeper than the limit is nobody; a chain of the allowed depth arrives. */
    @Test void chainsEnd() {
        var town = new Town().domain("home.example").account("anna@home.example").alias("a0@home.example", "anna@home.example");
        for (int i = 1; i < DirectoryLimits.ALIAS_DEPTH_MAX; i++) town.alias("a" + i + "@home.example", "a" + (i - 1) + "@home.example");
        int last = DirectoryLimits.ALIAS_DEPTH_MAX - 1;
        assertEquals("anna@home.example", shown(town.directory.resolve(Address.of("a" + last + "@home.example"))));
        var beyond = town.editor.addAlias(Town.name("b@home.example"), Address.of("c@home.example"));
        assertEquals("nobody here has the address c@home.example", Town.refused(beyond));
        town.alias("b@home.example", "a" + last + "@home.example");
        assertEquals("unknown", shown(town.directory.resolve(Address.of("b@home.example"))));
    }

    /** A net of aliases, each to all of the layer below, has 100^7 ways and few aliases: each is followed once. */
    @Test void aNetOfAliasesIsQuick() {
        var town = new Town().domain("home.example").account("anna@home.example").alias("x0-0@home.example", "anna@home.example");
        for (int layer = 1; layer < 7; layer++) {
            for (int i = 0; i < 20; i++) {
                var below = layer == 1 ? IntStream.of(0) : IntStream.range(0, 20);
                int lower = layer - 1;
                town.alias("x" + layer + "-" + i + "@home.example",
                    below.mapToObj(j -> "x" + lower + "-" + j + "@home.example").toArray(String[]::new));
            }
        }
        assertEquals("anna@home.example", shown(town.directory.resolve(Address.of("x6-3@home.example"))));
    }

    @Test void owningIsGettingItsMail() {
        var anna = TOWN.directory.account(Address.of("anna@home.example")).orElseThrow().user();
        for (var own : List.of("anna@home.example", "Anna+x@home.example", "info@home.example", "team@home.example",
                "sales@bare.example", "postmaster@home.example")) {
            assertTrue(TOWN.directory.owns(anna, Address.of(own)), own);
        }
        for (var other : List.of("bob@home.example", "anna+shop@home.example", "nobody@home.example", "away@home.example",
                "dora@home.example", "anna@remote.example")) {
            assertFalse(TOWN.directory.owns(anna, Address.of(other)), other);
        }
    }

    @Test void withoutAnyAccountNobodyIsPostmaster() {
        var town = new Town(new MemoryStore(), "+", Optional.empty()).domain("home.example");
        assertInstanceOf(Resolved.Unknown.class, town.directory.resolve(Address.of("postmaster@home.example")));
    }

    private static String shown(Resolved resolved) {
        return switch (resolved) {
            case Resolved.Local(var account, var mailbox, var detail) -> {
                assertEquals(Town.id(mailbox.toString()), account);
                yield (mailbox + " " + detail).strip();
            }
            case Resolved.Several(var targets) -> targets.stream().map(RecipientsTest::shown).collect(Collectors.joining(", "));
            case Resolved.Elsewhere(var address) -> "-> " + address;
            case Resolved.Back(var original) -> "back to " + original;
            case Resolved.Unknown() -> "unknown";
            case Resolved.Disabled() -> "disabled";
            case Resolved.Closed() -> "closed";
            case Resolved.Handled() -> "handled";
            case Resolved.NotLocal() -> "not local";
        };
    }
}
