package sigillo.backup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Brings the files of a backup back, and looks at each piece while it does. What is wrong is told with the file's
 * name. To be closed.
 */
final class Fetching implements AutoCloseable {
    private final Repository repository;
    private final BooleanSupplier stopping;
    private final List<String> findings = new ArrayList<>();
    private final PieceSet broken = new PieceSet(BackupLimits.PIECES_MAX);
    private long found;

    Fetching(Repository repository, BooleanSupplier stopping) {
        this.repository = repository;
        this.stopping = stopping;
    }

    /** What was wrong, at most {@link BackupLimits#FINDINGS_MAX} sentences. */
    List<String> findings() { return List.copyOf(findings); }

    /** How much was wrong, of which those are the first. */
    long found() { return found; }

    /** Writes the files into the folder. Throws {@link Damaged} when one of them is not whole, after all were tried. */
    void into(Manifest manifest, Path folder) throws IOException {
        into(manifest, folder, _ -> { });
    }

    /** {@code each}: what becomes of a piece that was wrong, after all were tried. */
    void into(Manifest manifest, Path folder, Repository.PieceVisitor each) throws IOException {
        for (var file : manifest.files()) {
            var path = folder.resolve(file.name());
            Files.createDirectories(path.getParent());
            try (var out = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                for (var piece : file.pieces()) copy(manifest, file, piece, out);
                out.force(true);
            }
        }
        if (found == 0) return;
        broken.each(each);
        throw new Damaged(sentence(manifest));
    }

    private void copy(Manifest manifest, StoredFile file, Piece piece, FileChannel out) throws IOException {
        try (var _ = Hands.take()) {
            write(out, get(manifest, file, piece).orElseGet(() -> new byte[piece.length()]));
        }
    }

    /** Looks at each piece that was not among {@code seen} yet. */
    void look(Manifest manifest, PieceSet seen) throws IOException {
        for (var file : manifest.files()) {
            for (var piece : file.pieces()) {
                if (seen.add(piece.id()) || broken.contains(piece.id())) get(manifest, file, piece);
            }
        }
    }

    /** Empty when it is broken: zeros are in its place. */
    private Optional<byte[]> get(Manifest manifest, StoredFile file, Piece piece) throws IOException {
        if (stopping.getAsBoolean()) throw new IOException("it was broken off, since the server stops");
        try {
            return Optional.of(repository.get(piece));
        } catch (Damaged damaged) {
            broken.add(piece.id());
            found++;
            if (findings.size() < BackupLimits.FINDINGS_MAX) findings.add("backup " + manifest.number() + ", file "
                + file.name() + ": " + damaged.getMessage());
            return Optional.empty();
        }
    }

    private String sentence(Manifest manifest) {
        return "backup " + manifest.number() + " in " + repository + " is damaged: " + findings.getFirst()
            + (found > 1 ? ", and " + (found - 1) + " more" : "");
    }

    @Override public void close() { broken.close(); }

    private static void write(FileChannel out, byte[] octets) throws IOException {
        var buffer = ByteBuffer.wrap(octets);
        while (buffer.hasRemaining()) out.write(buffer);
    }
}
