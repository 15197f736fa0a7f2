package sigillo.queue;

import java.io.IOException;
import java.util.Optional;
import sigillo.base.Octets;

/**
 * A message on its way to a carrier: remembers that it could not be opened, wherever in a carrier, an account or a store
 * the exception ended and whatever was made of it there. Any thread.
 */
final class WatchedOctets implements Octets {
    private final Octets message;
    private volatile Optional<Unreadable> unreadable = Optional.empty();

    WatchedOctets(Octets message) { this.message = message; }

    Optional<Unreadable> unreadable() { return unreadable; }

    @Override public long length() { return message.length(); }

    @Override public int read(long position, byte[] into, int offset, int count) throws IOException {
        try {
            return message.read(position, into, offset, count);
        } catch (Unreadable why) {
            unreadable = Optional.of(why);
            throw why;
        }
    }
}
