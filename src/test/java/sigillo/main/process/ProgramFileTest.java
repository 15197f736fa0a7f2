package sigillo.main.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which jar a class lies in, told by where the class loader finds it. */
class ProgramFileTest {
    @TempDir Path folder;

    @Test void whatLiesInAJarIsOfThatJar() throws IOException {
        var jar = folder.resolve("a b+c%.jar");
        try (var out = new JarOutputStream(Files.newOutputStream(jar))) { out.putNextEntry(new JarEntry("there.class")); }
        assertEquals(Optional.of(jar), ProgramFile.jarOf(URI.create("jar:" + jar.toUri() + "!/there.class").toURL()));
    }

    @Test void whatLiesInAFolderOrNowhereIsOfNone() throws IOException {
        assertEquals(Optional.empty(), ProgramFile.jarOf(folder.toUri().toURL()));
        assertEquals(Optional.empty(), ProgramFile.jarOf(null));
        assertEquals(Optional.empty(), ProgramFile.jarOf(URI.create("jar:" + folder.resolve("gone.jar").toUri() + "!/there.class").toURL()));
    }

    @Test void itIsKnownByItsOctets() throws IOException {
        // FIPS 180-2 appendix B.1
        assertEquals("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", ProgramFile.digest(Files.writeString(folder.resolve("abc"), "abc")));
    }
}
