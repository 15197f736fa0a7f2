package sigillo.vault;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import sigillo.account.AccountId;
import sigillo.base.Bytes;
import sigillo.sealing.Secret;
import sigillo.store.Batch;
import sigillo.store.Damaged;
import sigillo.store.ForwardingStore;
import sigillo.store.Partition;
import sigillo.store.Store;
import sigillo.store.StoreException;
import sigillo.store.Transactions;
import sigillo.store.Written;
import sigillo.store.memory.MemoryStore;
import sigillo.vault.VaultSlot.Kind;

/** What browsers keep: slots as a whole, blobs whole or not at all, nothing readable in the store. */
class VaultTest {
    private static final AccountId ANNA = new AccountId("anna");
    private static final AccountId BOB = new AccountId("bob");
    private final Random random = new Random(11);
    private final Store store = new MemoryStore();
    private Instant now = Instant.parse("2026-11-30T10:00:00Z");
    private final Vault vault = open(new byte[Secret.OCTETS]);

    private Vault open(byte[] key) { return Vault.of(store, Secret.take(key), random::nextBytes, () -> now); }

    private static VaultSlot slot(String id, Kind kind) {
        return new VaultSlot(id, kind, Bytes.utf8("wrapped for " + id));
    }

    private static final VaultSlot OLD = slot("old", Kind.PASSWORD);
    private static final VaultSlot NEW = slot("new", Kind.PASSWORD);
    private static final VaultSlot CODE = slot("code", Kind.RECOVERY);

    // ---- slots ----

    @Test void slotsAreChangedAsAWhole() {
        assertEquals(new VaultSlots.Shown(0, List.of()), vault.slots().shown(ANNA));
        assertEquals(new VaultSlots.Changed.Done(1), vault.slots().set(ANNA, 0, List.of(OLD, CODE)));
        assertEquals(new VaultSlots.Changed.Elsewhere(1), vault.slots().set(ANNA, 0, List.of(NEW)),
            "another device was first");
        assertEquals(new VaultSlots.Shown(1, List.of(OLD, CODE)), vault.slots().shown(ANNA));
        assertEquals(0, vault.slots().shown(BOB).version());
    }

    @Test void slotsAreBounded() {
        var many = new ArrayList<VaultSlot>();
        for (int i = 0; i <= VaultLimits.SLOTS_MAX; i++) many.add(slot("s" + i, Kind.PASSWORD));
        var unfit = List.of(many, List.<VaultSlot>of(), List.of(OLD, OLD), List.of(slot("p", Kind.PASSKEY)),
            List.of(slot("", Kind.PASSWORD)),
            List.of(slot("../x", Kind.PASSWORD)), List.of(new VaultSlot("a", Kind.PASSWORD, Bytes.EMPTY)),
            List.of(new VaultSlot("a", Kind.PASSWORD, Bytes.wrap(new byte[VaultLimits.WRAPPED_OCTETS_MAX + 1]))));
        for (var slots : unfit) assertEquals(new VaultSlots.Changed.Unfit(), vault.slots().set(ANNA, 0, slots), slots.toString());
        assertInstanceOf(VaultSlots.Changed.Done.class, vault.slots()
            .set(ANNA, 0, many.subList(0, VaultLimits.SLOTS_MAX)));
    }

    @Test void aChangeOfThePasswordThatStopsInTheMiddleLeavesBoth() {
        vault.slots().set(ANNA, 0, List.of(OLD, CODE));
        vault.slots().stage(ANNA, 1, List.of(NEW, CODE));
        assertEquals(List.of(OLD, CODE, NEW), open(new byte[Secret.OCTETS]).slots().shown(ANNA).slots(),
            "as after a stop");
        vault.slots().settle(ANNA);
        assertEquals(new VaultSlots.Shown(2, List.of(NEW, CODE)), vault.slots().shown(ANNA));
        vault.slots().settle(ANNA);
        assertEquals(List.of(NEW, CODE), vault.slots().shown(ANNA).slots(), "done twice is done once");
    }

    @Test void aChangeThatIsRefusedLeavesWhatWas() {
        vault.slots().set(ANNA, 0, List.of(OLD, CODE));
        assertEquals(new VaultSlots.Changed.Elsewhere(1), vault.slots().stage(ANNA, 7, List.of(NEW, CODE)));
        vault.slots().stage(ANNA, 1, List.of(NEW, CODE));
        vault.slots().unstage(ANNA);
        assertEquals(List.of(OLD, CODE), vault.slots().shown(ANNA).slots());
        for (long version = 2; version < 60; version++) vault.slots().stage(ANNA, version, List.of(slot("n" + version, Kind.PASSWORD)));
        assertTrue(vault.slots().shown(ANNA).slots().size() <= 2 * VaultLimits.SLOTS_MAX
            + 1, "stop upon stop is bounded");
    }

    // ---- blobs ----

    private byte[] content(int octets) {
        var content = new byte[octets];
        random.nextBytes(content);
        return content;
    }

    private VaultBlobs.Changed put(AccountId account, String name, long version, byte[] content) {
        try {
            return vault.blobs().put(account, name, version, content.length, new ByteArrayInputStream(content));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private byte[] read(AccountId account, String name) throws IOException {
        var content = vault.blobs().get(account, name).orElseThrow().content();
        return content.bytes(0, content.length(), 8 << 20);
    }

    @Test void blobsOfEachLengthComeBack() throws IOException {
        int piece = VaultLimits.PIECE_OCTETS;
        for (int octets : new int[] {0, 1, piece - 1, piece, piece + 1, 3 * piece + 17}) {
            var content = content(octets);
            assertEquals(new VaultBlobs.Changed.Done(1), put(ANNA, "b" + octets, 0, content));
            assertArrayEquals(content, read(ANNA, "b" + octets));
        }
        assertEquals(6, vault.blobs().list(ANNA).size());
        assertTrue(vault.blobs().get(BOB, "b1").isEmpty());
    }

    @Test void theFirstOfTwoDevicesCounts() throws IOException {
        var first = content(400_000);
        assertEquals(new VaultBlobs.Changed.Done(1), put(ANNA, "openpgp.keys", 0, first));
        assertEquals(new VaultBlobs.Changed.Elsewhere(1), put(ANNA, "openpgp.keys", 0, content(9)));
        assertArrayEquals(first, read(ANNA, "openpgp.keys"));
        assertEquals(new VaultBlobs.Changed.Done(2), put(ANNA, "openpgp.keys", 1, content(9)));
        assertEquals(2, rows(), "one row of the blob, one piece: those before are gone");
        assertEquals(new VaultBlobs.Changed.Elsewhere(2), vault.blobs().delete(ANNA, "openpgp.keys", 1));
        assertEquals(new VaultBlobs.Changed.Done(0), vault.blobs().delete(ANNA, "openpgp.keys", 2));
        assertEquals(0, rows());
        assertEquals(new VaultBlobs.Changed.Elsewhere(0), vault.blobs().delete(ANNA, "openpgp.keys", 0),
            "it is not there");
    }

    private int rows() {
        var count = new int[1];
        store.partition(VaultRows.partition(ANNA)).range(Bytes.EMPTY, Bytes.utf8("z"), false, (_, _) -> ++count[0] > 0);
        return count[0];
    }

    @Test void whatBreaksOffLeavesTheOneBefore() throws IOException {
        put(ANNA, "a", 0, content(10));
        var half = new ByteArrayInputStream(content(VaultLimits.PIECE_OCTETS + 5));
        assertThrows(EOFException.class, () -> vault.blobs().put(ANNA, "a", 1, 3 * VaultLimits.PIECE_OCTETS, half));
        assertEquals(10, read(ANNA, "a").length);
        assertEquals(2, rows(), "nothing of the half is left");
    }

    /** As a kill would: pieces are there, no blob names them. */
    @Test void piecesThatAStopHasLeftGoWithALaterWriting() throws IOException {
        var kill = new InputStream() {
            private int left = 2 * VaultLimits.PIECE_OCTETS;

            @Override public int read() {
                if (--left < 0) throw new Killed();
                return 7;
            }
        };
        var other = Vault.of(new DeafToDeletes(store), Secret.take(new byte[Secret.OCTETS]), random::nextBytes,
            () -> now);
        assertThrows(Killed.class, () -> other.blobs().put(ANNA, "a", 0, 4 * VaultLimits.PIECE_OCTETS, kill));
        assertEquals(2, rows());
        put(ANNA, "a", 0, content(10));
        assertEquals(4, rows(), "another may be writing them yet");
        now = now.plus(VaultLimits.LEFT_AFTER).plusSeconds(1);
        put(ANNA, "a", 1, content(10));
        assertEquals(2, rows());
        assertEquals(10, read(ANNA, "a").length);
    }

    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** What a process does that is no more. */
    private static final class DeafToDeletes extends ForwardingStore {
        DeafToDeletes(Store store) { super(store); }

        @Override protected CompletableFuture<Written> submit(Partition partition, Batch batch) {
            boolean isDelete = batch.writes().stream().allMatch(Batch.Write.Delete.class::isInstance);
            if (isDelete && !batch.writes().isEmpty()) throw new StoreException("killed", null);
            return super.submit(partition, batch);
        }
    }

    @Test void blobsAreBounded() {
        assertEquals(new VaultBlobs.Changed.Unfit(), put(ANNA, "Keys", 0, content(1)));
        assertEquals(new VaultBlobs.Changed.Unfit(), put(ANNA, "a/b", 0, content(1)));
        assertEquals(new VaultBlobs.Changed.Unfit(), put(ANNA, "x".repeat(65), 0, content(1)));
        assertEquals(new VaultBlobs.Changed.TooLong(),
            put(ANNA, "a", 0, content((int) VaultLimits.BLOB_OCTETS_MAX + 1)));
        for (int i = 0; i < VaultLimits.BLOBS_MAX; i++) assertEquals(new VaultBlobs.Changed.Done(1), put(ANNA, "n" + i, 0, content(1)));
        assertEquals(new VaultBlobs.Changed.Full(), put(ANNA, "one-more", 0, content(1)));
        assertEquals(new VaultBlobs.Changed.Done(2), put(ANNA, "n7", 1, content(2)), "one that is there may change");
        assertEquals(new VaultBlobs.Changed.Done(1), put(BOB, "mine", 0, content(1)), "nobody else's");
    }

    @Test void theSumIsBounded() {
        int full = (int) (VaultLimits.OCTETS_MAX / VaultLimits.BLOB_OCTETS_MAX);
        var content = new byte[(int) VaultLimits.BLOB_OCTETS_MAX];
        assertEquals(new VaultBlobs.Changed.Done(1), put(ANNA, "n0", 0, content));
        for (int i = 1; i < full - 1; i++) alsoCalled("n0", "n" + i);
        assertEquals(new VaultBlobs.Changed.Done(1), put(ANNA, "last", 0, content), "just as much as it may keep");
        assertEquals(new VaultBlobs.Changed.Full(), put(ANNA, "more", 0, content(1)));
        assertEquals(new VaultBlobs.Changed.Done(2), put(ANNA, "n0", 1, content));
    }

    /** The index grows with the mail that anybody sends: it takes no room from keys. */
    @Test void anIndexThatIsFullLeavesRoomForKeys() {
        int full = (int) (VaultLimits.SEARCH_OCTETS_MAX / VaultLimits.BLOB_OCTETS_MAX);
        var content = new byte[(int) VaultLimits.BLOB_OCTETS_MAX];
        assertEquals(new VaultBlobs.Changed.Done(1), put(ANNA, "search.2026-11.0", 0, content));
        for (int i = 1; i < full; i++) alsoCalled("search.2026-11.0", "search.2026-11." + i);
        assertEquals(new VaultBlobs.Changed.Full(), put(ANNA, "search.2026-12.0", 0, content(1)));
        assertEquals(new VaultBlobs.Changed.Done(2), put(ANNA, "search.2026-11.0", 1, content), "one may change");
        for (var name : List.of("openpgp.keys", "keylog.head", "contacts.pins")) {
            assertEquals(new VaultBlobs.Changed.Done(1), put(ANNA, name, 0, content), name);
        }
    }

    @Test void anIndexOfAllTooManyShardsLeavesRoomForKeys() {
        put(ANNA, "search.0", 0, content(1));
        for (int i = 1; i < VaultLimits.SEARCH_BLOBS_MAX; i++) alsoCalled("search.0", "search." + i);
        assertEquals(new VaultBlobs.Changed.Full(), put(ANNA, "search.one-more", 0, content(1)));
        assertEquals(new VaultBlobs.Changed.Done(1), put(ANNA, "openpgp.keys", 0, content(1)));
    }

    /** Counts as much under another name; its pieces are not there, so that they need not be sealed. */
    private void alsoCalled(String name, String other) {
        new Transactions(store.partition(VaultRows.partition(ANNA))).write(tx -> {
            tx.put(VaultRows.blob(other), tx.get(VaultRows.blob(name)).orElseThrow());
            return null;
        });
    }

    @Test void whoWritesAllTheTimeIsSlowed() {
        for (long i = 0; i < VaultLimits.PUTS_IN_WINDOW_MAX; i++) assertEquals(new VaultBlobs.Changed.Done(i + 1), put(ANNA, "a", i, content(1)));
        assertEquals(new VaultBlobs.Changed.Slowed(), put(ANNA, "a", VaultLimits.PUTS_IN_WINDOW_MAX, content(1)));
        assertEquals(new VaultBlobs.Changed.Done(1), put(BOB, "a", 0, content(1)));
        now = now.plus(Duration.ofMinutes(31));
        assertInstanceOf(VaultBlobs.Changed.Done.class, put(ANNA, "a", VaultLimits.PUTS_IN_WINDOW_MAX, content(1)));
    }

    // ---- at rest ----

    @Test void theStoreHasNothingToGuessAgainst() throws IOException {
        vault.slots().set(ANNA, 0, List.of(OLD));
        put(ANNA, "pins", 0, "the octets of a browser".getBytes(StandardCharsets.UTF_8));
        store.partition(VaultRows.partition(ANNA)).range(Bytes.EMPTY, Bytes.utf8("z"), false, (_, value) -> {
            var text = new String(value, StandardCharsets.ISO_8859_1);
            assertFalse(text.contains("wrapped for") || text.contains("the octets"));
            return true;
        });
        var otherKey = new byte[Secret.OCTETS];
        otherKey[3] = 1;
        assertThrows(Damaged.class, () -> open(otherKey).slots().shown(ANNA));
    }

    @Test void aRowOfAnotherAccountDoesNotOpen() {
        vault.slots().set(ANNA, 0, List.of(OLD));
        vault.slots().set(BOB, 0, List.of(NEW));
        var annas = store.partition(VaultRows.partition(ANNA)).get(VaultRows.slots()).orElseThrow();
        new Transactions(store.partition(VaultRows.partition(BOB))).write(tx -> {
            tx.put(VaultRows.slots(), annas);
            return null;
        });
        assertThrows(Damaged.class, () -> vault.slots().shown(BOB));
        assertEquals(List.of(OLD), vault.slots().shown(ANNA).slots(), "its neighbour is as it was");
    }

    @Test void aRemovedAccountLeavesNothing() {
        vault.slots().set(ANNA, 0, List.of(OLD));
        put(ANNA, "a", 0, content(10));
        put(BOB, "a", 0, content(10));
        vault.forget(ANNA);
        assertEquals(0, rows());
        assertEquals(0, vault.slots().shown(ANNA).version());
        assertEquals(1, vault.blobs().list(BOB).size());
    }
}
