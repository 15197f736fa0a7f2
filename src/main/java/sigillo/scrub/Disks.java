package sigillo.scrub;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;

/**
 * Which disks lie under a device, as Linux tells it in {@code /sys}: partitions, arrays, volumes and sealed ones are
 * taken apart.
 */
final class Disks {
    /** A volume on a sealed device on an array on partitions, and some more. */
    private static final int DEPTH_MAX = 8;

    private Disks() {}

    /** Their names, such as {@code sda} and {@code nvme0n1}; none where the system does not tell. */
    static TreeSet<String> under(Path sys, String device) {
        var disks = new TreeSet<String>();
        add(sys.resolve("class/block").resolve(device), disks, 0);
        return disks;
    }

    private static void add(Path device, TreeSet<String> disks, int depth) {
        if (depth > DEPTH_MAX) return;
        try {
            var place = device.toRealPath();
            if (Files.exists(place.resolve("partition"))) place = place.getParent();
            if (!addThoseBelow(place, disks, depth)) disks.add(place.getFileName().toString());
        } catch (IOException | DirectoryIteratorException untold) {
            // it is not one of this system
        }
    }

    /** False when there are none. */
    private static boolean addThoseBelow(Path place, TreeSet<String> disks, int depth) throws IOException {
        var slaves = place.resolve("slaves");
        if (!Files.isDirectory(slaves)) return false;
        boolean any = false;
        try (var below = Files.newDirectoryStream(slaves)) {
            for (var one : below) {
                add(one, disks, depth + 1);
                any = true;
            }
        }
        return any;
    }
}
