package sigillo.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Each kind of damage is refused, with the name of what is damaged, by who has one back and by who only looks. */
class DamageTest {
    @TempDir Path folder;

    private interface Harm {
        void to(House house) throws IOException;
    }

    private record Kind(String name, Harm harm, String sentence) {}

    private static final List<Kind> KINDS = List.of(
        new Kind("a bit of a piece", house -> RunTest.flip(largest(house), new Random(1)),
            "file tables/000001.sst: piece [0-9a-f]{32} is damaged: .*"),
        new Kind("a piece is missing", house -> Files.delete(largest(house)),
            "file tables/000001.sst: piece [0-9a-f]{32} is missing"),
        new Kind("a piece is cut off", house -> cut(largest(house)),
            "file tables/000001.sst: piece [0-9a-f]{32} is damaged: a record of .*"),
        new Kind("a piece is empty", house -> Files.write(largest(house), new byte[0]),
            "file tables/000001.sst: piece [0-9a-f]{32} is damaged: .*"),
        new Kind("a piece is too long", house -> Files.write(largest(house),
            new byte[BackupLimits.STORED_PIECE_OCTETS_MAX + 1]),
            "file tables/000001.sst: pieces/[0-9a-f]{32} is longer than it can be"),
        new Kind("two pieces are swapped", DamageTest::swap,
            "piece [0-9a-f]{32} is damaged: a record that belongs elsewhere"),
        new Kind("a bit of the manifest", house -> RunTest.flip(house.target.resolve("manifests/0000000002"),
            new Random(2)),
            "the manifest of backup 2 is damaged: .*"),
        new Kind("the manifest is cut off", house -> cut(house.target.resolve("manifests/0000000002")),
            "the manifest of backup 2 is damaged: .*"),
        new Kind("an older manifest in its place", house -> over(house, "manifests/0000000001", "manifests/0000000002"),
            "the manifest of backup 2 is damaged: a record that belongs elsewhere"),
        new Kind("a bit of the box", house -> RunTest.flip(house.target.resolve("boxes/0000000002"), new Random(3)),
            "the box with the keys of backup 2 is damaged: it is not the one that was made with it"),
        new Kind("an older box in its place", house -> over(house, "boxes/0000000001", "boxes/0000000002"),
            "the box with the keys of backup 2 is damaged: it is not the one that was made with it"),
        new Kind("the box is missing", house -> Files.delete(house.target.resolve("boxes/0000000002")),
            "the box with the keys of backup 2 is missing"));

    @Tag("gate") @TestFactory Stream<DynamicTest> damage() {
        return KINDS.stream().map(kind -> DynamicTest.dynamicTest(kind.name, () -> refused(kind)));
    }

    private void refused(Kind kind) throws IOException {
        var house = new House(Files.createDirectory(folder.resolve(kind.name.replace(' ', '-'))));
        house.backUp();
        house.mail();
        house.backUp();
        kind.harm.to(house);
        var found = house.verify();
        assertFalse(found.sound());
        assertTrue(found.findings().stream().anyMatch(finding -> finding.matches("(?s).*" + kind.sentence)),
            found.findings().toString());
        var thrown = assertThrows(Damaged.class, () -> house.restored(Optional.of(2L), house.folder.resolve("back")));
        assertTrue(thrown.getMessage().matches("(?s).*" + kind.sentence + "(, and \\d+ more)?"), thrown.getMessage());
    }

    /** What somebody makes who has the target and the public key, but not the server's half: none of it is taken. */
    @org.junit.jupiter.api.Test void aStrangersBackupIsNone() throws Exception {
        var house = new House(Files.createDirectory(folder.resolve("ours")));
        house.backUp();
        var theirs = new House(Files.createDirectory(folder.resolve("theirs")));
        theirs.backUp();
        Files.copy(theirs.target.resolve("manifests/0000000001"), house.target.resolve("manifests/0000000002"));
        Files.copy(theirs.target.resolve("boxes/0000000001"), house.target.resolve("boxes/0000000002"));
        assertThrows(Damaged.class, () -> house.restored(Optional.empty(), folder.resolve("back")));
        assertEquals(1, house.verify().findings().size());
        assertTrue(house.restored(Optional.of(1L), folder.resolve("back1")).rows() > 0);
        // nobody knows what it needs, so nothing is taken away for it
        var before = house.pieces();
        house.retention = new Retention(1, 0, 0, 0);
        house.mail();
        house.backUp();
        assertTrue(house.pieces().containsAll(before));
        assertEquals(1, house.wrong.size());
    }

    private static Path largest(House house) throws IOException {
        return house.pieces().stream().max(Comparator.comparingLong(piece -> piece.toFile().length())).orElseThrow();
    }

    private static void cut(Path file) throws IOException {
        var octets = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(octets, octets.length / 2));
    }

    private static void swap(House house) throws IOException {
        var pieces = house.pieces();
        var aside = house.target.resolve("aside");
        Files.move(pieces.getFirst(), aside);
        Files.move(pieces.getLast(), pieces.getFirst());
        Files.move(aside, pieces.getLast());
    }

    private static void over(House house, String from, String to) throws IOException {
        Files.copy(house.target.resolve(from), house.target.resolve(to), StandardCopyOption.REPLACE_EXISTING);
    }
}
