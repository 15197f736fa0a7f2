package sigillo.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sigillo.account.AccountContract.inbox;
import static sigillo.account.AccountContract.octets;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.keyring.Level;
import sigillo.keyring.TestSeal;
import sigillo.message.Needle;
import sigillo.message.SearchText.Where;
import sigillo.store.Store;
import sigillo.store.Transactions;
import sigillo.store.memory.MemoryStore;
import sigillo.store.rocksdb.RocksStore;

/** Mails of before there were text records get theirs while somebody searches. However that is broken off, each is found. */
class TextCrashTest {
    private static final int MAILS = 1_800;
    private static final int KILLS = 6;

    @TempDir Path directory;

    @Test @Tag("gate") void aKillLeavesNoMailUnsearchable() throws Exception {
        try (var store = RocksStore.open(directory.resolve("store"))) {
            fill(ofFiles(store), MAILS);
            forgetTexts(store);
        }
        var random = new Random(11);
        int before = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            killWhileSearching((kill + 1) * 200 + random.nextInt(100));
            try (var store = RocksStore.open(directory.resolve("store"))) {
                int now = texts(store);
                assertTrue(now >= before && now <= MAILS, now + " records, " + before + " before");
                assertTrue(now >= (kill + 1) * 200, "what was made was kept, but for the last hundred: " + now);
                before = now;
                if (kill < KILLS - 1) continue;
                assertEachIsFound(ofFiles(store), MAILS);
                assertEquals(MAILS, texts(store), "each has a record now");
                AccountContract.assertSound(ofFiles(store));
            }
        }
    }

    /** Once it has looked into so many. */
    private void killWhileSearching(int mails) throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var child = new ProcessBuilder(java, "-Xmx64m", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED", "-cp",
            System.getProperty("java.class.path"), TextCrashWriter.class.getName(), directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (var said = child.inputReader(StandardCharsets.UTF_8)) {
            for (int i = 0; i < mails; i++) assertTrue(said.readLine() != null, "it ended by itself");
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    /** Between any two commits: who searches is gone, and what was not kept yet is lost. */
    @Test void aSearchThatIsLeftAnywhereLeavesNoMailUnsearchable() {
        var store = new MemoryStore();
        var account = account(store);
        var ids = fill(account, 350);
        for (int left : new int[] {1, 99, 100, 101, 250, 350}) {
            forgetTexts(store);
            var scan = account.scan(); // never closed
            for (var id : ids.subList(0, left)) scan.finds(id, new Needle("nowhere"), Where.TEXT);
            assertEquals(left / 100 * 100, texts(store));
            assertEachIsFound(account, ids.size());
            assertEquals(ids.size(), texts(store));
        }
        AccountContract.assertSound(account);
    }

    /** Nobody can make a record while the account is locked; it is made when its owner is back. */
    @Test void whatCameOrWasLeftWhileTheAccountIsLockedIsFoundLater() {
        var store = new MemoryStore();
        var ids = fill(account(store), 50);
        forgetTexts(store);
        var keyring = TestSeal.keyring(store, InstantSource.system());
        var account = new Accounts(store, TestSeal.unattended(keyring), AccountContract.HASH_KEY, InstantSource.system()).open(AccountContract.ANNA);
        if (keyring.level(AccountContract.ANNA).equals(Level.L1)) {
            try (var scan = account.scan()) {
                for (var id : ids) assertThrows(Locked.class, () -> scan.finds(id, new Needle("word7x"), Where.TEXT));
            }
            assertEquals(0, texts(store));
        }
        account.deposit(Deposit.of(octets("Subject: came later\r\n\r\nword50x\r\n"), inbox(account).id(), Instant.EPOCH));
        try (var _ = TestSeal.unlock(keyring, AccountContract.ANNA)) {
            assertEachIsFound(account, 51);
        }
        assertEquals(51, texts(store));
        keyring.close();
    }

    // ---- the account ----

    /** What {@link TextCrashWriter} opens too. */
    private Account ofFiles(Store store) {
        var seal = TestSeal.over(directory.resolve("keys"), store, InstantSource.system());
        return new Accounts(store, seal, AccountContract.HASH_KEY, InstantSource.system()).create(AccountContract.ANNA);
    }

    private static Account account(Store store) {
        return new Accounts(store, TestSeal.over(store, InstantSource.system()), AccountContract.HASH_KEY, InstantSource.system()).create(AccountContract.ANNA);
    }

    private static List<EmailId> fill(Account account, int count) {
        var ids = new ArrayList<EmailId>();
        for (int i = 0; i < count; i++) {
            var message = octets("Subject: mail\r\n\r\nword" + i + "x " + "of a text ".repeat(50) + "\r\n");
            ids.add(AccountContract.kept(account.deposit(Deposit.of(message, inbox(account).id(), Instant.EPOCH))).id());
        }
        return ids;
    }

    /** In the order of their arrival, each by its own word. */
    private static void assertEachIsFound(Account account, int count) {
        var number = new int[1];
        try (var scan = account.scan()) {
            account.entries(inbox(account).id(), UidSet.ALL, entry -> {
                assertTrue(scan.finds(entry.email(), new Needle("word" + number[0] + "x"), Where.BODY), () -> "mail " + number[0]);
                number[0]++;
                return true;
            });
        }
        assertEquals(count, number[0]);
    }

    private static int texts(Store store) {
        var count = new int[1];
        Reads.of(store.partition(AccountContract.ANNA.partition())).each(Keys.TEXTS, (_, _) -> ++count[0] > 0);
        return count[0];
    }

    private static void forgetTexts(Store store) {
        new Transactions(store.partition(AccountContract.ANNA.partition())).write(tx -> {
            Reads.of(store.partition(AccountContract.ANNA.partition())).each(Keys.TEXTS, (key, _) -> {
                tx.delete(key);
                return true;
            });
            return null;
        });
    }
}
