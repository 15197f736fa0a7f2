package sigillo.scrub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.base.Alarms;

/** What the kernel tells of a disk becomes alarms, and ends them. */
class DiskWatchTest {
    @TempDir Path sys;
    private final Map<String, String> alarms = new TreeMap<>();

    private DiskWatch watch() { return watch(new Smart(List.of("smartctl-is-not-installed"))); }

    private DiskWatch watch(Smart smart) { return watch(smart, Runnable::run); }

    private DiskWatch watch(Smart smart, Executor asker) {
        return new DiskWatch(sys, sys, smart, asker, new Alarms() {
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

    /** A sealed volume on an array of two disks, one of them by a partition. */
    private void isOnTwoDisks() throws IOException {
        for (var place : List.of("devices/dm-0/slaves", "devices/md0/slaves", "devices/sda/sda1", "devices/nvme0n1")) {
            Files.createDirectories(sys.resolve(place));
        }
        tells("devices/sda/sda1/partition", "1");
        Files.createDirectories(sys.resolve("class/block"));
        for (var name : List.of("dm-0", "md0", "sda", "nvme0n1")) link("class/block/" + name, "devices/" + name);
        link("class/block/sda1", "devices/sda/sda1");
        link("devices/dm-0/slaves/md0", "devices/md0");
        link("devices/md0/slaves/sda1", "devices/sda/sda1");
        link("devices/md0/slaves/nvme0n1", "devices/nvme0n1");
    }

    private void link(String from, String to) throws IOException { Files.createSymbolicLink(sys.resolve(from), sys.resolve(to)); }

    @Test void theDisksUnderAVolumeAreFound() throws IOException {
        isOnTwoDisks();
        assertEquals(Set.of("sda", "nvme0n1"), Disks.under(sys, "dm-0"));
        assertEquals(Set.of("sda"), Disks.under(sys, "sda1"));
        assertEquals(Set.of(), Disks.under(sys, "none"));
    }

    /** Devices that name each other, which no kernel tells, end nothing. */
    @Test void aCircleEnds() throws IOException {
        Files.createDirectories(sys.resolve("devices/dm-0/slaves"));
        Files.createDirectories(sys.resolve("class/block"));
        link("class/block/dm-0", "devices/dm-0");
        link("devices/dm-0/slaves/dm-0", "devices/dm-0");
        assertEquals(Set.of(), Disks.under(sys, "dm-0"));
    }

    @Test void aDiskThatIsTooWarmIsTold() throws IOException {
        isOnTwoDisks();
        var watch = watch();
        tells("block/sda/device/hwmon/hwmon3/temp1_input", "41000");
        tells("block/nvme0n1/device/hwmon1/temp1_input", "79850");
        tells("block/nvme0n1/device/hwmon1/temp1_max", "81850");
        watch.device("dm-0", false);
        assertEquals(Set.of(), alarms.keySet());
        tells("block/sda/device/hwmon/hwmon3/temp1_input", "60000");
        tells("block/nvme0n1/device/hwmon1/temp1_input", "81850");
        watch.device("dm-0", false);
        assertEquals(Set.of("temperature of nvme0n1", "temperature of sda"), alarms.keySet());
        assertEquals("The disk sda is at 60 degrees: it needs air", alarms.get("temperature of sda"));
        tells("block/sda/device/hwmon/hwmon3/temp1_input", "56000");
        watch.device("dm-0", false);
        assertEquals(2, alarms.size(), "a little cooler is not yet cool");
        tells("block/sda/device/hwmon/hwmon3/temp1_input", "54000");
        tells("block/nvme0n1/device/hwmon1/temp1_input", "50000");
        watch.device("dm-0", false);
        assertEquals(Set.of(), alarms.keySet());
    }

    /** By a program that prints as smartctl does, and ends with a code other than 0, as it does then. */
    @Test void whatADiskSaysOfItselfIsTold() throws IOException {
        isOnTwoDisks();
        var program = sys.resolve("smartctl");
        Files.writeString(program, """
            case $1 in
            /dev/sda) echo '{"smart_status": {"passed": true}, "ata_smart_attributes": {"table": [
                {"id": 5, "name": "Reallocated_Sector_Ct", "raw": {"value": 8}}, {"id": 9, "raw": {"value": 12000}},
                {"id": 197, "raw": {"value": 2}}]}}'; exit 64 ;;
            *) echo '{"smart_status": {"passed": false}, "nvme_smart_health_information_log": {"critical_warning": 4, "media_errors": 3}}'; exit 8 ;;
            esac
            """);
        watch(new Smart(List.of("sh", program.toString()))).device("dm-0", false);
        assertEquals(Set.of("health of nvme0n1", "health of sda"), alarms.keySet());
        assertTrue(alarms.get("health of sda").contains("10 of its sectors went bad"), alarms.toString());
        assertTrue(alarms.get("health of nvme0n1").contains("it expects to fail, it has lost data 3 times"), alarms.toString());
        for (var silent : List.of("yes no JSON", "echo '{\"smartctl\": {\"exit_status\": 2}}'; exit 2")) {
            watch(new Smart(List.of("sh", "-c", silent))).device("dm-0", false);
            assertEquals(2, alarms.size(), "what is no answer, however long it is, says nothing; nor does a disk that sleeps");
        }
        watch(new Smart(List.of("sh", "-c", "echo '{\"smart_status\": {\"passed\": true}}'"))).device("dm-0", false);
        assertEquals(Set.of(), alarms.keySet());
    }

    /** The rest is looked at as ever, and nobody waits for its answer. */
    @Test void aDiskThatNeverAnswersHoldsUpNothing() throws IOException {
        isOnTwoDisks();
        var asked = new ArrayList<Runnable>();
        var watch = watch(new Smart(List.of("smartctl-is-not-installed")), asked::add);
        watch.device("dm-0", false);
        tells("fs/ext4/dm-0/errors_count", "1");
        watch.device("dm-0", false);
        assertEquals(Set.of("file system"), alarms.keySet());
        assertEquals(1, asked.size());
    }

    private static final String FAILS = "echo '{\"smart_status\": {\"passed\": false}}'";

    /** The array got another in its place: the alarms of the one go with it, the other's stay. */
    @Test void alarmsOfADiskThatIsGoneEnd() throws IOException {
        isOnTwoDisks();
        tells("block/sda/device/hwmon/hwmon3/temp1_input", "60000");
        tells("block/nvme0n1/device/hwmon1/temp1_input", "90000");
        tells("block/nvme0n1/device/hwmon1/temp1_max", "81850");
        var watch = watch(new Smart(List.of("sh", "-c", FAILS)));
        watch.device("dm-0", false);
        assertEquals(Set.of("health of nvme0n1", "health of sda", "temperature of nvme0n1", "temperature of sda"), alarms.keySet());
        Files.delete(sys.resolve("devices/md0/slaves/sda1"));
        watch.device("dm-0", false);
        assertEquals(Set.of("health of nvme0n1", "temperature of nvme0n1"), alarms.keySet());
    }

    /** It was asked while it was there, and answers when it is not: nobody could end that alarm. */
    @Test void whatADiskSaysOnceItIsGoneIsNotTold() throws IOException {
        isOnTwoDisks();
        var asked = new ArrayList<Runnable>();
        var watch = watch(new Smart(List.of("sh", "-c", FAILS)), asked::add);
        watch.device("dm-0", false);
        Files.delete(sys.resolve("devices/md0/slaves/sda1"));
        watch.device("dm-0", false);
        asked.forEach(Runnable::run);
        assertEquals(Set.of("health of nvme0n1"), alarms.keySet());
    }
}
