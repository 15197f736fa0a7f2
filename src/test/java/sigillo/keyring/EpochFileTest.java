package sigillo.keyring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.store.StoreException;

/** The file of epochs: what it knows after a restart, after a crash, and when it cannot be written. */
class EpochFileTest {
    @TempDir Path folder;

    private Path path() { return folder.resolve("epochs"); }

    private EpochFile file() throws IOException { return EpochFile.open(path()); }

    @Test void whatIsSetIsThereAfterARestart() throws IOException {
        var file = file();
        assertEquals(0, file.of(7));
        file.set(7, 2);
        file.set(-8, 5);
        file.set(7, 3);
        assertEquals(3, file.of(7));
        assertEquals(3, file().of(7));
        assertEquals(5, file().of(-8));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path())));
    }

    @Test void neverLowerButForgotten() throws IOException {
        var file = file();
        file.set(7, 3);
        file.set(7, 2);
        assertEquals(3, file().of(7));
        file.set(7, 0);
        file.set(8, 0);
        assertEquals(0, file().of(7));
        file.set(7, 1);
        assertEquals(1, file().of(7));
    }

    /** Whatever of the last record was written when the machine stopped. */
    @Test void aRecordThatWasCutOffIsNone() throws IOException {
        var file = file();
        file.set(7, 2);
        file.set(8, 2);
        var whole = Files.readAllBytes(path());
        for (int length = 16; length < 32; length++) {
            Files.write(path(), Arrays.copyOf(whole, length));
            var cut = file();
            assertEquals(2, cut.of(7));
            assertEquals(0, cut.of(8));
            cut.set(9, 4);
            assertEquals(4, file().of(9), "what comes behind it is read");
        }
        var wrong = whole.clone();
        wrong[31] ^= 1;
        Files.write(path(), wrong);
        assertEquals(0, file().of(8));
    }

    /** A disk that was full has taken a part of a record; the server goes on and notes the next. */
    @Test void whatComesBehindAPartOfARecordIsRead() throws IOException {
        var file = file();
        file.set(7, 2);
        Files.write(path(), new byte[7], StandardOpenOption.APPEND);
        file.set(8, 3);
        file.set(9, 4);
        for (long account = 7; account <= 9; account++) assertEquals(account - 5, file().of(account));
    }

    @Test void itDoesNotGrowForEver() throws IOException {
        for (int round = 0; round < 3; round++) {
            var file = file();
            for (int epoch = 1; epoch <= 3_000; epoch++) file.set(7, 3_000 * round + epoch);
        }
        assertEquals(9_000, file().of(7));
        assertTrue(Files.size(path()) <= 16 * 6_001, Files.size(path()) + " octets");
    }

    @Test void whatCannotBeKeptIsToldAndDoesNotCount() throws IOException {
        var file = file();
        file.set(7, 2);
        Files.delete(path());
        assertThrows(StoreException.class, () -> file.set(7, 3));
        assertEquals(2, file.of(7));
    }
}
