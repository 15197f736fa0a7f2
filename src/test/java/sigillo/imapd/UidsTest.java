package sigillo.imapd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sigillo.account.Account;
import sigillo.account.AccountId;
import sigillo.account.Accounts;
import sigillo.account.Entry;
import sigillo.account.UidSet;
import sigillo.base.Bytes;
import sigillo.keyring.Level;
import sigillo.keyring.TestSeal;
import sigillo.store.memory.MemoryStore;

/**
 * RFC 9051 section 2.3.1.1: a UID means one message for ever, and none comes again: not after a restart, not when the newest was
 * expunged before it, not for what was moved out and back, not when keys are renewed. After a restore: {@link sigillo.whole.RebuildTest}.
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

    /** New keys for what comes; what is there keeps its numbers, in a session that was open and in those that come, and after a restart. */
    @ParameterizedTest @EnumSource(names = {"L0", "L1"}) void stayWhenKeysAreRenewed(Level level) throws Exception {
        var house = new House(store, folder, House.OPEN, level);
        for (int i = 1; i <= 5; i++) deliver(house.anna, i);
        try (var open = Talk.signedIn(house)) {
            open.ask("a SELECT INBOX");
            open.ask("b STORE 2 +FLAGS.SILENT (\\Deleted)");
            open.ask("c EXPUNGE");
            var before = numbers(open);
            for (int round = 0; round < 2; round++) {
                house.keyring.renew(house.anna.id());
                assertEquals(before, numbers(open), "in the session that is open");
                assertEquals(before, numbersOfAnother(house), "in one that comes");
                house.anna.tidy();
                assertEquals(before, numbersOfAnother(house), "after upkeep");
            }
            deliver(house.anna, 6);
            open.ask("d NOOP");
            assertEquals(before.replace("UIDNEXT 6", "UIDNEXT 7").replace("5 Subject: 5", "5 Subject: 5, 6 Subject: 6"), numbers(open), "what came has the next");
            assertEquals(numbers(open), numbersOfAnother(house));
        }
        var entries = entries(house.anna);
        assertEquals(List.of(1L, 3L, 4L, 5L, 6L), uids(house.anna));
        var again = again(house, level);
        assertEquals(entries, entries(again), "after a restart");
        assertEquals(house.anna.mailbox("INBOX"), again.mailbox("INBOX"));
    }

    private static String numbersOfAnother(House house) {
        try (var talk = Talk.signedIn(house)) {
            talk.ask("a SELECT INBOX");
            return numbers(talk);
        }
    }

    /** UIDVALIDITY and UIDNEXT, then each message with its UID, read under its key. */
    private static String numbers(Talk talk) {
        var status = talk.ask("n STATUS INBOX (UIDVALIDITY UIDNEXT)").replaceFirst("(?s)\\* STATUS \"?INBOX\"? \\((.*?)\\).*", "$1");
        var fetched = Pattern.compile("UID (\\d+)[^\n]*\n(Subject: \\d+)").matcher(talk.ask("f UID FETCH 1:* (UID BODY.PEEK[HEADER.FIELDS (SUBJECT)])"));
        return status + ": " + fetched.results().map(one -> one.group(1) + " " + one.group(2)).collect(Collectors.joining(", "));
    }

    private Account again(House house) { return again(house, TestSeal.LEVEL); }

    private Account again(House house, Level level) {
        var seal = TestSeal.unattended(house.keyring, level);
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
