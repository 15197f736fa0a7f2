package sigillo.main;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sigillo.peers.Program;

/** What the launcher makes of the caller's locale: names of files are UTF-8 in any, the language stays his. */
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
}
