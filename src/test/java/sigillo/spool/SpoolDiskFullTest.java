package sigillo.spool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Case B19: a disk that is really full, a small tmpfs; skipped where none can be mounted. */
@Tag("gate")
class SpoolDiskFullTest {
    @TempDir Path folder;

    @Test void aFullDiskIsToldApartFromABrokenOne() throws Exception {
        var mount = Files.createDirectory(folder.resolve("small"));
        boolean isMounted = run("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", mount.toString());
        assumeTrue(isMounted, "no tmpfs can be mounted here");
        try {
            var spool = Spool.open(new SpoolSettings(mount.resolve("spool"), 0, 0, 1L << 30));
            var piece = new byte[10_000];
            try (var writer = spool.writer()) {
                assertThrows(SpoolFull.class, () -> {
                    for (int i = 0; i < 100; i++) writer.write(piece, 0, piece.length);
                });
            }
            try (var writer = spool.writer()) {
                writer.write(piece, 0, piece.length);
                try (var message = writer.finish()) {
                    assertEquals(10_000, message.length());
                }
            }
            assertEquals(0, spool.diskUsed());
        } finally {
            run("umount", "-l", mount.toString());
        }
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
        } catch (IOException noSuchProgram) {
            return false;
        }
    }
}
