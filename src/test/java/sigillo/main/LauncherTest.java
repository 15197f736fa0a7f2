package sigillo.main;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sigillo.net.Room.Share;
import sigillo.net.Room;
import sigillo.peers.Program;

/**
 * What the launcher makes of the caller's locale (names of files are UTF-8 in any, the language stays his), and of the connections that
 * are configured.
 */
class LauncherTest {
    private static final String PRINTS = ". ./jvm.sh; exec \"$0\" \"${JVM_FLAGS[@]}\" -XshowSettings:properties -version";

    @ParameterizedTest
    @CsvSource({"LANG, C, en", "LANG, C.UTF-8, en", "LC_ALL, POSIX, en", "LANG, it_IT.UTF-8, it", "LC_ALL, it_IT, it", "LC_MESSAGES, it_IT.UTF-8, it",
        "LANG, not_There.ISO-8859-15, en"})
    void namesOfFilesAreUtf8(String variable, String value, String language) {
        var java = Path.of(System.getProperty("java.home"), "bin/java").toString();
        var words = List.of("env", "-i", "PATH=" + System.getenv("PATH"), variable + "=" + value, "bash", "-c", PRINTS, java);
        var printed = Program.run(Duration.ofSeconds(60), Map.of(), words).orFail().printed();
        assertTrue(printed.contains("sun.jnu.encoding = UTF-8"), printed);
        assertTrue(printed.contains("user.language = " + language + "\n"), printed);
    }

    /** The heap that the launcher gives is one in which the server finds room: the same rule, there and in net.Room. */
    @ParameterizedTest
    @ValueSource(ints = {400, 401, 1_000, 5_000, 20_000, 100_000})
    void theHeapIsAsLargeAsTheConnections(int connections, @TempDir Path folder) throws Exception {
        var file = Files.writeString(folder.resolve("sigillo.toml"),
            "[listeners.imaps]\nconnections = 999_999\n[limits] # more\nrecipients = 200\n connections = " + connections + " # many\n[log]\nconnections = 7\n");
        for (var words : List.of("serve --config " + file, "serve --config=" + file, "status --data " + folder, "demo --settings=" + file + " --once")) {
            long mib = heapMib(words);
            long usable = (mib << 20) / 30 * 29; // the JVM keeps one survivor space for itself
            assertTrue(Room.places(Share.OWNERS, usable) >= connections, words + ": " + mib + " MiB");
            assertTrue(mib <= 56 + connections / 14, words + ": " + mib + " MiB");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "serve --config /nowhere/sigillo.toml", "--config", "serve --config ."})
    void withoutASettingTheHeapIsTheUsual(String words) { assertEquals(56, heapMib(words)); }

    private static long heapMib(String words) {
        var script = "set -euo pipefail; . ./jvm.sh; heap_mib " + words;
        return Long.parseLong(Program.run(Duration.ofSeconds(20), Map.of(), List.of("bash", "-c", script)).orFail().printed().strip());
    }
}
