package sigillo.queue;

import java.io.IOException;
import java.time.Instant;
import java.util.Set;
import sigillo.base.Bytes;
import sigillo.base.Octets;
import sigillo.store.StoreException;

/**
 * The one door through which messages go to the store and come back while they wait. Those of an hour share a key;
 * when the last of them has left, the queue says so, and the key is destroyed. Any thread.
 */
public interface MessageSeal {

    /** {@code enqueuedAt} is always the same for a blob. Durable before it returns is what {@link #open} needs, not the message. */
    Octets seal(Instant enqueuedAt, Bytes blob, Octets clear) throws IOException;

    /** Throws {@link Unreadable} when it can never be opened: its entry is held, and an operator must look. */
    Octets open(Instant enqueuedAt, Bytes blob, Octets stored);

    /** Of all hours before {@code now}'s, only these (each at its beginning) still have messages. */
    void inUse(Set<Instant> hours, Instant now);

    /** What was sealed is damaged, or its key is gone. */
    final class Unreadable extends StoreException {
        private static final long serialVersionUID = 1;

        public Unreadable(String sentence, Throwable cause) { super(sentence, cause); }
    }

    /** Nothing is sealed. */
    MessageSeal NONE = new MessageSeal() {
        @Override public Octets seal(Instant enqueuedAt, Bytes blob, Octets clear) { return clear; }

        @Override public Octets open(Instant enqueuedAt, Bytes blob, Octets stored) { return stored; }

        @Override public void inUse(Set<Instant> hours, Instant now) {}
    };
}
