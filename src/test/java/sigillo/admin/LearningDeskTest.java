package sigillo.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import sigillo.account.AccountId;
import sigillo.account.Accounts;
import sigillo.account.Deposit;
import sigillo.account.Role;
import sigillo.account.UidSet;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.base.Domain;
import sigillo.base.Octets;
import sigillo.directory.Directory;
import sigillo.directory.DirectoryEditor;
import sigillo.directory.DirectorySettings;
import sigillo.directory.NewAccount;
import sigillo.keyring.TestSeal;
import sigillo.learning.Learning;
import sigillo.learning.LearningSettings;
import sigillo.sealing.Randomness;
import sigillo.sealing.Secret;
import sigillo.store.memory.MemoryStore;

/** What the operator sees of what was learnt, and that it is forgotten. */
class LearningDeskTest {
    private static final Address ANNA = Address.of("anna@home.example");
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-29T12:00:00Z"));

    @Test void showsAndForgets() throws Exception {
        var store = new MemoryStore();
        var directory = new Directory(store, new DirectorySettings(Domain.of("mail.home.example"), "+", Optional.empty()));
        var editor = new DirectoryEditor(directory, CLOCK);
        editor.addDomain(Domain.of("home.example"));
        editor.addAccount(new NewAccount(new AccountId("anna"), ANNA, "unused"));
        try (var keyring = TestSeal.keyring(store, CLOCK)) {
            var accounts = new Accounts(store, TestSeal.unattended(keyring), Bytes.wrap(new byte[32]), CLOCK);
            var anna = accounts.create(new AccountId("anna"));
            var learning = new Learning(accounts, keyring, Secret.take(new byte[32]), Randomness.secure(), LearningSettings.DEFAULT, CLOCK).start();
            var desk = new LearningDesk(directory, learning);
            assertEquals(new Results.Learnt(ANNA, 0, 0, 0, 0), done(desk.learnt(ANNA, false)));
            anna.deposit(new Deposit(Octets.of("Subject: pills\r\n\r\nBuy pills now\r\n".getBytes()), List.of(anna.inbox()), Set.of(), false,
                CLOCK.instant(), Optional.empty()));
            try (var _ = TestSeal.unlock(keyring, anna.id())) {
                anna.move(anna.inbox(), UidSet.ALL, anna.mailboxId(Role.JUNK).orElseThrow());
                learning.close();
                for (int i = 0; i < 500 && done(desk.learnt(ANNA, false)).junk() == 0; i++) Thread.sleep(10);
            }
            assertEquals(new Results.Learnt(ANNA, 1, 0, 0, 1), done(desk.learnt(ANNA, false)));
            assertEquals(new Results.Learnt(ANNA, 0, 0, 0, 0), done(desk.learnt(ANNA, true)));
            assertEquals("there is no account bruno@home.example",
                assertInstanceOf(Answer.Failed.class, desk.learnt(Address.of("bruno@home.example"), false)).why());
        }
    }

    private static Results.Learnt done(Answer answer) {
        return (Results.Learnt) assertInstanceOf(Answer.Done.class, answer, answer.toString()).result();
    }
}
