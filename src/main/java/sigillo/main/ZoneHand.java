package sigillo.main;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * By what this server changes the zones of its domains now: what the configuration said at the start, or what set-up
 * has just been given. Any thread.
 */
final class ZoneHand implements Supplier<Optional<ZoneWriter>> {
    private volatile Optional<ZoneWriter> writer;

    ZoneHand(Optional<ZoneWriter> writer) { this.writer = writer; }

    @Override public Optional<ZoneWriter> get() { return writer; }

    void use(ZoneWriter now) { writer = Optional.of(now); }
}
