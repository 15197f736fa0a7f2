package sigillo.main.names;

import java.util.Optional;
import java.util.function.Supplier;
import sigillo.main.kept.ZoneWriter;

/**
 * By what this server changes the zones of its domains now: what the configuration said at the start, or what set-up
 * has just been given. Any thread.
 */
public final class ZoneHand implements Supplier<Optional<ZoneWriter>> {
    private volatile Optional<ZoneWriter> writer;

    public ZoneHand(Optional<ZoneWriter> writer) { this.writer = writer; }

    @Override public Optional<ZoneWriter> get() { return writer; }

    public void use(ZoneWriter now) { writer = Optional.of(now); }
}
