package sigillo.delivery;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import sigillo.base.Octets;

/** Messages that no one here wrote, each delivered and read back: the same octets behind our trace header. */
@Tag("gate")
@Tag("levels")
class CorporaTest {
    private static final Path CORPORA = Path.of("../shared/corpora");

    @TestFactory Stream<DynamicTest> everyMessageIsKeptToTheOctet() throws IOException {
        assumeTrue(Files.isDirectory(CORPORA), "no corpora beside the project: " + CORPORA);
        return folders().stream().map(folder -> dynamicTest(folder.getFileName().toString(), () -> {
            var house = new House();
            for (var file : files(folder)) deliver(house, file);
        }));
    }

    private static void deliver(House house, Path file) throws IOException {
        var message = Files.readAllBytes(file);
        assertEquals("250 2.0.0", House.code(house.toAll(new String(message, StandardCharsets.ISO_8859_1), "anna")),
            file.toString());
        var octets = kept(house);
        var trace = house.told.getLast().id().text();
        var ours = new String(octets.bytes(0, octets.length() - message.length, 1_000), StandardCharsets.US_ASCII);
        assertEquals(6, ours.split("\r\n").length, ours);
        assertEquals(1, ours.split(" id " + trace).length - 1, ours);
        assertArrayEquals(message, octets.bytes(octets.length() - message.length, octets.length(), Integer.MAX_VALUE),
            file.toString());
        house.told.clear();
    }

    private static Octets kept(House house) {
        return house.account("anna").content(house.emails("anna").getLast().id()).orElseThrow();
    }

    private static List<Path> folders() throws IOException {
        try (var all = Files.list(CORPORA)) {
            return all.filter(f -> f.getFileName().toString().startsWith("mime-")).sorted().toList();
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (var all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
