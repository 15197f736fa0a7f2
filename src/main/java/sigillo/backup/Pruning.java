package sigillo.backup;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import sigillo.base.Bytes;

/**
 * Takes away what the retention does not keep. First manifests, then boxes, since keys in them bring back what was
 * deleted, then pieces that no backup needs any more. When a manifest cannot be read nobody knows what it needs: then
 * no piece goes.
 */
final class Pruning {
    private final Repository repository;
    private final Retention retention;

    Pruning(Repository repository, Retention retention) {
        this.repository = repository;
        this.retention = retention;
    }

    /** {@code all}: the manifests that could be read. {@code proven}: stays too. Returns the numbers that went. */
    Set<Long> run(Map<Long, Manifest> all, Set<Long> unreadable, Optional<Long> proven) throws IOException {
        var made = all.values().stream().map(manifest -> new Retention.Made(manifest.number(), manifest.at())).toList();
        var kept = retention.kept(made);
        proven.ifPresent(kept::add);
        var goes = new HashSet<>(all.keySet());
        goes.removeAll(kept);
        for (long number : goes) repository.deleteManifest(number);
        boxes(all, goes, unreadable);
        if (unreadable.isEmpty()) pieces(all, goes);
        return goes;
    }

    /** Those of no manifest are of a run that was broken off, or of a pruning. */
    private void boxes(Map<Long, Manifest> all, Set<Long> goes, Set<Long> unreadable) throws IOException {
        for (long number : repository.boxes()) {
            boolean stays = all.containsKey(number) && !goes.contains(number) || unreadable.contains(number);
            if (!stays) repository.deleteBox(number);
        }
    }

    private void pieces(Map<Long, Manifest> all, Set<Long> goes) throws IOException {
        var needed = new PieceSet();
        for (var manifest : all.values()) if (!goes.contains(manifest.number())) manifest.addTo(needed);
        var others = new ArrayList<Bytes>();
        repository.eachPiece(id -> {
            if (!needed.contains(id)) others.add(id);
        });
        for (var id : others) repository.deletePiece(id);
    }

    /** What can be read of the manifests, and what is wrong with the others. */
    record Read(TreeMap<Long, Manifest> sound, TreeMap<Long, String> damaged) {
        static Read of(Repository repository) throws IOException {
            var sound = new TreeMap<Long, Manifest>();
            var damaged = new TreeMap<Long, String>();
            var files = new HashMap<StoredFile, StoredFile>();
            for (long number : repository.numbers()) {
                try {
                    sound.put(number, shared(repository.manifest(number), files));
                } catch (Damaged broken) {
                    damaged.put(number, broken.getMessage());
                }
            }
            return new Read(sound, damaged);
        }

        /** What is in several backups is in memory once. */
        private static Manifest shared(Manifest manifest, Map<StoredFile, StoredFile> files) {
            var same = manifest.files().stream().map(file -> files.computeIfAbsent(file, one -> one)).toList();
            return new Manifest(manifest.number(), manifest.at(), manifest.box(), same);
        }

        Optional<Manifest> newest() { return sound.isEmpty() ? Optional.empty()
            : Optional.of(sound.lastEntry().getValue()); }

        boolean has(long number) { return sound.containsKey(number) || damaged.containsKey(number); }

        /**
         * What the next backup is called: more than those that are sound and {@code made}, the last that was made. Of what
         * cannot be read nothing follows but that its number is used: anybody may have put it there.
         */
        long next(long made) {
            long number = Math.max(sound.isEmpty() ? 0 : sound.lastKey(), made) + 1;
            while (damaged.containsKey(number)) number++;
            return number;
        }
    }
}
