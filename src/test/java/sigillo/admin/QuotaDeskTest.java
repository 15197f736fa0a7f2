package sigillo.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import sigillo.account.AccountId;
import sigillo.account.Accounts;
import sigillo.account.Deposit;
import sigillo.account.Role;
import sigillo.account.UndeleteSettings;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.base.Domain;
import sigillo.base.Octets;
import sigillo.directory.Directory;
import sigillo.directory.DirectoryEditor;
import sigillo.directory.DirectoryQuotas;
import sigillo.directory.DirectorySettings;
import sigillo.directory.NewAccount;
import sigillo.keyring.TestSeal;
import sigillo.store.Store;
import sigillo.store.memory.MemoryStore;

/** What the operator says of how much accounts and domains may hold, and sees. */
class QuotaDeskTest {
    private static final Address ANNA = Address.of("anna@home.example");
    private static final Domain HOME = Domain.of("home.example");
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-29T12:00:00Z"));

    private final Store store = new MemoryStore();
    private final Directory directory = directory();
    private final DirectoryEditor editor = new DirectoryEditor(directory, CLOCK);
    private final Accounts accounts = new Accounts(store, TestSeal.over(store, CLOCK), Bytes.wrap(new byte[32]), CLOCK,
        UndeleteSettings.NONE, new DirectoryQuotas(directory, OptionalLong.of(50_000), id -> Accounts.octets(store, id), CLOCK));
    private final QuotaDesk desk = new QuotaDesk(directory, editor, accounts);

    QuotaDeskTest() {
        editor.addDomain(HOME);
        for (var name : new String[] {"anna", "bruno"}) {
            editor.addAccount(new NewAccount(new AccountId(name), Address.of(name + "@home.example"), "unused"));
            var account = accounts.create(new AccountId(name));
            account.deposit(Deposit.of(Octets.of(new byte[1_000]), account.mailboxId(Role.INBOX).orElseThrow(), CLOCK.instant()));
        }
    }

    private Directory directory() {
        return new Directory(store, new DirectorySettings(Domain.of("mail.home.example"), "+", Optional.empty()));
    }

    private static Results.Quota done(Answer answer) {
        return (Results.Quota) assertInstanceOf(Answer.Done.class, answer, answer.toString()).result();
    }

    private Results.Quota anna(String limit) { return done(desk.ofAccount(new Request.AccountQuota(ANNA, Optional.ofNullable(limit)))); }

    private Results.Quota home(String limit) { return done(desk.ofDomain(new Request.DomainQuota(HOME, Optional.ofNullable(limit)))); }

    @Test void anAccountHasItsOwnLimitOrTheConfiguredOne() {
        assertEquals(new Results.Quota("anna@home.example", 1_000, Optional.of(50_000L), "default", Optional.empty(),
            Optional.empty(), Optional.empty()), anna(null));
        assertEquals(new Results.Quota("anna@home.example", 1_000, Optional.of(9_000L), "9000", Optional.empty(),
            Optional.empty(), Optional.empty()), anna("9000"));
        assertEquals(new Results.Quota("anna@home.example", 1_000, Optional.empty(), "none", Optional.empty(),
            Optional.empty(), Optional.empty()), anna("none"));
        assertEquals(Optional.of(50_000L), anna("default").max());
    }

    @Test void aDomainsLimitIsWhatTheOthersLeave() {
        assertEquals(new Results.Quota("home.example", 2_000, Optional.empty(), "default", Optional.empty(),
            Optional.empty(), Optional.empty()), home(null));
        assertEquals(new Results.Quota("home.example", 2_000, Optional.of(5_000L), "5000", Optional.empty(),
            Optional.empty(), Optional.empty()), home("5000"));
        assertEquals(Optional.of(4_000L), anna(null).max());
        assertEquals(Optional.of(3_000L), anna("3000").max());
        home("500");
        assertEquals(Optional.of(0L), anna(null).max(), "it holds more than it may, which stays");
    }

    @Test void theyOutliveARestart() {
        anna("9000");
        home("5000");
        var again = new QuotaDesk(directory(), editor, accounts);
        assertEquals("9000", done(again.ofAccount(new Request.AccountQuota(ANNA, Optional.empty()))).limit());
        assertEquals("5000", done(again.ofDomain(new Request.DomainQuota(HOME, Optional.empty()))).limit());
    }

    @Test void nothingIsLeftOfThoseOfARemovedAccount() {
        anna("9000");
        var id = directory.account(ANNA).orElseThrow().id();
        editor.removeAccount(ANNA);
        assertEquals(new sigillo.directory.Limit.Default(), directory.limit(id));
        assertInstanceOf(Answer.Failed.class, desk.ofAccount(new Request.AccountQuota(ANNA, Optional.of("1"))));
    }

    @Test void whatIsNoLimitIsRefused() {
        for (var wrong : new String[] {"", "-1", "lots", "99999999999999999999"}) {
            assertInstanceOf(Answer.Failed.class, desk.ofAccount(new Request.AccountQuota(ANNA, Optional.of(wrong))), wrong);
        }
        assertInstanceOf(Answer.Failed.class, desk.ofDomain(new Request.DomainQuota(Domain.of("other.example"), Optional.empty())));
    }
}
