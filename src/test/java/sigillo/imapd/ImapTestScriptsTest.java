package sigillo.imapd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * imaptest's scripts, beside the project; skipped by their names where they are absent. One that is listed as not yet passed
 * must not pass, so that the list says what is missing and nothing else.
 */
class ImapTestScriptsTest {
    private static final Path SCRIPTS = Path.of("../shared/corpora/imap-imaptest-scripts/scripts");
    private static final Set<String> ANNOUNCED = Set.of(Capabilities.clients(House.OPEN, Set.of()).toUpperCase().split(" "));

    /** What is not offered: URLAUTH, and CONTEXT=SORT. */
    private static final Set<String> NOT_OFFERED = Set.of("urlauth-binary", "sort-partial");

    private static final Set<String> NOT_YET = Set.of();
    @TempDir Path folder;

    @TestFactory Stream<DynamicTest> scripts() throws Exception {
        return ScriptNames.ALL.stream().map(name -> DynamicTest.dynamicTest(name, () -> play(name)));
    }

    private void play(String name) throws Exception {
        var file = SCRIPTS.resolve(name);
        assumeTrue(Files.exists(file), "no script " + name + " beside the project");
        boolean wanted = !NOT_OFFERED.contains(name) && !NOT_YET.contains(name);
        try {
            pass(file);
        } catch (AssertionError | RuntimeException fails) {
            if (wanted) throw fails;
            return;
        }
        assertTrue(wanted, name + " passes: take it off the list");
    }

    private void pass(Path file) throws Exception {
        var script = new ImapTestScript(file);
        for (var capability : script.capabilities()) {
            assertTrue(capability.isEmpty() || ANNOUNCED.contains(capability), file.getFileName() + " needs " + capability);
        }
        script.play(new House(folder.resolve(file.getFileName()), House.OPEN));
    }

    /** So that none that is beside the project is forgotten. */
    @Test void allAreNamed() throws Exception {
        assumeTrue(Files.isDirectory(SCRIPTS), "no scripts beside the project: " + SCRIPTS);
        try (var files = Files.list(SCRIPTS)) {
            var there = new TreeSet<String>();
            files.map(file -> file.getFileName().toString()).filter(name -> !name.endsWith(".mbox")).forEach(there::add);
            assertEquals(there, new TreeSet<>(ScriptNames.ALL));
        }
    }
}
