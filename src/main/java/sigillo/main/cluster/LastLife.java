package sigillo.main.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import sigillo.base.Bytes;
import sigillo.nodes.NodeId;
import sigillo.sealing.Randomness;
import sigillo.shred.Sharing;

/**
 * What a data directory knows of the server that served from it: which node it was ({@code node.id}), and what the
 * directory is called among the servers of its cluster ({@code member.id}). Both name the file itself and the start of
 * the machine under which it was written: in a copy of the directory, on this machine or another, they are somebody
 * else's.
 */
final class LastLife {
    private static final String NODE = "node.id";
    private static final String MEMBER = "member.id";
    private static final int OCTETS = 16;
    private static final String UNKNOWN = "-";
    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

    private final Path folder;

    LastLife(Path folder) { this.folder = folder; }

    /**
     * The node that served from here last: as nobody has the lock of the folder, it has ended, and what it had in hand
     * when it was killed passes on within seconds. Empty where that is not certain: the machine has started since, or
     * this is a copy, whose original may live. Then its silence tells. Throws {@link IOException} when another process
     * has the lock.
     */
    Optional<NodeId> former() throws IOException {
        try (var _ = SoleServer.lock(folder)) {
            return id(NODE, true).map(NodeId::new);
        }
    }

    void note(NodeId node) throws IOException { write(NODE, node.octets()); }

    /** The same at each start; a copy of the directory gets another. */
    Bytes member() throws IOException {
        var there = id(MEMBER, false);
        if (there.isPresent()) return there.get();
        var fresh = Bytes.wrap(Randomness.secure().octets(OCTETS));
        write(MEMBER, fresh);
        return fresh;
    }

    /** {@code sameStart}: only what was written since the machine started. */
    private Optional<Bytes> id(String name, boolean sameStart) throws IOException {
        var file = folder.resolve(name);
        if (!Files.exists(file)) return Optional.empty();
        var octets = Files.readAllBytes(file);
        if (octets.length < OCTETS) return Optional.empty();
        var written = new String(octets, OCTETS, octets.length - OCTETS, StandardCharsets.US_ASCII).split(" ");
        var now = birth(file).split(" ");
        boolean isIt = written.length == now.length && written[0].equals(now[0]);
        boolean isSameStart = !now[1].equals(UNKNOWN) && Arrays.equals(written, now);
        return isIt && (isSameStart || !sameStart) ? Optional.of(Bytes.wrap(Arrays.copyOf(octets, OCTETS))) : Optional.empty();
    }

    private void write(String name, Bytes id) throws IOException {
        var fresh = folder.resolve(name + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh);
        var birth = birth(fresh).getBytes(StandardCharsets.US_ASCII);
        var all = Arrays.copyOf(id.unsafeArray(), OCTETS + birth.length);
        System.arraycopy(birth, 0, all, OCTETS, birth.length);
        Files.write(fresh, all, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
        Files.move(fresh, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * Which file it is, then of which start of the machine and on which device: a copy is another file, a name that was
     * changed is not. Devices have other numbers after a start.
     */
    private static String birth(Path file) throws IOException {
        try {
            return Files.getAttribute(file, "unix:ino") + " " + boot() + " " + Files.getAttribute(file, "unix:dev");
        } catch (UnsupportedOperationException elsewhere) {
            return UNKNOWN + " " + UNKNOWN + " " + UNKNOWN;
        }
    }

    private static String boot() {
        try {
            return Files.readString(BOOT).strip();
        } catch (IOException elsewhere) {
            return UNKNOWN;
        }
    }
}
