package sigillo.imapd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sigillo.base.Bytes;
import sigillo.base.Octets;
import sigillo.sealing.RecordHeader;
import sigillo.store.BlobStore;
import sigillo.store.Partition;
import sigillo.store.PartitionName;
import sigillo.store.Store;
import sigillo.store.StoreException;
import sigillo.store.memory.MemoryStore;

/**
 * What fails on our side becomes a NO, or the end of a conversation that could not be understood any more; never
 * more.
 */
@Timeout(30)
class TroubleTest {
    @TempDir Path folder;
    private final Failing store = new Failing();
    private House house;

    /** Keeps everything in memory, but blobs fail when they are told to. */
    private static final class Failing implements Store, BlobStore {
        private final MemoryStore memory = new MemoryStore();
        private RuntimeException onPut;
        private RuntimeException onGet;
        private RuntimeException onRead;
        private RuntimeException onSecondRead;
        private final Set<Long> read = ConcurrentHashMap.newKeySet();
        private Optional<Bytes> damaged = Optional.empty();

        @Override public Partition partition(PartitionName name) { return memory.partition(name); }

        @Override public List<PartitionName> partitions(String prefix) { return memory.partitions(prefix); }

        @Override public void remove(PartitionName name) { memory.remove(name); }

        @Override public BlobStore blobs() { return this; }

        @Override public java.util.Optional<String> trouble() { return memory.trouble(); }

        @Override public void checkpoint(Path folder) { memory.checkpoint(folder); }

        @Override public void close() { memory.close(); }

        @Override public void put(Bytes id, Octets octets) throws java.io.IOException {
            if (onPut != null) throw onPut;
            memory.blobs().put(id, octets);
        }

        @Override public void sync() { memory.blobs().sync(); }

        @Override public Octets get(Bytes id) {
            if (onGet != null) throw onGet;
            if (damaged.equals(Optional.of(id))) throw new StoreException("a checksum is wrong", null);
            var blob = memory.blobs().get(id);
            return new Octets() {
                @Override public long length() { return blob.length(); }

                @Override public int read(long position, byte[] into, int offset,
                    int count) throws java.io.IOException {
                    boolean isContent = position >= RecordHeader.OCTETS; // it begins well
                    if (onRead != null && isContent) throw onRead;
                    if (isContent && onSecondRead != null && !read.add(position)) throw onSecondRead;
                    return blob.read(position, into, offset, count);
                }
            };
        }

        @Override public boolean has(Bytes id) { return memory.blobs().has(id); }

        @Override public void delete(Bytes id) { memory.blobs().delete(id); }

        @Override public void ids(Bytes prefix, Consumer<Bytes> visitor) { memory.blobs().ids(prefix, visitor); }
    }

    @BeforeEach void open() throws Exception {
        house = new House(store, folder, House.OPEN);
        house.deliver("INBOX", "Subject: one\r\n\r\nText.\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    @Test void aFullDiskRefusesAndReadingGoesOn() {
        try (var talk = Talk.signedIn(house)) {
            store.onPut = new StoreException("no space left", null, true);
            assertEquals("a NO [LIMIT] There is no room for it now", talk.ask("a APPEND INBOX {3+}\r\nabc"));
            talk.ask("b SELECT INBOX");
            assertTrue(talk.ask("c FETCH 1 BODY.PEEK[]").contains("Text."));
            store.onPut = null;
            assertTrue(talk.ask("d APPEND INBOX {3+}\r\nabc").contains("d OK [APPENDUID"));
        }
    }

    @Test void aMessageThatCannotBeFoundIsANo() {
        try (var talk = Talk.signedIn(house)) {
            talk.ask("a SELECT INBOX");
            store.onGet = new StoreException("a checksum is wrong", null);
            assertEquals("b NO [UNAVAILABLE] Some messages cannot be read now", talk.ask("b FETCH 1 BODY.PEEK[]"));
            store.onGet = new IllegalStateException("a bug of ours");
            assertEquals("c NO [SERVERBUG] This failed through no fault of yours", talk.ask("c SEARCH HEADER X-Odd x"));
            store.onGet = null;
            assertTrue(talk.ask("d FETCH 1 BODY.PEEK[]").contains("Text."));
        }
    }

    @Test void oneThatCannotBeReadDoesNotHideTheOthers() throws Exception {
        // looked for while it is the only one: ids of blobs of one moment come in any order
        store.ids(Bytes.utf8("a/"), only -> store.damaged = Optional.of(only));
        house.deliver("INBOX", "Subject: two\r\nX-Odd: e\r\n\r\nMore.\r\n".getBytes(StandardCharsets.US_ASCII));
        try (var talk = Talk.signedIn(house)) {
            talk.ask("a SELECT INBOX");
            var said = talk.ask("b FETCH 1:2 (FLAGS BODY.PEEK[])");
            assertTrue(said.contains("More.") && !said.contains("* 1 FETCH"), said);
            assertTrue(said.endsWith("b NO [UNAVAILABLE] Some messages cannot be read now"), said);
            assertTrue(talk.ask("c FETCH 1:2 (FLAGS)").contains("c OK"));
            assertEquals("* SEARCH 2\nd NO [UNAVAILABLE] Some messages cannot be read now", talk.ask("d SEARCH HEADER X-Odd e"));
            assertEquals("* SEARCH 1 2\ne OK Search completed", talk.ask("e SEARCH BODY e"), "its text record is whole");
        }
    }

    /** It has an end that can be told apart only because nothing of it was written yet. */
    @Test void aMessageThatCannotBeReadToItsEndIsANo() {
        try (var talk = Talk.signedIn(house)) {
            talk.ask("a SELECT INBOX");
            store.onRead = new StoreException("a checksum is wrong", null);
            for (var item : List.of("BODY.PEEK[]", "BODY.PEEK[]<3.2>", "BODY.PEEK[HEADER.FIELDS (Subject)]", "BINARY.PEEK[1]", "BINARY.SIZE[1]")) {
                assertEquals("b NO [UNAVAILABLE] Some messages cannot be read now", talk.ask("b FETCH 1 (FLAGS " + item + ")"));
            }
            store.onRead = null;
            assertTrue(talk.ask("c FETCH 1 BODY.PEEK[]").contains("Text."));
        }
    }

    @Test void aMessageThatBreaksOffEndsTheConversation() {
        house.deliver("INBOX", ("Subject: long\r\n\r\n" + "Text.\r\n".repeat(30_000)).getBytes(StandardCharsets.US_ASCII));
        var talk = Talk.signedIn(house);
        talk.ask("a SELECT INBOX");
        store.onSecondRead = new StoreException("a checksum is wrong", null);
        talk.send("b FETCH 2 BODY.PEEK[]\r\nc NOOP\r\n");
        var said = talk.end();
        assertFalse(said.contains("c OK") || said.contains("b NO") || said.contains("Exception"), said);
    }
}
