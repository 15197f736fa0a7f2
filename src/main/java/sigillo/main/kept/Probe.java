package sigillo.main.kept;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import sigillo.account.Accounts;
import sigillo.account.Deposit;
import sigillo.account.Role;
import sigillo.account.UidSet;
import sigillo.backup.BackupKey;
import sigillo.base.Address;
import sigillo.base.Octets;
import sigillo.directory.AccountRecord;
import sigillo.directory.Directory;
import sigillo.directory.NewAccount;
import sigillo.keyring.Level;
import sigillo.login.Credentials;

/**
 * An account of the server's own with one message, to which the server knows the password: where it is signed in to and
 * the message is read, passwords, slots, keys and mail fit each other. No mail comes to it, since its domain is
 * nobody's (RFC 2606 section 2). One for each recovery key.
 */
final class Probe {
    private static final byte[] MESSAGE = """
        From: backup <backup@backup.invalid>\r
        To: backup <backup@backup.invalid>\r
        Subject: Can this be read?\r
        Date: Sat, 28 Nov 2026 12:00:00 +0000\r
        Message-ID: <probe@backup.invalid>\r
        \r
        This message is read after each backup, from what came back.\r
        """.getBytes(StandardCharsets.US_ASCII);

    private final Address address;
    private final String password;

    Probe(BackupKey key) {
        this.address = Address.of("probe-" + key.fingerprint() + "@backup.invalid");
        try (var secret = key.derived("sigillo/v1/backup/probe")) {
            var octets = secret.toArray();
            this.password = HexFormat.of().formatHex(octets);
            Arrays.fill(octets, (byte) 0);
        }
    }

    /** Makes it when it is not there. */
    void ensure(Kept kept) {
        if (kept.directory().account(address).isPresent()) return;
        var id = NewAccount.freshId();
        var enrolled = kept.credentials().enrol(id, Level.L1, password);
        var account = kept.accounts().create(id);
        account.deposit(Deposit.of(Octets.of(MESSAGE), account.mailboxId(Role.INBOX).orElseThrow(), Instant.now()));
        kept.editor().addOwn(new NewAccount(id, address, enrolled.password()));
    }

    /** Signs in to it and reads its message. Throws {@link IOException} with what does not work. */
    void read(Directory directory, Credentials credentials, Accounts accounts) throws IOException {
        var record = directory.account(address).orElseThrow(() -> new IOException("the account " + address
            + " is not there"));
        var unlocked = credentials.open(record, password);
        if (unlocked.isEmpty()) throw new IOException("the account " + address + " does not open with its password");
        try (var _ = unlocked.get()) {
            if (!isWhole(record, accounts)) throw new IOException("the message of " + address + " is not as it was");
        }
    }

    private static boolean isWhole(AccountRecord record, Accounts accounts) throws IOException {
        var account = accounts.open(record.id());
        var inbox = account.mailboxId(Role.INBOX).orElseThrow();
        var same = new boolean[1];
        var failed = new IOException[1];
        account.entries(inbox, UidSet.ALL, entry -> {
            try {
                var content = account.content(entry.email());
                same[0] = content.isPresent() && Arrays.equals(MESSAGE, content.get()
                    .bytes(0, content.get().length(), 1 << 16));
            } catch (IOException e) {
                failed[0] = e;
            }
            return false;
        });
        if (failed[0] != null) throw failed[0];
        return same[0];
    }
}
