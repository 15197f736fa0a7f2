package sigillo.popd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sigillo.account.AccountId;
import sigillo.account.Role;
import sigillo.base.Bytes;
import sigillo.directory.PopDeletes;
import sigillo.keyring.Way;
import sigillo.sealing.Randomness;
import sigillo.sealing.Secret;
import sigillo.sealing.Slot;
import sigillo.store.Batch;
import sigillo.store.ForwardingStore;
import sigillo.store.Partition;
import sigillo.store.Store;
import sigillo.store.StoreException;
import sigillo.store.Written;
import sigillo.store.memory.MemoryStore;

/** What a client is told when something fails behind the door, when its owner's mail is locked, or when it is sent away. */
@Timeout(60)
class PopTroubleTest {
    private static final AccountId ANNA = new AccountId("anna");

    /** Fails each commit of accounts from one on. */
    private static final class Failing extends ForwardingStore {
        private final AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);

        Failing(Store inner) { super(inner); }

        @Override protected CompletableFuture<Written> submit(Partition partition, Batch batch) {
            boolean isAccount = partition.name().text().startsWith("a/");
            if (isAccount && left.getAndUpdate(n -> Math.max(0, n - 1)) == 0) return CompletableFuture.failedFuture(new StoreException("a broken disk", null));
            return partition.submit(batch);
        }
    }

    private static byte[] mail(String subject) { return ("Subject: " + subject + "\r\n\r\nText.\r\n").getBytes(StandardCharsets.US_ASCII); }

    @Test void whatCannotBeDeletedIsTold() {
        for (var deletes : PopDeletes.values()) {
            var store = new Failing(new MemoryStore());
            var house = new House(store, House.OPEN);
            house.deletes = deletes;
            house.deliver("INBOX", mail("one"));
            try (var talk = Talk.signedIn(house)) {
                assertEquals("+OK Deleted at QUIT", talk.ask("DELE 1"));
                store.left.set(0);
                assertEquals("-ERR Some deleted messages were not removed", talk.ask("QUIT"));
                assertTrue(talk.isOver());
            }
            store.left.set(Integer.MAX_VALUE);
            try (var talk = Talk.signedIn(house)) {
                assertEquals("+OK 1 23", talk.ask("STAT"), deletes.toString());
            }
        }
    }

    /** RFC 1939 section 6: where it fails between two pieces, some are gone; none that was not marked. */
    @Test void ofManyThePiecesThatWereDoneAreDone() {
        for (var deletes : PopDeletes.values()) {
            var store = new Failing(new MemoryStore());
            var house = new House(store, new PopSettings(true, House.limits(Duration.ofMillis(20), Duration.ofSeconds(30), 2)));
            house.deletes = deletes;
            for (int i = 0; i < 7; i++) house.deliver("INBOX", mail("m" + i));
            try (var talk = Talk.signedIn(house)) {
                for (int number : new int[] {1, 3, 4, 5, 7}) talk.ask("DELE " + number);
                store.left.set(1);
                assertEquals("-ERR Some deleted messages were not removed", talk.ask("QUIT"));
            }
            store.left.set(Integer.MAX_VALUE);
            try (var talk = Talk.signedIn(house)) {
                assertEquals("+OK 5 " + 5 * mail("m0").length, talk.ask("STAT"), deletes + ": the first two that were marked are gone");
                assertArrayEquals(mail("m1"), talk.message(1));
                assertArrayEquals(mail("m3"), talk.message(2));
                for (int number : new int[] {2, 3, 5}) talk.ask("DELE " + number);
                assertEquals("+OK Goodbye", talk.ask("QUIT"));
            }
            try (var talk = Talk.signedIn(house)) {
                assertArrayEquals(mail("m1"), talk.message(1));
                assertArrayEquals(mail("m5"), talk.message(2));
                assertEquals("+OK 2 " + 2 * mail("m0").length, talk.ask("STAT"));
            }
            assertTrue(house.anna.verify().isSound(), house.anna.verify().faults().toString());
        }
    }

    // ---- one session at a time ----

    /** A phone that has changed its network: its session of before says nothing more, and has deleted nothing. */
    @Test void whoComesAnewEndsASessionThatIsQuiet() {
        var house = new House(new MemoryStore(), new PopSettings(true, House.limits(Duration.ofSeconds(20), Duration.ZERO, 5_000)));
        house.deliver("INBOX", mail("one"));
        try (var before = Talk.signedIn(house)) {
            assertEquals("+OK Deleted at QUIT", before.ask("DELE 1"));
            try (var now = Talk.signedIn(house)) {
                assertTrue(before.isOver());
                assertEquals("+OK 1 23", now.ask("STAT"));
            }
        }
    }

    /** {@code quiet} is as long as its owner says. */
    private static final class Holder implements Peer {
        private final Duration quiet;
        private boolean isCut;

        Holder(Duration quiet) { this.quiet = quiet; }

        @Override public void cut() { isCut = true; }

        @Override public Duration quiet() { return quiet; }
    }

    @Test void aSessionThatIsBusyIsNotEnded() {
        for (var quiet : List.of(Duration.ofSeconds(29), Duration.ofSeconds(30))) {
            var locks = new Locks();
            var there = new Holder(quiet);
            assertTrue(locks.enter(ANNA, there, Duration.ZERO, Duration.ofSeconds(30)));
            assertEquals(false, locks.enter(ANNA, new Holder(Duration.ZERO), Duration.ofMillis(1), Duration.ofSeconds(30)), "it has not left yet");
            assertEquals(quiet.toSeconds() >= 30, there.isCut);
            locks.leave(ANNA);
            assertTrue(locks.enter(ANNA, new Holder(Duration.ZERO), Duration.ZERO, Duration.ofSeconds(30)));
        }
    }

    @Test void aTrashThatIsGoneIsMadeAnew() {
        var house = new House(House.OPEN);
        house.deletes = PopDeletes.TRASH;
        try (var _ = house.opening.apply(house.keyring)) {
            house.anna.delete(house.anna.mailboxId(Role.TRASH).orElseThrow());
        }
        house.deliver("INBOX", mail("one"));
        try (var talk = Talk.signedIn(house)) {
            talk.ask("DELE 1");
            assertEquals("+OK Goodbye", talk.ask("QUIT"));
        }
        assertEquals(1, house.anna.maildrop(house.anna.mailboxId(Role.TRASH).orElseThrow()).count());
        assertEquals(0, house.anna.maildrop(house.anna.mailboxId(Role.INBOX).orElseThrow()).count());
    }

    @Test void whatPopDeletesCanBeHadBack() throws IOException {
        var house = new House(House.OPEN);
        house.deliver("INBOX", mail("wanted after all"));
        try (var talk = Talk.signedIn(house)) {
            talk.ask("DELE 1");
            talk.ask("QUIT");
        }
        var expunged = house.anna.expunged(10);
        assertEquals(1, expunged.size());
        house.anna.undelete(expunged.getFirst(), house.anna.mailboxId(Role.INBOX).orElseThrow());
        try (var talk = Talk.signedIn(house)) {
            assertArrayEquals(mail("wanted after all"), talk.message(1));
        }
    }

    // ---- who may ----

    @Test void mailOfBeforeAResetIsToldToBeLocked() {
        var house = new House(House.OPEN);
        house.deliver("INBOX", mail("before"));
        reset(house);
        house.deliver("INBOX", mail("after"));
        try (var talk = Talk.signedIn(house)) {
            assertEquals("+OK 2 " + (mail("before").length + mail("after").length), talk.ask("STAT"));
            assertEquals(3, talk.lines("UIDL").size());
            assertEquals("-ERR [SYS/PERM] This is locked: sign in once with your recovery code or your former password", talk.ask("RETR 1"));
            assertArrayEquals(mail("after"), talk.message(2));
        }
    }

    private static void reset(House house) {
        var fresh = new Way(Slot.Kind.PASSWORD, Secret.random(Randomness.secure()));
        long slot = house.keyring.reserve(ANNA, fresh);
        house.keyring.reset(ANNA, slot);
        for (long other : house.keyring.slots(ANNA).keySet()) if (other != slot) house.keyring.remove(ANNA, other);
        house.opening = keys -> keys.unlock(ANNA, slot, fresh.secret()).orElseThrow();
    }

    @Test void whoseWayInIsTakenAwayIsCutAndHasDeletedNothing() {
        var house = new House(House.OPEN);
        house.deliver("INBOX", mail("one"));
        try (var talk = Talk.signedIn(house)) {
            talk.ask("DELE 1");
            house.keyring.end(ANNA);
            assertTrue(talk.isOver());
        }
        assertEquals(1, house.held("INBOX"));
        try (var talk = Talk.signedIn(house)) { // and the lock is free
            assertEquals("+OK 1 23", talk.ask("STAT"));
        }
    }

    // ---- what is damaged ----

    @Test void aDamagedMessageBreaksOffOnceThenIsRefusedAndTheOthersAreSent() {
        var store = new MemoryStore();
        var house = new House(store, House.OPEN);
        house.deliver("INBOX", mail("one"));
        var before = blobs(store);
        var text = "Subject: two\r\n\r\n" + "A line of a text that is long.\r\n".repeat(10_000);
        house.deliver("INBOX", text.getBytes(StandardCharsets.US_ASCII));
        house.deliver("INBOX", mail("three"));
        damageTheEnd(store, blobs(store).stream().filter(blob -> !before.contains(blob)).max(java.util.Comparator.comparingLong(blob -> store.blobs().get(blob).length())).orElseThrow());
        try (var talk = Talk.signedIn(house)) {
            talk.send("RETR 2\r\n");
            assertEquals("+OK " + text.length() + " octets", talk.line());
            assertTrue(talk.isOver());
            assertTrue(!talk.end().contains("\r\n.\r\n"), "no end");
        }
        try (var talk = Talk.signedIn(house)) {
            assertEquals("-ERR [SYS/PERM] That message cannot be read", talk.ask("RETR 2"));
            assertArrayEquals(mail("one"), talk.message(1));
            assertArrayEquals(mail("three"), talk.message(3));
        }
    }

    private static List<Bytes> blobs(Store store) {
        var ids = new ArrayList<Bytes>();
        store.blobs().ids(Bytes.utf8("a/"), ids::add);
        return ids;
    }

    private static void damageTheEnd(Store store, Bytes blob) {
        try {
            var octets = store.blobs().get(blob).bytes(0, Long.MAX_VALUE, 1 << 24);
            octets[octets.length - 1] ^= 1;
            store.blobs().delete(blob);
            store.blobs().put(blob, sigillo.base.Octets.of(octets));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
