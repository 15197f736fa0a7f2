package sigillo.backup;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import sigillo.store.RowIn;
import sigillo.store.RowOut;
import sigillo.store.StoreException;

/**
 * What a server remembers of a target, in a file of its own. Losing it costs nothing but the knowledge that a target
 * once had more. {@code proven}: whole, the last time. {@code lacking}: what the last proof could not prove because it
 * cannot be read here either. {@code failed}: why the last try came to nothing.
 */
record TargetState(Optional<Done> made, Optional<Done> proven, Optional<Failure> failed, Optional<String> lacking) {
    private static final int VERSION = 1;
    static final TargetState NONE = new TargetState(Optional.empty(), Optional.empty(), Optional.empty(),
        Optional.empty());

    record Done(long number, Instant at) {}

    record Failure(Instant at, String why) {}

    /** A file that cannot be read is as none. */
    static TargetState read(Path file) {
        try {
            return Files.exists(file) ? decode(Files.readAllBytes(file)) : NONE;
        } catch (IOException | StoreException unreadable) {
            return NONE;
        }
    }

    private static TargetState decode(byte[] octets) {
        var in = new RowIn(octets, VERSION);
        return new TargetState(in.optional(() -> new Done(in.number(), in.time())),
            in.optional(() -> new Done(in.number(), in.time())),
            in.optional(() -> new Failure(in.time(), in.text())),
            in.isAtEnd() ? Optional.empty() : in.optional(in::text)); // files from before end here
    }

    void write(Path file) throws IOException {
        var out = new RowOut(VERSION);
        out.optional(made, done -> out.number(done.number()).time(done.at()));
        out.optional(proven, done -> out.number(done.number()).time(done.at()));
        out.optional(failed, failure -> out.time(failure.at()).text(failure.why()));
        out.optional(lacking, out::text);
        var part = file.resolveSibling(file.getFileName() + ".part");
        Files.write(part, out.done());
        try (var channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    TargetState made(long number, Instant at) {
        return new TargetState(Optional.of(new Done(number, at)), proven, Optional.empty(), lacking);
    }

    /** {@code without}: what the proof could not prove; with any, the last whole proof stays the one before. */
    TargetState proven(long number, Instant at, Optional<String> without) {
        var whole = without.isEmpty() ? Optional.of(new Done(number, at)) : proven;
        return new TargetState(made, whole, Optional.empty(), without);
    }

    TargetState failed(String why, Instant at) {
        return new TargetState(made, proven, Optional.of(new Failure(at, why)), lacking);
    }
}
