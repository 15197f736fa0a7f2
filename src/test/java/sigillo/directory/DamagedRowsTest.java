package sigillo.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.base.Domain;
import sigillo.directory.Recipients.Resolved;
import sigillo.store.DamagedBlock;
import sigillo.store.PartitionName;
import sigillo.store.StoreException;
import sigillo.store.Transactions;
import sigillo.store.memory.MemoryStore;

/** Rows of the directory that are none: mail to what they are of waits, and is not told that nobody is there. */
class DamagedRowsTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-29T12:00:00Z"));
    private static final Domain HOME = Domain.of("home.example");
    private static final Address ANNA = Address.of("anna@home.example");
    private static final Address BRUNO = Address.of("bruno@home.example");
    private static final AccountId ID = new AccountId("anna");

    private final MemoryStore store = new MemoryStore();
    private Directory directory;
    private DirectoryEditor editor;

    @BeforeEach void fill() {
        open();
        editor.addDomain(HOME);
        editor.addAccount(new NewAccount(ID, ANNA, "a hash"));
        editor.addAccount(new NewAccount(new AccountId("bruno"), BRUNO, "a hash"));
        editor.addAlias(new AliasRecord.Name.Of(Address.of("info@home.example")), BRUNO);
        editor.addAlias(new AliasRecord.Name.Of(Address.of("all@home.example")), ANNA);
        editor.addAlias(new AliasRecord.Name.Of(Address.of("all@home.example")), BRUNO);
        editor.addAlias(new AliasRecord.Name.CatchAll(HOME), BRUNO);
    }

    private void open() {
        directory = new Directory(store, new DirectorySettings(Domain.of("mail.home.example"), "+", Optional.empty()));
        editor = new DirectoryEditor(directory, CLOCK);
    }

    private void damage(String key) {
        new Transactions(store.partition(new PartitionName("directory"))).write(tx -> {
            assertTrue(tx.get(Bytes.utf8(key)).isPresent() || key.startsWith("q/"), key);
            tx.put(Bytes.utf8(key), new byte[] {99});
            return null;
        });
        open();
    }

    private void assertComes(AccountId to, String address) {
        assertEquals(to, assertInstanceOf(Resolved.Local.class, directory.resolve(Address.of(address))).account());
    }

    private void assertWaits(String address) {
        assertThrows(StoreException.class, () -> directory.resolve(Address.of(address)), address);
    }

    /** Not to the catch-all, nor to those alone whom an alias names too. */
    @Test void mailToADamagedAccountWaits() {
        damage("a/anna@home.example");
        assertEquals(Set.of("account anna@home.example"), directory.damaged());
        for (var address : List.of("anna@home.example", "anna+lists@home.example", "all@home.example")) assertWaits(address);
        assertComes(new AccountId("bruno"), "bruno@home.example");
        assertComes(new AccountId("bruno"), "whoever@home.example");
        assertEquals(Optional.empty(), directory.account(ANNA));
        assertTrue(directory.mayHave(ID), "what lies beside it stays");
        assertInstanceOf(Edited.Refused.class, editor.addAccount(new NewAccount(new AccountId("other"), ANNA, "a hash")));
        assertInstanceOf(Edited.Refused.class, editor.removeDomain(HOME));
    }

    @Test void ofWhoIsRemovedNothingMayStay() {
        assertTrue(directory.mayHave(ID));
        assertFalse(directory.mayHave(new AccountId("nobody")));
        editor.removeAccount(ANNA);
        assertFalse(directory.mayHave(ID));
    }

    @Test void mailToADamagedAliasWaits() {
        damage("l/info@home.example");
        assertWaits("info@home.example");
        assertComes(new AccountId("bruno"), "bruno@home.example");
        damage("l/@home.example");
        assertWaits("whoever@home.example");
        assertComes(ID, "anna@home.example");
    }

    @Test void aDomainIsOursByItsKey() {
        damage("d/home.example");
        assertEquals(Set.of(), directory.damaged());
        assertTrue(directory.isLocal(HOME));
        assertComes(ID, "anna@home.example");
    }

    /** A block of the disk is gone: whoever lay in it waits, and the others have their mail. */
    @Test void mailToWhatCannotBeReadWaits() {
        openWithout("a/anna@home.example", "a/anna@home.example");
        assertEquals(Set.of("each account from the first one up to anna@home.example"), directory.damaged());
        for (var address : List.of("anna@home.example", "aaron@home.example", "all@home.example")) assertWaits(address);
        assertComes(new AccountId("bruno"), "bruno@home.example");
        assertComes(new AccountId("bruno"), "info@home.example");
        var read = directory.accounts().stream().map(AccountRecord::address).toList();
        assertEquals(List.of(BRUNO), read);
    }

    /** Whether a domain was ours that nobody has an account in is not known then; others are still not ours. */
    @Test void domainsThatCannotBeReadAreThoseOfTheirAccounts() {
        openWithout("d/home.example", "d/home.example");
        assertComes(ID, "anna@home.example");
        assertTrue(directory.isLocal(HOME));
        assertWaits("x@a.example");
        assertInstanceOf(Resolved.NotLocal.class, directory.resolve(Address.of("x@z.example")));
    }

    @Test void nothingThatCannotBeReadIsTakenForNothing() {
        openWithout("a", "z");
        assertEquals(3, directory.damaged().size(), "domains, accounts, aliases");
        for (var address : List.of("anna@home.example", "x@a.example")) assertWaits(address);
    }

    private void openWithout(String from, String to) {
        var damaged = DamagedBlock.in(store, new PartitionName("directory"), Bytes.utf8(from), Bytes.utf8(to));
        var settings = new DirectorySettings(Domain.of("mail.home.example"), "+", Optional.empty());
        directory = new Directory(damaged, settings);
    }

    @Test void aDamagedLimitIsTheConfiguredOne() {
        damage("q/anna");
        assertEquals(new Limit.Default(), directory.limit(ID));
        assertEquals(Set.of("limit of anna"), directory.damaged());
        assertComes(ID, "anna@home.example");
    }
}
