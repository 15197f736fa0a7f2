package sigillo.main.practice;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import sigillo.account.Account;
import sigillo.account.AccountId;
import sigillo.account.Accounts;
import sigillo.account.Deposit;
import sigillo.base.Address;
import sigillo.base.Alarms;
import sigillo.base.Bytes;
import sigillo.base.Octets;
import sigillo.directory.User;
import sigillo.imapd.SilentSession;
import sigillo.keyring.FloorFile;
import sigillo.keyring.Keyring;
import sigillo.keyring.KeyringSettings;
import sigillo.keyring.Level;
import sigillo.keyring.ServerSecrets;
import sigillo.keyring.SlotKeys;
import sigillo.keyring.Way;
import sigillo.login.SignIn;
import sigillo.sealing.Randomness;
import sigillo.sealing.Secret;
import sigillo.sealing.Slot;
import sigillo.search.Searches;
import sigillo.spool.Spool;
import sigillo.store.Store;

/**
 * An account in memory with some hundred mails of no meaning, sealed under keys of its own, and somebody who reads it
 * by IMAP: the code that reads mail, with nobody's mail. Some 1.2 MiB, and garbage once it is closed; nothing of it
 * reaches a disk. One thread.
 */
final class PracticeHouse implements WarmUp.Practice {
    static final AccountId WHO = new AccountId("practice");
    /** So many that a FETCH of all is read ahead. */
    private static final int MAILS = 416;
    private static final int MAILS_AT_ONCE = 16;
    private static final int ROUNDS = 16;
    private static final List<String> ROUND = List.of("SELECT INBOX", "FETCH 1:* (FLAGS UID)", "FETCH 1:* (UID FLAGS)",
        "FETCH 1:* (ENVELOPE)", "FETCH 1:* (ENVELOPE)",
        "FETCH 1:* (UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODYSTRUCTURE)",
        "FETCH 1:* (BODY.PEEK[])",
        "SEARCH SUBJECT nowhere", "SEARCH SUBJECT nowhere", "SEARCH FROM nobody", "SELECT INBOX",
        "FETCH 1:* (FLAGS UID)", "STORE 7 +FLAGS (\\Flagged)", "STORE 8 -FLAGS (\\Flagged)",
        "STORE 7 -FLAGS (\\Flagged)", "STORE 7 -FLAGS (\\Flagged)");
    private static final Alarms DEAF = new Alarms() {
        @Override public void raise(String key, String sentence) {}

        @Override public void clear(String key) {}
    };

    private final Store store;
    private final Keyring keyring;
    private final Account account;
    private final SilentSession reader;
    private final Secret secret = Secret.random(Randomness.secure());
    private final InstantSource clock = InstantSource.system();
    private int done;

    /**
     * {@code store}: empty and in memory, closed with this. {@code spool} is not written to; {@code searches}: whose
     * threads search.
     */
    PracticeHouse(Store store, Spool spool, Searches searches) {
        this.store = store;
        var random = Randomness.secure();
        var secrets = new ServerSecrets(Secret.random(random), Secret.random(random));
        keyring = new Keyring(store, secrets, SlotKeys.passing(random, DEAF),
            FloorFile.of(new byte[0]), random, clock, DEAF, KeyringSettings.STANDARD);
        try {
            long slot = keyring.enrol(WHO, Level.L1, List.of(new Way(Slot.Kind.APP_PASSWORD, secret))).getFirst();
            var accounts = new Accounts(store, keyring, Bytes.wrap(random.octets(Secret.OCTETS)), clock);
            account = accounts.create(WHO);
            reader = new SilentSession(signIn(slot), accounts, spool, searches, clock);
        } catch (RuntimeException e) {
            keyring.close();
            store.close();
            throw e;
        }
    }

    private SignIn signIn(long slot) {
        var user = new User(WHO, Address.of("practice@sigillo.invalid"));
        return (_, _, _, _) -> keyring.unlock(WHO, slot, secret)
            .<SignIn.Answer>map(open -> SignIn.Answer.Welcome.toAll(user, open)).orElseGet(SignIn.Answer.Refused::new);
    }

    /** Some thousandths of a second each. False when all is done. */
    @Override public boolean step() throws IOException {
        int filled = MAILS / MAILS_AT_ONCE;
        int at = done++ - filled;
        if (at < 0) fill();
        else if (at == 0) reader.ask("LOGIN practice practice");
        else reader.ask(ROUND.get((at - 1) % ROUND.size()));
        return at < ROUNDS * ROUND.size();
    }

    private void fill() {
        var mails = new ArrayList<Deposit>();
        for (int i = 0; i < MAILS_AT_ONCE; i++) {
            var mail = RehearsalMail.brief(done * MAILS_AT_ONCE + i).getBytes(StandardCharsets.US_ASCII);
            mails.add(Deposit.of(Octets.of(mail), account.inbox(), clock.instant()));
        }
        account.deposit(mails);
    }

    /** Also where the reader is in the middle of something. */
    @Override public void close() {
        try {
            reader.close();
        } finally {
            keyring.close();
            store.close();
            secret.close();
        }
    }
}
