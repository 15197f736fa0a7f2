package sigillo.backup;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
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
 * brought over.
 */
final class Writing {
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

    /** All files of the folder. */
    List<StoredFile> files(Path folder) throws IOException {
        var files = new ArrayList<StoredFile>();
        List<Path> paths;
        try (var all = Files.walk(folder, 2, new FileVisitOption[0])) {
            paths = all.filter(Files::isRegularFile).sorted().toList();
        }
        for (var path : paths) files.add(file(folder.relativize(path).toString().replace('\\', '/'), path));
        return files;
    }

    private StoredFile file(String name, Path path) throws IOException {
        var attributes = Files.readAttributes(path, BasicFileAttributes.class);
        var identity = attributes.fileKey() + "/" + attributes.lastModifiedTime().toMillis() + "/" + attributes.size();
        var known = before.get(name);
        boolean isSame = known != null && known.identity().equals(identity) && known.length() == attributes.size()
            && known.pieces().stream().allMatch(piece -> there.contains(piece.id()));
        return isSame ? known : read(name, path, identity);
    }

    private StoredFile read(String name, Path path, String identity) throws IOException {
        var ids = new ByteArrayOutputStream();
        long length = 0;
        try (var in = Files.newInputStream(path)) {
            for (int count = BackupLimits.PIECE_OCTETS; count == BackupLimits.PIECE_OCTETS; length += count) {
                count = bring(in, ids);
            }
        }
        return new StoredFile(name, length, identity, Bytes.wrap(ids.toByteArray()));
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
                var sealed = piece.seal(repository.key(), content, randomness);
                repository.put(piece, sealed);
                there.add(piece.id());
                brought += sealed.length;
            }
            return content.length;
        }
    }

    /** The box, then the manifest: from then on there is a backup. */
    Manifest close(long number, Instant at, List<StoredFile> files, Box.Sealed box) throws IOException {
        repository.putBox(number, box.stored());
        var manifest = new Manifest(number, at, Bytes.wrap(Sha256.of(box.stored())), files);
        repository.put(manifest, manifest.seal(repository.key(), randomness));
        return manifest;
    }
}
