package sigillo.queue;

import java.io.IOException;
import java.util.Optional;
import sigillo.base.Octets;
import sigillo.store.Damaged;

/**
 * A message on its way to a carrier: remembers that it was damaged or could not be opened, wherever in a carrier, an account or a store
 * the exception ended and whatever was made of it there. Any thread.
 */
final class WatchedOctets implements Octets {
    private final Octets message;
    private volatile Optional<Damaged> damaged = Optional.empty();

    WatchedOctets(Octets message) { this.message = message; }

    Optional<Damaged> damaged() { return damaged; }

    @Override public long length() { return message.length(); }

    @Override public int read(long position, byte[] into, int offset, int count) throws IOException {
        try {
            return message.read(position, into, offset, count);
        } catch (Damaged why) {
            damaged = Optional.of(why);
            throw why;
        }
    }
}
