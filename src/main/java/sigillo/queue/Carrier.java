package sigillo.queue;

import java.util.List;
import java.util.Optional;
import sigillo.base.Octets;
import sigillo.smtp.Envelope;
import sigillo.trace.TraceId;

/**
 * Carries a message to recipients of one destination: to another server ({@code relay}) or into accounts here ({@code
 * delivery}).
 */
public interface Carrier {

    /** One result for each recipient of the envelope, in its order. Blocks; interrupting it gives up the attempt. */
    List<Outcome> carry(Job job);

    /**
     * One attempt. {@code destination} is the key under which the queue takes turns. {@code key} names the entry, the
     * same at each attempt: with a recipient it is a delivery key. {@code submitter}: the address that signed in to send it.
     */
    record Job(String key, TraceId trace, String destination, Envelope envelope, Octets message, Optional<String> submitter) {
        /** Which nobody who signed in has sent. */
        public Job(String key, TraceId trace, String destination, Envelope envelope, Octets message) {
            this(key, trace, destination, envelope, message, Optional.empty());
        }
    }
}
