package sigillo.main.backend;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.main.cluster.SoleServer;
import sigillo.main.config.Config;
import sigillo.main.config.ConfigFile;
import sigillo.store.memory.MemoryStore;

/** What a move of the store is refused for before anything is touched, and what its marks keep from being served. */
class MigrationRefusalsTest {
    private static final String CLUSTER = """
        [store]
        kind = "cassandra"
        contact_points = ["127.0.0.1:1"]
        local_data_centre = "dc1"
        """;
    @TempDir Path folder;

    private Config config(String data, String more) {
        var text = "data = \"" + folder.resolve(data) + "\"\nhostname = \"mail.example\"\n" + more;
        var parsed = ConfigFile.parse(folder.resolve("x.toml"), text);
        return assertInstanceOf(ConfigFile.Outcome.Right.class, parsed).config();
    }

    private static void refused(Config from, Config to, String why) {
        var thrown = assertThrows(IOException.class, () -> new Migration(from, to, false, _ -> { }).run());
        assertTrue(thrown.getMessage().startsWith(why), thrown.getMessage());
    }

    @Test void asksForOneFolderAndTwoStores() {
        refused(config("a", ""), config("b", CLUSTER), "both configurations must name the same data directory");
        refused(config("a", ""), config("a", ""), "one of the two configurations must keep mail in files");
        refused(config("a", CLUSTER), config("a", CLUSTER), "one of the two configurations must keep mail in files");
        refused(config("a", ""), config("a", CLUSTER), "there is nothing in " + folder.resolve("a/store"));
    }

    @Test void asksForRoom() throws IOException {
        Migration.requireRoom(folder, 285L << 20, 100L << 20);
        var refused = assertThrows(IOException.class, () -> Migration.requireRoom(folder, 284L << 20, 100L << 20));
        assertEquals("the disk of " + folder + " has room for 284.0 MiB, and 285.0 MiB are wanted: nothing was copied",
            refused.getMessage());
    }

    @Test void aStoreWithAMarkIsNotServed() {
        var mark = new MoveMarks.Mark("elsewhere", Instant.EPOCH);
        try (var store = new MemoryStore()) {
            var marks = new MoveMarks(store);
            assertDoesNotThrow(() -> MoveMarks.requireUsable(store));
            marks.fill(mark);
            assertTrue(refusal(store).startsWith("a move from elsewhere into this store was begun at 1970-01-01"));
            marks.whole();
            assertDoesNotThrow(() -> MoveMarks.requireUsable(store));
            marks.move(mark);
            assertTrue(refusal(store).startsWith("what was kept here was moved to elsewhere at 1970-01-01"));
            assertTrue(SoleServer.isFresh(store), "marks are no mail");
        }
    }

    /** A first move into one keyspace was stopped, another into a second one went to its end. */
    @Test void aTargetOfAnEarlierMoveIsNotMadeWhole() {
        var filled = new MoveMarks.Mark("files", Instant.EPOCH);
        var moved = new MoveMarks.Mark("keyspace b", Instant.EPOCH.plusSeconds(60));
        assertTrue(moved.isEndOf(filled, "files", "keyspace b"));
        assertFalse(moved.isEndOf(filled, "files", "keyspace a"));
        assertFalse(moved.isEndOf(new MoveMarks.Mark("other files", Instant.EPOCH), "files", "keyspace b"));
    }

    private static String refusal(MemoryStore store) {
        return assertThrows(IOException.class, () -> MoveMarks.requireUsable(store)).getMessage();
    }
}
