package sigillo.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sigillo.account.AccountId;
import sigillo.account.Accounts;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.base.Domain;
import sigillo.directory.Directory;
import sigillo.directory.DirectorySettings;
import sigillo.keyring.Level;
import sigillo.login.TestLogin;
import sigillo.store.memory.MemoryStore;

/** Many accounts are looked through a page at a time, and none is left out or seen twice. */
class FindingDeskTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-28T12:00:00Z"));

    private final MemoryStore store = new MemoryStore();
    private final Directory directory = new Directory(store,
        new DirectorySettings(Domain.of("mail.home.example"), "+", Optional.empty()));
    private final TestLogin login = new TestLogin(store, directory, CLOCK);
    private final Accounts accounts = new Accounts(store, login.keyring, Bytes.wrap(new byte[32]), CLOCK);
    private final FindingDesk desk = new FindingDesk(directory,
        new Residents(accounts, login.keyring, login.credentials, login.grants(store, CLOCK),
        login.factor(store, CLOCK), login.kits(store), login.departed(store, CLOCK), Level.L1));

    @AfterEach void close() { login.close(); }

    private Pages.FoundAccounts find(String search, Optional<Address> after, int max) {
        return (Pages.FoundAccounts) ((Answer.Done) desk.find(new Request.FindAccounts(search, after, max))).result();
    }

    @Test void pagesJoin() {
        login.editor.addDomain(Domain.of("home.example"));
        var all = List.of("anna", "bea", "carl", "dora", "ernst");
        for (var name : all) {
            login.moveIn(new AccountId(name), name + "@home.example", "password", name.equals("carl") ? Level.L0
                : Level.L1);
            // what is missing of one keeps nobody from the others
            if (!name.equals("dora")) accounts.create(new AccountId(name));
        }
        var seen = new ArrayList<String>();
        var after = Optional.<Address>empty();
        do {
            var page = find("", after, 2);
            assertEquals(5, page.found());
            page.accounts().forEach(one -> seen.add(one.address().localPart() + " " + one.level()));
            after = page.next();
        } while (after.isPresent());
        assertEquals(List.of("anna L1", "bea L1", "carl L0", "dora L1", "ernst L1"), seen);
        assertEquals(List.of(Address.of("carl@home.example")), find(" CAR", Optional.empty(), 0).accounts().stream()
            .map(Pages.FoundAccount::address).toList());
        assertEquals(0, find("nobody", Optional.empty(), 10).accounts().size());
    }
}
