package sigillo.main.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.base.Bytes;
import sigillo.nodes.NodeId;

/** What a data directory says of who served from it is believed where it was written, and in no copy. */
class LastLifeTest {
    private static final NodeId NODE = new NodeId(Bytes.wrap(new byte[NodeId.OCTETS]));
    @TempDir Path folder;

    private LastLife of(String name) throws IOException { return new LastLife(Files.createDirectories(folder.resolve(name))); }

    private void copy(String from, String to, String file) throws IOException {
        Files.createDirectories(folder.resolve(to));
        Files.copy(folder.resolve(from).resolve(file), folder.resolve(to).resolve(file));
    }

    /** The original may live: nobody takes it for dead before it has been silent for as long as any other. */
    @Test void aCopyKnowsNoFormerNode() throws IOException {
        assertEquals(Optional.empty(), of("one").former());
        of("one").note(NODE);
        assertEquals(Optional.of(NODE), of("one").former());
        copy("one", "two", "node.id");
        assertEquals(Optional.empty(), of("two").former());
        Files.move(folder.resolve("one"), folder.resolve("moved"));
        assertEquals(Optional.of(NODE), of("moved").former(), "it is itself, wherever it is");
    }

    @Test void norDoesWhoHasStartedAMachineSince() throws IOException {
        of("one").note(NODE);
        var file = folder.resolve("one/node.id");
        var octets = Files.readAllBytes(file);
        var words = new String(octets, 16, octets.length - 16, StandardCharsets.US_ASCII).split(" ");
        octets[16 + words[0].length() + 1] ^= 1; // in the id of the start
        Files.write(file, octets);
        assertEquals(Optional.empty(), of("one").former());
    }

    @Test void aCopyIsAnotherMember() throws IOException {
        var member = of("one").member();
        assertEquals(member, of("one").member());
        copy("one", "two", "member.id");
        assertNotEquals(member, of("two").member());
        assertEquals(of("two").member(), of("two").member());
    }

    /** As it was written until 2026-11-29. */
    @Test void whatSaysNotWhereItWasWrittenIsNotBelieved() throws IOException {
        Files.createDirectories(folder.resolve("one"));
        Files.write(folder.resolve("one/node.id"), new byte[16]);
        assertEquals(Optional.empty(), of("one").former());
    }
}
