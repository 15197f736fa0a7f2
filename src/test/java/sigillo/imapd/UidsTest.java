package sigillo.imapd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.account.Account;
import sigillo.account.AccountId;
import sigillo.account.Accounts;
import sigillo.account.Entry;
import sigillo.account.UidSet;
import sigillo.base.Bytes;
import sigillo.keyring.TestSeal;
import sigillo.store.memory.MemoryStore;

/**
 * RFC 9051 section 2.3.1.1: a UID means one message for ever, and none comes again: not after a restart, not when the newest was
 * expunged before it, not for what was moved out and back. After a restore: {@link sigillo.whole.RebuildTest}.
 */
class UidsTest {
    private final MemoryStore store = new MemoryStore();
    @TempDir Path folder;

    @Test void neverMoveOrReturn() throws Exception {
        var house = new House(store, folder, House.OPEN);
        for (int i = 1; i <= 5; i++) deliver(house.anna, i);
        try (var talk = Talk.signedIn(house)) {
            talk.ask("a SELECT INBOX");
            assertTrue(all(talk, "b", "MOVE 2 Archive").contains("COPYUID"));
            talk.ask("c SELECT Archive");
            assertTrue(all(talk, "d", "MOVE 1 INBOX").contains("1 6]"), "back again it has another");
            talk.ask("e SELECT INBOX");
            talk.ask("f UID STORE 5:6 +FLAGS.SILENT (\\Deleted)");
            talk.ask("g EXPUNGE");
        }
        assertEquals(List.of(1L, 3L, 4L), uids(house.anna));
        var before = house.anna.mailbox("INBOX");
        var again = again(house);
        assertEquals(before, again.mailbox("INBOX"), "after a restart");
        assertEquals(entries(house.anna), entries(again));
        deliver(again, 7);
        assertEquals(List.of(1L, 3L, 4L, 7L), uids(again), "6 was the highest, and is gone");
    }

    private Account again(House house) {
        var seal = TestSeal.unattended(house.keyring, TestSeal.LEVEL);
        return new Accounts(store, seal, Bytes.wrap(new byte[32]), House.CLOCK).open(new AccountId("anna"));
    }

    private static void deliver(Account account, int number) {
        House.deliver(account, "INBOX", ("Subject: " + number + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    private static String all(Talk talk, String tag, String command) {
        talk.send(tag + " " + command + "\r\n");
        var said = new StringBuilder();
        for (var line = talk.line(); ; line = talk.line()) {
            said.append(line).append('\n');
            if (line.startsWith(tag + " ")) return said.toString();
        }
    }

    private static List<Entry> entries(Account account) {
        var entries = new ArrayList<Entry>();
        account.entries(account.mailboxId("INBOX").orElseThrow(), UidSet.ALL, entries::add);
        return entries;
    }

    private static List<Long> uids(Account account) {
        return entries(account).stream().map(Entry::uid).toList();
    }
}
