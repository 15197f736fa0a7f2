package sigillo.backup;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import sigillo.base.Bytes;
import sigillo.base.Sha256;
import sigillo.sealing.Randomness;

/**
 * Brings one backup to a target: only pieces that are not there, and of files that the backup before has as they are
 * nothing is even read. Whatever stops it, the backups that are there stay whole, and the next one finds what was
 * brought over. It is to be closed.
 */
final class Writing implements AutoCloseable {
    private final Repository repository;
    private final Randomness randomness;
    private final BooleanSupplier stopping;
    private final PieceSet there;
    private final Map<String, StoredFile> before = new HashMap<>();
    private long brought;

    /** {@code last}: the newest backup of which the manifest is sound. */
    Writing(Repository repository, Optional<Manifest> last, Randomness randomness,
        BooleanSupplier stopping) throws IOException {
        this.repository = repository;
        this.randomness = randomness;
        this.stopping = stopping;
        this.there = repository.pieces();
        last.ifPresent(manifest -> manifest.files().forEach(file -> before.put(file.name(), file)));
    }

    /** Octets of pieces that were brought over. */
    long brought() { return brought; }

    /** A file to be brought over, as it is on the disk. */
    private record Original(String name, Path path, long length, String identity) {
        static Original of(Path folder, Path path) throws IOException {
            return new Original(folder.relativize(path).toString().replace('\\', '/'), path, Files.size(path),
                StoredFile.identity(path));
        }
    }

    private static List<Original> originals(Path folder) throws IOException {
        var originals = new ArrayList<Original>();
        try (var all = Files.walk(folder, 2, new FileVisitOption[0])) {
            for (var path : (Iterable<Path>) all.filter(Files::isRegularFile).sorted()::iterator) {
                originals.add(Original.of(folder, path));
            }
        }
        return originals;
    }

    /** Whether what the folder may bring over can be told apart from what is there. */
    boolean hasRoom(Path folder) throws IOException {
        long more = 0;
        for (var one : originals(folder)) if (!isKnown(one)) more += StoredFile.count(one.length());
        return there.size() + more <= BackupLimits.PIECES_MAX;
    }

    /** All files of the folder. Throws before anything is brought over when a backup cannot be of so much. */
    List<StoredFile> files(Path folder) throws IOException {
        var originals = originals(folder);
        Manifest.requireRoom(originals.stream().mapToLong(one -> Manifest.octets(one.name(), one.identity(),
            one.length())).sum(), originals.stream().mapToLong(Original::length).sum());
        var files = new ArrayList<StoredFile>();
        for (var one : originals) files.add(isKnown(one) ? before.get(one.name()) : read(one));
        return files;
    }

    /** The backup before has it as it is, and all of that is there. */
    private boolean isKnown(Original one) {
        var known = before.get(one.name());
        return known != null && known.identity().equals(one.identity()) && known.length() == one.length()
            && known.pieces().stream().allMatch(piece -> there.contains(piece.id()));
    }

    private StoredFile read(Original one) throws IOException {
        var ids = new ByteArrayOutputStream();
        long length = 0;
        try (var in = Files.newInputStream(one.path())) {
            for (int count = BackupLimits.PIECE_OCTETS; count == BackupLimits.PIECE_OCTETS; length += count) {
                count = bring(in, ids);
            }
        }
        return new StoredFile(one.name(), length, one.identity(), Bytes.wrap(ids.toByteArray()));
    }

    /** Reads the next piece, and brings it over if it is not there; how long it is. */
    private int bring(InputStream in, ByteArrayOutputStream ids) throws IOException {
        if (stopping.getAsBoolean()) {
            throw new IOException("it was broken off, since the server stops; the next one goes on");
        }
        try (var _ = Hands.take()) {
            var content = in.readNBytes(BackupLimits.PIECE_OCTETS);
            if (content.length == 0) return 0;
            var piece = Piece.of(repository.key(), content);
            ids.writeBytes(piece.id().unsafeArray());
            if (!there.contains(piece.id())) {
                requireRoom();
                var sealed = piece.seal(repository.key(), content, randomness);
                repository.put(piece, sealed);
                there.add(piece.id());
                brought += sealed.length;
            }
            return content.length;
        }
    }

    private void requireRoom() throws IOException {
        if (there.size() < BackupLimits.PIECES_MAX) return;
        throw new IOException(repository + " has " + there.size()
            + " pieces, and not more can be told apart: keep fewer backups (keep_daily and the like), or use "
            + "another target");
    }

    /** The box, then the manifest: from then on there is a backup. */
    Manifest close(long number, Instant at, List<StoredFile> files, Box.Sealed box) throws IOException {
        repository.putBox(number, box.stored());
        var manifest = new Manifest(number, at, Bytes.wrap(Sha256.of(box.stored())), files);
        repository.put(manifest, manifest.seal(repository.key(), randomness));
        return manifest;
    }

    @Override public void close() { there.close(); }
}
