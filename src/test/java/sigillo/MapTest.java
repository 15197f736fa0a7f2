package sigillo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** MAP.md leads somewhere: what it names is there, and every package is in it. */
class MapTest {
    private static final Path MAIN = Path.of("src/main/java/sigillo");
    private static final Path TEST = Path.of("src/test/java/sigillo");

    /** Perhaps with its package or a member: {@code Account}, {@code account.Keys}, {@code Delivery.CHECKS}. */
    private static final Pattern CLASS = Pattern.compile("`(?:sigillo\\.)?((?:[a-z]+\\.)*)([A-Z][A-Za-z]+)(?:\\.\\w+)*`");

    @Test void theClassesThatItNamesAreThere() throws IOException {
        var missing = new TreeSet<String>();
        var names = CLASS.matcher(map());
        while (names.find()) {
            var file = names.group(1).replace('.', '/') + names.group(2) + ".java";
            if (!isThere(file)) missing.add(names.group());
        }
        assertEquals(new TreeSet<>(), missing);
    }

    /** With its package, perhaps with a method: {@code imapd.TamperedTest#exchangedMessagesAreBothRefused}. */
    private static final Pattern TESTED = Pattern.compile("`((?:[a-z]+\\.)+[A-Z]\\w+Test)(?:#(\\w+))?`");

    @Test void theTestsThatDocumentsNameAreThere() throws IOException {
        var missing = new TreeSet<String>();
        int named = 0;
        try (var documents = Files.list(Path.of("docs"))) {
            for (var document : documents.filter(one -> one.toString().endsWith(".md")).toList()) {
                var tests = TESTED.matcher(Files.readString(document));
                for (; tests.find(); named++) {
                    var file = TEST.resolve(tests.group(1).replace('.', '/') + ".java");
                    boolean isThere = Files.exists(file)
                        && (tests.group(2) == null || Files.readString(file).contains(" " + tests.group(2) + "("));
                    if (!isThere) missing.add(document.getFileName() + ": " + tests.group());
                }
            }
        }
        assertEquals(new TreeSet<>(), missing);
        assertTrue(named > 0, "they were found");
    }

    @Test void everyPackageIsInIt() throws IOException {
        var map = map();
        try (var files = Files.walk(MAIN)) {
            var packages = files.filter(file -> file.endsWith("package-info.java"))
                .map(file -> MAIN.relativize(file.getParent()).toString().replace('/', '.')).collect(Collectors.toSet());
            assertTrue(packages.contains("base"), "the packages were found");
            packages.removeIf(name -> map.contains("`" + name + "`"));
            assertEquals(new TreeSet<>(), new TreeSet<>(packages));
        }
    }

    /** {@code file} with its package below ours, or without one. */
    private static boolean isThere(String file) throws IOException {
        if (file.contains("/")) return Files.exists(MAIN.resolve(file));
        for (var root : new Path[] {MAIN, TEST}) {
            try (var files = Files.walk(root)) {
                if (files.anyMatch(at -> at.endsWith(file))) return true;
            }
        }
        return false;
    }

    private static String map() throws IOException { return Files.readString(Path.of("MAP.md")); }
}
