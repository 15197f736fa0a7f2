package sigillo.keyring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.keyring.Floors.Of;
import sigillo.store.StoreException;

/** The file of floors: what it knows after a restart, after a crash, and when it cannot be written. */
class FloorFileTest {
    @TempDir Path folder;

    private Path path() { return folder.resolve("epochs"); }

    private FloorFile file() throws IOException { return FloorFile.open(path()); }

    @Test void whatIsSetIsThereAfterARestart() throws IOException {
        var file = file();
        assertEquals(0, file.of(Of.EPOCH, 7));
        file.set(Of.EPOCH, 7, 2);
        file.set(Of.EPOCH, -8, 5);
        file.set(Of.EPOCH, 7, 3);
        assertEquals(3, file.of(Of.EPOCH, 7));
        assertEquals(3, file().of(Of.EPOCH, 7));
        assertEquals(5, file().of(Of.EPOCH, -8));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path())));
    }

    @Test void eachKindIsForItself() throws IOException {
        var file = file();
        file.set(Of.EPOCH, 7, 2);
        file.set(Of.SLOTS, 7, 9);
        file.set(Of.LISTED, 0, 1);
        for (var now : new FloorFile[] {file, file()}) {
            assertEquals(2, now.of(Of.EPOCH, 7));
            assertEquals(9, now.of(Of.SLOTS, 7));
            assertEquals(0, now.of(Of.LISTED, 7));
        }
    }

    /** As they were written when the file had epochs only. */
    @Test void recordsFromBeforeThereWereKindsAreEpochs() throws IOException {
        var record = ByteBuffer.allocate(12).putLong(7).putInt(3).array();
        var crc = new CRC32C();
        crc.update(record);
        Files.write(path(), ByteBuffer.allocate(16).put(record).putInt((int) crc.getValue()).array());
        assertEquals(3, file().of(Of.EPOCH, 7));
        assertEquals(0, file().of(Of.SLOTS, 7));
    }

    @Test void neverLowerNorForgotten() throws IOException {
        var file = file();
        file.set(Of.EPOCH, 7, 3);
        file.set(Of.EPOCH, 7, 2);
        assertEquals(3, file().of(Of.EPOCH, 7));
        file.set(Of.EPOCH, 7, 0);
        assertEquals(3, file.of(Of.EPOCH, 7));
        assertEquals(3, file().of(Of.EPOCH, 7));
    }

    /** Whatever of the last record was written when the machine stopped. */
    @Test void aRecordThatWasCutOffIsNone() throws IOException {
        var file = file();
        file.set(Of.EPOCH, 7, 2);
        file.set(Of.EPOCH, 8, 2);
        var whole = Files.readAllBytes(path());
        for (int length = 16; length < 32; length++) {
            Files.write(path(), Arrays.copyOf(whole, length));
            var cut = file();
            assertEquals(2, cut.of(Of.EPOCH, 7));
            assertEquals(0, cut.of(Of.EPOCH, 8));
            cut.set(Of.EPOCH, 9, 4);
            assertEquals(4, file().of(Of.EPOCH, 9), "what comes behind it is read");
        }
        var wrong = whole.clone();
        wrong[31] ^= 1;
        Files.write(path(), wrong);
        assertEquals(0, file().of(Of.EPOCH, 8));
    }

    /** A disk that was full has taken a part of a record; the server goes on and notes the next. */
    @Test void whatComesBehindAPartOfARecordIsRead() throws IOException {
        var file = file();
        file.set(Of.EPOCH, 7, 2);
        Files.write(path(), new byte[7], StandardOpenOption.APPEND);
        file.set(Of.EPOCH, 8, 3);
        file.set(Of.EPOCH, 9, 4);
        for (long account = 7; account <= 9; account++) assertEquals(account - 5, file().of(Of.EPOCH, account));
    }

    @Tag("gate") @Test void itDoesNotGrowForEver() throws IOException {
        for (int round = 0; round < 3; round++) {
            var file = file();
            for (int epoch = 1; epoch <= 3_000; epoch++) file.set(Of.EPOCH, 7, 3_000 * round + epoch);
        }
        assertEquals(9_000, file().of(Of.EPOCH, 7));
        assertTrue(Files.size(path()) <= 16 * 6_001, Files.size(path()) + " octets");
    }

    /** Who went back to this release and goes forward again finds them, the last of each. */
    @Tag("gate") @Test void whatALaterReleaseHasNotedStays() throws IOException {
        var file = file();
        file.set(Of.SLOTS, 7, 5);
        Files.write(path(), later(200, 7, 1), StandardOpenOption.APPEND);
        Files.write(path(), later(200, 7, 8), StandardOpenOption.APPEND);
        Files.write(path(), later(255, 7, 0), StandardOpenOption.APPEND);
        file = file();
        for (int epoch = 1; epoch <= 4_200; epoch++) file.set(Of.EPOCH, 7, epoch);
        file = file();
        assertEquals(16 * 4, Files.size(path()), "it was written anew");
        var all = new String(Files.readAllBytes(path()), StandardCharsets.ISO_8859_1);
        for (var record : List.of(later(200, 7, 8), later(255, 7, 0))) {
            assertTrue(all.contains(new String(record, StandardCharsets.ISO_8859_1)));
        }
        assertEquals(List.of(5, 4_200, 0), List.of(file.of(Of.SLOTS, 7), file.of(Of.EPOCH, 7), file.of(Of.FACTOR, 7)));
    }

    private static byte[] later(int kind, long account, int least) {
        var octets = ByteBuffer.allocate(16).putLong(account).putInt(least);
        var sum = new CRC32C();
        sum.update(octets.array(), 0, 12);
        sum.update(kind);
        return octets.putInt((int) sum.getValue()).array();
    }

    @Test void whatCannotBeKeptIsToldAndDoesNotCount() throws IOException {
        var file = file();
        file.set(Of.EPOCH, 7, 2);
        Files.delete(path());
        assertThrows(StoreException.class, () -> file.set(Of.EPOCH, 7, 3));
        assertEquals(2, file.of(Of.EPOCH, 7));
    }

    /** A full disk has cut it off, and lets nobody write it anew; what it says counts all the same. */
    @Test void oneThatIsCutOffAndCannotBeMendedIsRead() throws IOException {
        file().set(Of.EPOCH, 7, 3);
        Files.write(path(), new byte[] {1, 2, 3}, StandardOpenOption.APPEND);
        Files.createDirectories(folder.resolve(path().getFileName() + ".new/in the way"));
        assertEquals(3, file().of(Of.EPOCH, 7));
        file().set(Of.EPOCH, 7, 4);
        assertEquals(4, file().of(Of.EPOCH, 7));
    }

    @Test void someAccountIsFound() throws IOException {
        var file = file();
        file.set(Of.LISTED, 0, 1);
        file.set(Of.SEALED, 7, 1);
        assertFalse(file.isSome(Of.LISTED, 1));
        assertTrue(file.isSome(Of.SEALED, 1));
        file.set(Of.SEALED, 7, 2);
        assertFalse(file().isSome(Of.SEALED, 1));
    }
}
