package sigillo.imapd;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** imaptest's scripts, beside the project. Those that need what we do not announce are reported as skipped. */
@Tag("gate")
class ImapTestScriptsTest {
    private static final Path SCRIPTS = Path.of("../shared/corpora/imap-imaptest-scripts/scripts");
    private static final Set<String> ANNOUNCED = Set.of(Capabilities.clients(0).split(" "));

    private static final String NO_RECENT = "no message is \\Recent: RFC 9051 section 2.3.2 has given the flag up";

    /** What is otherwise here than the script wants, on purpose. */
    private static final Map<String, String> OTHERWISE = Map.of(
        "copy", NO_RECENT, "search-flags", NO_RECENT, "select", NO_RECENT,
        "listext", "a subscription goes with its mailbox: RFC 8621 section 2 makes it one of its properties");
    @TempDir Path folder;

    @TestFactory Stream<DynamicTest> scripts() throws Exception {
        assumeTrue(Files.isDirectory(SCRIPTS), "no scripts beside the project: " + SCRIPTS);
        return Files.list(SCRIPTS).sorted().filter(f -> !f.toString().endsWith(".mbox")).map(file ->
            DynamicTest.dynamicTest(file.getFileName().toString(), () -> play(file)));
    }

    private void play(Path file) throws Exception {
        var name = file.getFileName().toString();
        var script = new ImapTestScript(file);
        for (var capability : script.capabilities()) {
            assumeTrue(capability.isEmpty() || ANNOUNCED.contains(capability), name + " needs " + capability);
        }
        assumeTrue(!OTHERWISE.containsKey(name), name + ": " + OTHERWISE.get(name));
        script.play(new House(folder.resolve(name), House.OPEN));
    }
}
