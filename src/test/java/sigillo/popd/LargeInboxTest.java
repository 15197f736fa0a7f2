package sigillo.popd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sigillo.account.ManyEntries;
import sigillo.account.Role;
import sigillo.net.MemoryLink;
import sigillo.store.rocksdb.RocksStore;

/** An inbox of a million messages: what a session keeps of it, and that STAT, LIST and UIDL read no message (there is none). */
@Tag("long")
@Timeout(600)
class LargeInboxTest {
    private static final int MESSAGES = 1_000_000;

    @Test void aMillionMessages(@TempDir Path folder) throws Exception {
        try (var store = RocksStore.open(folder)) {
            var house = new House(store, House.OPEN);
            var inbox = house.anna.mailboxId(Role.INBOX).orElseThrow();
            ManyEntries.fill(store, house.anna.id(), inbox, MESSAGES);
            long before = used();
            long begun = System.nanoTime();
            var drop = new OpenDrop(house.anna, inbox);
            long opened = System.nanoTime();
            long kept = used() - before;
            assertEquals(MESSAGES, drop.count());
            assertTrue(kept < 9L * MESSAGES, kept + " octets are kept");
            assertEquals(1_000L * MESSAGES + 499_500L * (MESSAGES / 1_000), drop.octets());
            long lines = lines(house, "LIST");
            long listed = System.nanoTime();
            assertEquals(MESSAGES, lines);
            assertEquals(MESSAGES, lines(house, "UIDL"));
            System.out.printf("%d octets; opened in %d ms, sign-in and LIST in %d ms, sign-in and UIDL in %d ms%n", kept, (opened - begun) / 1_000_000,
                (listed - opened) / 1_000_000, (System.nanoTime() - listed) / 1_000_000);
        }
    }

    /** Of the response, without status and end. */
    private static long lines(House house, String command) throws Exception {
        var link = new MemoryLink();
        try (var talk = new Talk(house, link)) {
            talk.send("AUTH PLAIN AGFubmEAcHc=\r\n" + command + "\r\nQUIT\r\n");
            long lines = 0;
            var end = new StringBuilder();
            while (!end.toString().endsWith("+OK Goodbye\r\n")) {
                var heard = link.hear(java.time.Duration.ofSeconds(60));
                assertTrue(heard.length > 0, "nothing comes");
                for (byte octet : heard) if (octet == '\n') lines++;
                end.append(new String(heard, Math.max(0, heard.length - 20), Math.min(20, heard.length), java.nio.charset.StandardCharsets.US_ASCII));
            }
            return lines - 5; // greeting, signed in, status, end, goodbye
        }
    }

    private static long used() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            System.gc();
            Thread.sleep(50);
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
