package sigillo.scrub;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.base.Alarms;

/** What the kernel tells of a disk becomes alarms, and ends them. */
class DiskWatchTest {
    @TempDir Path sys;
    private final Map<String, String> alarms = new TreeMap<>();

    private DiskWatch watch() {
        return new DiskWatch(sys, sys, new Alarms() {
            @Override public void raise(String key, String sentence) { alarms.put(key, sentence); }

            @Override public void clear(String key) { alarms.remove(key); }
        });
    }

    private void tells(String file, String what) throws IOException {
        Files.createDirectories(sys.resolve(file).getParent());
        Files.writeString(sys.resolve(file), what + "\n");
    }

    @Test void littleSpaceIsToldBeforeThereIsNone() {
        var watch = watch();
        watch.space(9L << 30, 100L << 30);
        assertEquals(Set.of(), alarms.keySet());
        watch.space(4L << 30, 100L << 30);
        assertEquals(Set.of("disk space"), alarms.keySet());
        watch.space(4L << 30, 20L << 30);
        assertEquals(Set.of(), alarms.keySet(), "of a small disk that is much");
        watch.space(1L << 30, 20L << 30);
        assertEquals(Set.of("disk space"), alarms.keySet());
    }

    @Test void errorsOfTheFileSystemAndLostDisksAreTold() throws IOException {
        tells("fs/ext4/md0/errors_count", "0");
        tells("block/md0/md/degraded", "0");
        watch().device("md0", false);
        assertEquals(Set.of(), alarms.keySet());
        tells("fs/ext4/md0/errors_count", "3");
        tells("block/md0/md/degraded", "1");
        watch().device("md0", false);
        assertEquals(Set.of("disk array", "file system"), alarms.keySet());
        tells("fs/ext4/md0/errors_count", "0");
        watch().device("md0", true);
        assertEquals(true, alarms.get("file system").contains("read-only"));
    }

    @Test void whatIsNotToldIsNoTrouble() {
        watch().device("none", false);
        watch().look();
        assertEquals(false, alarms.containsKey("file system"));
    }
}
