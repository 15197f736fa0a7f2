package sigillo.signing;

import java.util.function.Predicate;
import sigillo.base.Bytes;

/** Other servers over the same store: {@code self} is this one's name among them, {@code lives} whether one lives. */
public record Fellows(Bytes self, Predicate<Bytes> lives) {}
