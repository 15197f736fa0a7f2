package sigillo.sieve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.corpora.Corpus;

/**
 * The tests of Pigeonhole, played by {@link TestBench}. Those that are not run, or come out otherwise, are in {@link
 * Otherwise}; those whose scripts the corpus does not have are skipped by that.
 */
class PigeonholeTest {

    @TestFactory Stream<DynamicNode> pigeonhole() throws IOException {
        var root = Corpus.folder("sieve-pigeonhole");
        return files(root).stream().map(file -> {
            var name = root.relativize(file).toString().replace('\\', '/');
            var left = Otherwise.file(name);
            if (left.isPresent()) return DynamicTest.dynamicTest(name, () -> assumeTrue(false, left.get()));
            return DynamicContainer.dynamicContainer(name, TestBench.play(file).entrySet().stream()
                .map(one -> DynamicTest.dynamicTest(one.getKey(), () -> check(name, one.getKey(), one.getValue()))));
        });
    }

    @Test void allOfThemAreFound() throws IOException {
        assertEquals(98, files(Corpus.folder("sieve-pigeonhole")).size());
    }

    private static List<Path> files(Path root) throws IOException {
        try (var files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".svtest")).sorted().toList();
        }
    }

    private static void check(String file, String test, String outcome) {
        assumeTrue(!outcome.startsWith(TestBench.NOT_IN_CORPUS), outcome);
        var why = Otherwise.test(file, test);
        if (why.isEmpty()) {
            assertEquals("", outcome);
        } else {
            assertNotEquals("", outcome, "it passes now, and this is out of date: " + why.get());
            assumeTrue(false, why.get());
        }
    }
}
