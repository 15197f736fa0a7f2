package sigillo.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.directory.Recipients.Resolved;

/** Masked addresses, names that were somebody's, groups: whose mail goes where, who may write to them and under them. */
class AddressKindsTest {
    private static final Address MASK = Address.of("fox.river.4207@home.example");

    private final Town town = new Town().domain("home.example").account("anna@home.example").account("bob@home.example")
        .account("carl@home.example");

    private Resolved resolved(String address) { return town.directory.resolve(Address.of(address)); }

    private String where(String address) {
        return switch (resolved(address)) {
            case Resolved.Local(_, var mailbox, _) -> mailbox.localPart();
            case Resolved.Several(var all) -> all.size() + "";
            case Resolved other -> other.getClass().getSimpleName();
        };
    }

    private MaskedRecord mask(String of, Address fresh) { return Town.done(town.editor.addMasked(Town.id(of), fresh)); }

    private boolean owns(String who, String address) {
        var account = town.directory.account(Address.of(who)).orElseThrow();
        return town.directory.owns(account.user(), Address.of(address));
    }

    private void again() {
        town.directory.register().become(Register.read(town.directory.transactions().partition()));
    }

    // ---- masked addresses ----

    @Test void aMaskedAddressIsItsAccountsUntilItIsDeleted() {
        mask("anna@home.example", MASK);
        again();
        assertEquals("anna", where("FOX.river.4207@home.example"));
        assertEquals("anna", where("fox.river.4207+shoes@home.example"));
        assertTrue(owns("anna@home.example", MASK.toString()));
        assertFalse(owns("bob@home.example", MASK.toString()));
        Town.done(town.editor.pauseMasked(Optional.empty(), MASK, true));
        assertEquals("Disabled", where(MASK.toString()));
        assertFalse(owns("anna@home.example", MASK.toString()));
        Town.done(town.editor.pauseMasked(Optional.of(Town.id("anna@home.example")), MASK, false));
        assertEquals("anna", where(MASK.toString()));
        Town.done(town.editor.removeMasked(Optional.empty(), MASK));
        again();
        assertEquals("Unknown", where(MASK.toString()));
        assertEquals("fox.river.4207@home.example was a masked address: those are never given out again",
            Town.refused(town.editor.addMasked(Town.id("bob@home.example"), MASK)));
        assertEquals("fox.river.4207@home.example was a masked address: those are never given out again",
            Town.refused(town.editor.addAlias(new AliasRecord.Name.Of(MASK), Address.of("bob@home.example"))));
        assertTrue(town.editor.whyNoAccount(MASK).isPresent());
    }

    @Test void nobodyChangesThoseOfAnother() {
        mask("anna@home.example", MASK);
        var bob = Optional.of(Town.id("bob@home.example"));
        assertEquals("there is no masked address " + MASK, Town.refused(town.editor.pauseMasked(bob, MASK, true)));
        assertEquals("there is no masked address " + MASK, Town.refused(town.editor.removeMasked(bob, MASK)));
        assertEquals("anna", where(MASK.toString()));
        assertEquals(MASK + " is a masked address", Town.refused(town.editor.addMasked(bob.get(), MASK)));
        assertEquals("the account anna@home.example is here already",
            Town.refused(town.editor.addMasked(bob.get(), Address.of("anna@home.example"))));
    }

    @Test void thoseOfARemovedAccountGoWithIt() {
        mask("anna@home.example", MASK);
        Town.done(town.editor.addAlias(Town.name("@home.example"), Address.of("bob@home.example")));
        Town.done(town.editor.removeAccount(Address.of("anna@home.example")));
        again();
        assertEquals("Unknown", where(MASK.toString()));
        assertEquals(List.of(), town.directory.masked(Town.id("anna@home.example")));
    }

    @Test void anAccountHasSoMany() {
        for (int i = 0; i < DirectoryLimits.MASKED_MAX; i++) mask("anna@home.example", Address.of("m" + i + "@home.example"));
        assertEquals("there are 300 masked addresses of anna@home.example, which is the limit",
            Town.refused(town.editor.addMasked(Town.id("anna@home.example"), MASK)));
        Town.done(town.editor.removeMasked(Optional.empty(), Address.of("m0@home.example")));
        mask("anna@home.example", MASK);
        assertEquals(DirectoryLimits.MASKED_MAX, town.directory.masked(Town.id("anna@home.example")).size());
    }

    // ---- catch-all ----

    @Test void aCatchAllHasWhatWasNeverAnybodys() {
        town.alias("info@home.example", "anna@home.example");
        mask("anna@home.example", MASK);
        Town.done(town.editor.removeAlias(Town.name("info@home.example"), Optional.empty()));
        Town.done(town.editor.removeMasked(Optional.empty(), MASK));
        Town.done(town.editor.removeAccount(Address.of("carl@home.example")));
        town.alias("@home.example", "bob@home.example");
        again();
        assertEquals("bob", where("never@home.example"));
        for (var gone : List.of("info@home.example", "carl@home.example", "carl+x@home.example", MASK.toString())) {
            assertEquals("Unknown", where(gone), gone);
            assertFalse(owns("bob@home.example", gone), gone);
        }
        assertTrue(town.directory.isCaught(Address.of("never@home.example")));
        assertFalse(town.directory.isCaught(Address.of("bob@home.example")));
        assertFalse(town.directory.isCaught(Address.of("carl@home.example")));
    }

    @Test void whoeverRunsTheServerGivesANameAgain() {
        Town.done(town.editor.removeAccount(Address.of("carl@home.example")));
        town.alias("carl@home.example", "bob@home.example");
        assertEquals("bob", where("carl@home.example"));
        Town.done(town.editor.removeAlias(Town.name("carl@home.example"), Optional.empty()));
        town.account("carl@home.example");
        again();
        assertEquals("carl", where("carl@home.example"));
    }

    // ---- groups ----

    record Case(String group, String author, boolean mayWrite) {}

    private static final List<Case> CASES = List.of(
        new Case("open", "", true), new Case("open", "eve@remote.example", true),
        new Case("people", "", false), new Case("people", "carl@home.example", true), new Case("people", "eve@remote.example", false),
        new Case("people", "eve@sub.home.example", false),
        new Case("family", "", false), new Case("family", "anna@home.example", true), new Case("family", "ANNA@home.example", true),
        new Case("family", "anna+phone@home.example", true), new Case("family", "only-anna@home.example", true),
        new Case("family", MASK.toString(), true), new Case("family", "carl@home.example", false),
        new Case("family", "aunt@remote.example", true), new Case("family", "Aunt@REMOTE.example", true),
        new Case("family", "uncle@remote.example", false), new Case("family", "nobody@home.example", false),
        new Case("family", "both@home.example", false), new Case("behind", "carl@home.example", false),
        new Case("behind", "bob@home.example", true), new Case("mixed", "carl@home.example", true));

    @TestFactory Stream<DynamicTest> whoMayWrite() {
        mask("anna@home.example", MASK);
        town.alias("open@home.example", "anna@home.example").alias("people@home.example", "anna@home.example")
            .alias("family@home.example", "anna@home.example", "bob@home.example", "aunt@remote.example")
            .alias("only-anna@home.example", "anna@home.example").alias("both@home.example", "anna@home.example", "carl@home.example")
            .alias("behind@home.example", "family@home.example").alias("mixed@home.example", "family@home.example", "carl@home.example");
        rules("people@home.example", Writers.DOMAIN, true);
        rules("family@home.example", Writers.MEMBERS, true);
        again();
        return CASES.stream().map(c -> DynamicTest.dynamicTest(c.toString(), () -> {
            var writer = c.author.isEmpty() ? Writer.NOT_SHOWN : Writer.shown(Address.of(c.author));
            var resolved = town.directory.resolve(Address.of(c.group + "@home.example"), writer);
            assertEquals(c.mayWrite, !(resolved instanceof Resolved.Closed), resolved::toString);
        }));
    }

    private void rules(String alias, Writers writers, boolean speak) {
        Town.done(town.editor.setAlias(Town.name(alias), Optional.of(writers), Optional.of(speak)));
    }

    @Test void anOpenAliasReachesThoseWhomItMay() {
        town.alias("family@home.example", "anna@home.example", "bob@home.example").alias("mixed@home.example", "family@home.example", "carl@home.example");
        rules("family@home.example", Writers.MEMBERS, true);
        assertEquals("carl", ((Resolved.Local) town.directory.resolve(Address.of("mixed@home.example"), Writer.NOT_SHOWN)).mailbox().localPart());
        assertTrue(town.directory.isClosed(Address.of("family@home.example")));
        assertFalse(town.directory.isClosed(Address.of("mixed@home.example")));
        assertInstanceOf(Resolved.Several.class, town.directory.resolve(Address.of("family@home.example"), Writer.WHOEVER));
    }

    @Test void aGroupSaysWhetherItsMembersWriteUnderIt() {
        town.alias("family@home.example", "anna@home.example", "bob@home.example").alias("news@home.example", "family@home.example");
        assertTrue(owns("anna@home.example", "family@home.example"));
        rules("family@home.example", Writers.MEMBERS, false);
        again();
        assertFalse(owns("anna@home.example", "family@home.example"));
        assertFalse(owns("anna@home.example", "news@home.example"));
        town.alias("news@home.example", "bob@home.example");
        assertTrue(owns("bob@home.example", "news@home.example"));
        assertFalse(owns("anna@home.example", "news@home.example"));
        assertTrue(owns("anna@home.example", "anna+x@home.example"));
    }

    @Test void anAccountsIdentities() {
        mask("anna@home.example", MASK);
        town.alias("family@home.example", "anna@home.example", "bob@home.example").alias("info@home.example", "anna@home.example")
            .alias("@home.example", "anna@home.example");
        rules("family@home.example", Writers.ANYONE, false);
        assertEquals(List.of("anna@home.example", MASK.toString(), "info@home.example"),
            town.directory.identities(Town.id("anna@home.example")).stream().map(Address::toString).toList());
        assertEquals(List.of(), town.directory.identities(Town.id("nobody@home.example")));
    }

    @Test void aCatchAllIsNoGroup() {
        town.alias("@home.example", "anna@home.example");
        assertEquals("a catch-all is for what anybody writes",
            Town.refused(town.editor.setAlias(Town.name("@home.example"), Optional.of(Writers.MEMBERS), Optional.empty())));
        assertEquals("there is no alias x@home.example",
            Town.refused(town.editor.setAlias(Town.name("x@home.example"), Optional.empty(), Optional.empty())));
    }

    @Test void rowsOfBeforeAreAliasesForEverybody() {
        town.alias("info@home.example", "anna@home.example");
        var key = Rows.alias(Town.name("info@home.example"));
        var row = town.store.partition(town.directory.transactions().partition().name()).get(key).orElseThrow();
        var before = java.util.Arrays.copyOf(row, row.length - 2);
        assertEquals(Writers.ANYONE, Rows.alias(before).writers());
        assertTrue(Rows.alias(before).membersSpeak());
        assertEquals(Domain.of("home.example"), Rows.alias(before).name().domain());
    }
}
