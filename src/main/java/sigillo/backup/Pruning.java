package sigillo.backup;

import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Takes away what the retention does not keep. First manifests, then boxes, since keys in them bring back what was
 * deleted, then pieces that no backup needs any more. When a manifest cannot be read nobody knows what it needs: then
 * no piece goes. Of manifests one is in memory at a time.
 */
final class Pruning {
    private final Repository repository;
    private final Retention retention;
    private final Optional<Long> proven;

    /** {@code proven}: stays too. {@link Retention#ALL}: nothing goes, not even what no backup needs. */
    Pruning(Repository repository, Retention retention, Optional<Long> proven) {
        this.repository = repository;
        this.retention = retention;
        this.proven = proven;
    }

    /** Those that went are not in {@code all} any more. How many they were. */
    int run(Read all) throws IOException {
        if (retention.equals(Retention.ALL)) return 0;
        var kept = retention.kept(all.sound().entrySet().stream()
            .map(one -> new Retention.Made(one.getKey(), one.getValue().at())).toList());
        proven.ifPresent(kept::add);
        var goes = new HashSet<>(all.sound().keySet());
        goes.removeAll(kept);
        for (long number : goes) {
            repository.deleteManifest(number);
            all.sound().remove(number);
        }
        boxes(all);
        if (all.damaged().isEmpty()) pieces(all.sound().keySet());
        return goes.size();
    }

    /** Those of no manifest are of a run that was broken off, or of a pruning. */
    private void boxes(Read all) throws IOException {
        for (long number : repository.boxes()) if (!all.has(number)) repository.deleteBox(number);
    }

    private void pieces(Set<Long> kept) throws IOException {
        try (var needed = new PieceSet(BackupLimits.PIECES_MAX);
             var others = new PieceSet(BackupLimits.PIECES_LISTED_MAX)) {
            for (long number : kept) repository.manifest(number).addTo(needed);
            repository.eachPiece(id -> {
                if (!needed.contains(id)) others.add(id);
            });
            others.each(repository::deletePiece);
        }
    }

    /** What is remembered of a manifest. {@code octets}: of the store. */
    record Known(Instant at, long octets) {
        static Known of(Manifest manifest) { return new Known(manifest.at(), manifest.octets()); }
    }

    /** What can be read of the manifests, and what is wrong with the others. */
    record Read(TreeMap<Long, Known> sound, TreeMap<Long, String> damaged) {
        static Read of(Repository repository) throws IOException {
            var sound = new TreeMap<Long, Known>();
            var damaged = new TreeMap<Long, String>();
            for (long number : repository.numbers()) {
                try {
                    sound.put(number, Known.of(repository.manifest(number)));
                } catch (Damaged broken) {
                    damaged.put(number, broken.getMessage());
                }
            }
            return new Read(sound, damaged);
        }

        Optional<Manifest> newest(Repository repository) throws IOException {
            return sound.isEmpty() ? Optional.empty() : Optional.of(repository.manifest(sound.lastKey()));
        }

        boolean has(long number) { return sound.containsKey(number) || damaged.containsKey(number); }

        /**
         * What the next backup is called: more than those that are sound and {@code made}, the last that was made. Of
         * what cannot be read nothing follows but that its number is used: anybody may have put it there.
         */
        long next(long made) {
            long number = Math.max(sound.isEmpty() ? 0 : sound.lastKey(), made) + 1;
            while (damaged.containsKey(number)) number++;
            return number;
        }
    }
}
