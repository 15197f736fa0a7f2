package sigillo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the server is shipped with: the libraries that are named here, and nothing that only tests need. */
class LibrariesTest {
    private static final Pattern DEPENDENCY = Pattern.compile(
        "<artifactId>([^<]+)</artifactId><version>[^<]+</version>(<scope>test</scope>)?</dependency>");
    /** JMH is under the GPL with the Classpath Exception, and brings two more; the others are no part of a server. */
    private static final List<String> FOR_TESTS =
        List.of("jmh-core", "jmh-generator-annprocess", "junit-jupiter", "apache-mime4j-core");
    private static final List<String> NEVER_SHIPPED =
        List.of("jmh", "jopt-simple", "commons-math3", "junit", "mime4j", "opentest4j", "cassandra-all", "jnr-", "jffi");

    @Test void whatOnlyTestsNeedIsOfTheirScope() throws IOException {
        var scopes = new TreeMap<String, Boolean>();
        DEPENDENCY.matcher(Files.readString(Path.of("pom.xml"))).results()
            .forEach(found -> scopes.put(found.group(1), found.group(2) != null));
        for (var library : FOR_TESTS) assertEquals(true, scopes.get(library), library);
        assertEquals(FOR_TESTS.size(), scopes.values().stream().filter(isForTests -> isForTests).count(), scopes.toString());
    }

    /** A signed jar is checked at each start, and nothing of it is kept between starts: the build takes signatures out. */
    @Test void noneBesideTheServerIsSigned() throws IOException {
        var built = Path.of("target/.built");
        boolean isNew = Files.exists(built) && Files.getLastModifiedTime(built).compareTo(Files.getLastModifiedTime(Path.of("build.sh"))) > 0;
        assumeTrue(isNew, "nothing has been packed by build.sh as it is now");
        var signed = new TreeSet<String>();
        try (var jars = Files.newDirectoryStream(Path.of("target/lib"), "*.jar")) {
            for (var jar : jars) {
                try (var file = new JarFile(jar.toFile())) {
                    file.stream().map(JarEntry::getName).filter(name -> name.matches("META-INF/[^/]+\\.SF")).forEach(name -> signed.add(jar + " " + name));
                }
            }
        }
        assertEquals(new TreeSet<>(), signed);
    }

    @Test void nothingOfItIsBesideTheServer() throws IOException {
        var folder = Path.of("target/lib");
        assumeTrue(Files.isDirectory(folder), "nothing has been packed: " + folder);
        var jars = new TreeSet<String>();
        try (var files = Files.list(folder)) {
            files.map(file -> file.getFileName().toString()).forEach(jars::add);
        }
        assertTrue(jars.stream().anyMatch(jar -> jar.startsWith("rocksdbjni-")), jars.toString());
        for (var word : NEVER_SHIPPED) assertEquals(List.of(), jars.stream().filter(jar -> jar.contains(word)).toList());
    }
}
