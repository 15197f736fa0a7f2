package sigillo.main.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.sealing.Secret;

/** Where the server's keys are, and what opens them. */
class KeyFilesTest {
    @TempDir Path folder;
    private Path given;
    private Secret server;
    private Secret host;

    @BeforeEach void make() throws IOException {
        given = Files.createDirectory(folder.resolve("given"));
        server = files(null).key("server.key", true);
        host = files(null).key("host.key", true);
    }

    private KeyFiles files(String passphrase) { return new KeyFiles(folder, Optional.of(given), () -> Optional.ofNullable(passphrase)); }

    private void assertKept(KeyFiles files) throws IOException {
        assertTrue(files.key("server.key", false).isSame(server));
        assertTrue(files.key("host.key", false).isSame(host));
    }

    @Test void keysInClearAreRead() throws IOException {
        assertKept(files(null));
        assertEquals(32, Files.size(folder.resolve("server.key")));
        assertThrows(IOException.class, () -> files(null).key("threads.key", false));
    }

    @Test void aPassphraseProtectsThem() throws IOException {
        files(null).close("correct horse");
        assertEquals(60, Files.size(folder.resolve("server.key")));
        assertKept(files("correct horse"));
        assertTrue(assertThrows(IOException.class, () -> files("correct horse!").key("server.key", false)).getMessage().startsWith("the passphrase is wrong"));
        assertTrue(assertThrows(IOException.class, () -> files(null).key("server.key", false)).getMessage().contains("start from a terminal"));
        var later = files("correct horse").key("threads.key", true);
        assertEquals(60, Files.size(folder.resolve("threads.key")), "what is made later is under it too");
        files("correct horse").open();
        assertKept(files(null));
        assertTrue(files(null).key("threads.key", false).isSame(later));
    }

    @Tag("gate") @Test void oneFileDoesNotDoForAnother() throws IOException {
        files(null).close("correct horse");
        Files.copy(folder.resolve("host.key"), folder.resolve("server.key"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThrows(IOException.class, () -> files("correct horse").key("server.key", false));
    }

    /** Stopped in the middle of closing or opening: some files are closed and some are not. */
    @Test void aMixtureIsRead() throws IOException {
        var clear = Files.readAllBytes(folder.resolve("host.key"));
        files(null).close("correct horse");
        Files.write(folder.resolve("host.key"), clear);
        assertKept(files("correct horse"));
        files("correct horse").open();
        assertKept(files(null));
    }

    @Test void credentialsOfTheServiceComeFirst() throws IOException {
        var other = Secret.random(sigillo.sealing.Randomness.secure());
        Files.write(given.resolve("server.key"), other.toArray());
        assertTrue(files(null).key("server.key", false).isSame(other));
        assertTrue(files(null).key("host.key", false).isSame(host));
        files(null).close("correct horse");
        Files.writeString(given.resolve("passphrase"), "correct horse\n");
        assertTrue(files(null).key("host.key", false).isSame(host));
    }

    @Tag("gate") @Test void peppersAreRenewed() throws IOException {
        assertEquals(1, files(null).peppers(true).version());
        assertEquals(2, files(null).renewPeppers());
        var second = files(null).peppers(false);
        assertEquals(2, second.version());
        assertTrue(!second.verifying().isSame(second.former().orElseThrow().verifying()) && !second.opening().isSame(second.verifying()));
        files(null).close("correct horse");
        assertEquals(60, Files.size(folder.resolve("verifying.2.key")), "a passphrase is for them too");
        assertEquals(3, files("correct horse").renewPeppers());
        assertEquals(60, Files.size(folder.resolve("opening.3.key")));
        assertTrue(files("correct horse").peppers(false).former().orElseThrow().opening().isSame(second.opening()));
        files("correct horse").open();
        assertEquals(3, files(null).peppers(false).version());
        Files.delete(folder.resolve("verifying.3.key"));
        assertEquals(2, files(null).peppers(false).version(), "a stop between the two files");
        var sentence = assertThrows(IOException.class, () -> ServerKeys.read(files(null), true, true, Set.of(3))).getMessage();
        assertTrue(sentence.startsWith("verifying.3.key"), sentence);
        assertEquals(3, files(null).renewPeppers());
        assertEquals(3, ServerKeys.read(files(null), true, true, Set.of(3)).peppers().version());
    }

    @Test void aDamagedFileIsTold() throws IOException {
        Files.write(folder.resolve("server.key"), new byte[31]);
        assertTrue(assertThrows(IOException.class, () -> files(null).key("server.key", false)).getMessage().contains("is damaged"));
        files(null).close("x");
        Files.delete(folder.resolve("passphrase"));
        assertTrue(assertThrows(IOException.class, () -> files("x").key("host.key", false)).getMessage().contains("is missing"));
    }
}
