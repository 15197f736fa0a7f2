package sigillo.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sigillo.base.Address;
import sigillo.base.Domain;

/** What may stand in the directory, and what is said when it may not. */
class DirectoryEditorTest {
    private final Town town = new Town().domain("home.example").account("anna@home.example").account("bob@home.example");

    @Test void refusalsSayWhy() {
        town.alias("info@home.example", "anna@home.example");
        assertEquals("the domain home.example is here already", Town.refused(town.editor.addDomain(Domain.of("HOME.example"))));
        assertEquals("[192.0.2.1] is an address literal, not a domain", Town.refused(town.editor.addDomain(Domain.of("[192.0.2.1]"))));
        assertEquals("there is no domain other.example", Town.refused(town.editor.removeDomain(Domain.of("other.example"))));
        assertEquals("home.example still has 2 accounts and 1 aliases: remove those first",
            Town.refused(town.editor.removeDomain(Domain.of("home.example"))));
        assertEquals("the account ANNA@home.example is here already", refusedAccount("ANNA@home.example"));
        assertEquals("info@home.example is an alias already", refusedAccount("info@home.example"));
        assertEquals("other.example is not a domain of this server: add it first (domain add)", refusedAccount("anna@other.example"));
        assertEquals("there is no account carl@home.example", Town.refused(town.editor.setPassword(Address.of("carl@home.example"), "x")));
        assertEquals("there is no account carl@home.example", Town.refused(town.editor.removeAccount(Address.of("carl@home.example"))));
        assertEquals("anna@home.example is an account: mail to it goes there", refusedAlias("anna@home.example", "bob@home.example"));
        assertEquals("the alias info@home.example goes to anna@home.example already", refusedAlias("info@home.example", "anna@home.example"));
        assertEquals("nobody here has the address carl@home.example", refusedAlias("sales@home.example", "carl@home.example"));
        assertEquals("there is no alias sales@home.example",
            Town.refused(town.editor.removeAlias(Town.name("sales@home.example"), Optional.empty())));
        assertEquals("the alias info@home.example does not go to bob@home.example",
            Town.refused(town.editor.removeAlias(Town.name("info@home.example"), Optional.of(Address.of("bob@home.example")))));
    }

    @Test void loopsAreRefused() {
        town.alias("a@home.example", "anna@home.example").alias("b@home.example", "a@home.example").alias("c@home.example", "b@home.example");
        assertEquals("mail to a@home.example would come back to it by way of c@home.example", refusedAlias("a@home.example", "c@home.example"));
        assertEquals("mail to a@home.example would come back to it by way of a@home.example", refusedAlias("a@home.example", "a@home.example"));
        town.alias("@home.example", "anna@home.example");
        assertEquals("mail to @home.example would come back to it by way of who@home.example", refusedAlias("@home.example", "who@home.example"));
    }

    @Test void theLastTargetTakesTheAliasWithIt() {
        town.alias("info@home.example", "anna@home.example", "bob@home.example");
        Town.done(town.editor.removeAlias(Town.name("INFO@home.example"), Optional.of(Address.of("anna@home.example"))));
        assertEquals(List.of(Address.of("bob@home.example")), town.directory.aliases().getFirst().targets());
        Town.done(town.editor.removeAlias(Town.name("info@home.example"), Optional.of(Address.of("bob@home.example"))));
        assertEquals(List.of(), town.directory.aliases());
    }

    @Test void anAliasHasSoManyTargets() {
        var many = Town.name("many@home.example");
        for (int i = 0; i < DirectoryLimits.ALIAS_TARGETS_MAX; i++) Town.done(town.editor.addAlias(many, Address.of("x" + i + "@remote.example")));
        assertEquals("there are 100 targets, which is the limit", refusedAlias("many@home.example", "y@remote.example"));
    }

    @Test void anIdIsNeverUsedAgain() {
        var address = Address.of("eva@home.example");
        var first = Town.done(town.editor.addAccount(new NewAccount(NewAccount.freshId(), address, "h")));
        Town.done(town.editor.removeAccount(address));
        var second = Town.done(town.editor.addAccount(new NewAccount(NewAccount.freshId(), address, "h")));
        assertNotEquals(first.id(), second.id());
        assertTrue(second.serial() > first.serial());
    }

    @Test void aBatchIsOneCommitWithAnAnswerEach() {
        long before = town.directory.transactions().partition().revision();
        var answers = town.editor.addAccounts(List.of(fresh("u1@home.example"), fresh("anna@home.example"), fresh("U1@home.example"), fresh("u2@home.example")));
        assertEquals(1, town.directory.transactions().partition().revision() - before);
        assertEquals("u1@home.example", Town.done(answers.get(0)).address().toString());
        assertEquals("the account anna@home.example is here already", Town.refused(answers.get(1)));
        assertEquals("U1@home.example is here twice", Town.refused(answers.get(2)));
        assertEquals("u2@home.example", Town.done(answers.get(3)).address().toString());
        assertEquals(List.of("anna", "bob", "u1", "u2"), town.directory.accounts().stream().map(a -> a.address().localPart()).toList());
    }

    /** 256 octets of a letter that grows when it becomes lower case would make a key that no store takes. */
    @Test void aNameThatGrowsIsRefused() {
        var domain = "d".repeat(60) + "." + "d".repeat(60) + "." + "d".repeat(60) + "." + "d".repeat(60) + ".example";
        town.domain(domain);
        assertTrue(refusedAccount("\u0130".repeat(128) + "@" + domain).endsWith("is too long"));
    }

    /** Rows of earlier versions end earlier. */
    @Test void accountsFromBefore() {
        var account = new AccountRecord(NewAccount.freshId(), 7, Address.of("anna@a.example"), "h", false, Instant.EPOCH, PopDeletes.TRASH, Suspected.INBOX);
        var row = Rows.encode(account);
        assertEquals(account, Rows.account(row));
        assertEquals(account.suspected(Suspected.JUNK), Rows.account(Arrays.copyOf(row, row.length - 1)));
        assertEquals(account.suspected(Suspected.JUNK).popDeletes(PopDeletes.EXPUNGE), Rows.account(Arrays.copyOf(row, row.length - 2)));
    }

    private static NewAccount fresh(String address) { return new NewAccount(NewAccount.freshId(), Address.of(address), "h"); }

    private String refusedAccount(String address) { return Town.refused(town.editor.addAccount(fresh(address))); }

    private String refusedAlias(String name, String target) { return Town.refused(town.editor.addAlias(Town.name(name), Address.of(target))); }
}
