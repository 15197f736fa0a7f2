package sigillo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What is in the tree belongs there: no data of a server that was started in it, nothing of the machine of who wrote it. */
class TreeTest {
    private static final Set<String> ROOTS = Set.of(".ci", ".gitignore", "CHANGES.md", "LICENSE", "MAP.md", "README.md",
        "bench", "build.sh", "decisions", "docs", "jdk.sh", "jvm.sh", "pom.xml", "rfc", "run", "sigillo", "src", "test", "web");

    /** Where people keep what is theirs. */
    private static final Pattern SOMEBODYS = Pattern.compile("(?<![\\w.$}/])/" + "(?:work|home|root|Users)/[\\w.]");

    @Test void nothingElseIsAtTheRoot() throws Exception {
        var strangers = new TreeSet<>(files());
        strangers.removeIf(file -> ROOTS.contains(file.split("/")[0]));
        assertEquals(Set.of(), strangers);
    }

    /** How many lines are wider than {@link #COLUMNS}, a folder; who breaks many of them brings its number down. */
    private static final Map<String, Integer> WIDE = Map.of("src/main", 5_200, "src/test", 5_810, "web", 2_250);
    private static final int COLUMNS = 120;
    /** So far below its number a folder may lie: else what was won could be lost again. */
    private static final int WON = 300;
    private static final Pattern CODE = Pattern.compile(".*\\.(?:java|ts|tsx|mjs|css)");

    @Test void linesGrowNoWider() throws Exception {
        var wide = new TreeMap<String, Integer>();
        for (var file : files()) {
            if (!CODE.matcher(file).matches()) continue;
            int count = (int) text(Path.of(file)).lines().filter(line -> line.length() > COLUMNS).count();
            WIDE.keySet().stream().filter(folder -> file.startsWith(folder + "/"))
                .forEach(folder -> wide.merge(folder, count, Integer::sum));
        }
        assertEquals(WIDE.keySet(), wide.keySet());
        wide.forEach((folder, count) -> {
            int most = WIDE.get(folder);
            assertTrue(count <= most, () -> folder + " has " + count + " lines over 120 columns, and may have " + most);
            assertTrue(count > most - WON, () -> folder + " has only " + count + " lines over 120 columns: write so in WIDE");
        });
    }

    @Test void noTextKnowsWhereItWasWritten() throws Exception {
        var found = new ArrayList<String>();
        for (var file : files()) {
            var text = text(Path.of(file));
            SOMEBODYS.matcher(text).results().forEach(at -> found.add(file + ": " + around(text, at.start())));
        }
        assertEquals(List.of(), found);
    }

    @Test void whatIsSomebodysIsSeen() {
        assertTrue(SOMEBODYS.matcher("see /" + "home/anna/x").find());
        assertTrue(SOMEBODYS.matcher("cd /" + "root/mail").find());
        assertTrue(!SOMEBODYS.matcher("mail/of/" + "home/").find());
        assertTrue(!SOMEBODYS.matcher("https://mail.example/" + "home/x").find());
    }

    /** Those that git knows; without git nobody can say which they are. */
    private static List<String> files() throws IOException, InterruptedException {
        assumeTrue(Files.exists(Path.of(".git")), "not a checkout of git: what is in the tree is not known");
        var git = start();
        var names = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, git.waitFor(), "git ls-files");
        var files = List.of(names.split("\0"));
        assertTrue(files.contains("MAP.md"), "the files were found");
        return files.stream().filter(file -> Files.isRegularFile(Path.of(file))).toList();
    }

    private static Process start() {
        try {
            return new ProcessBuilder("git", "-c", "safe.directory=*", "ls-files", "-z").redirectError(ProcessBuilder.Redirect.DISCARD).start();
        } catch (IOException none) {
            assumeTrue(false, "git is not installed: what is in the tree is not known");
            throw new AssertionError(none);
        }
    }

    /** Empty for what is no text. */
    private static String text(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (CharacterCodingException octets) {
            return "";
        }
    }

    private static String around(String text, int at) {
        return text.substring(Math.max(0, at - 20), Math.min(text.length(), at + 30)).replace('\n', ' ');
    }
}
