package sigillo.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import sigillo.base.Octets;

/**
 * A connection of which another protocol takes over: RFC 9110 section 7.8. One thread reads; any may {@link #send}, and
 * each send stays whole.
 */
public interface Channel {
    /** What has come and is not yet consumed; valid until the next {@link #await} or {@link #fill}. */
    ByteBuffer input();

    /**
     * Waits for something new, and keeps next to nothing meanwhile. False when the peer has closed. Throws when nothing
     * comes {@code within} this time, and when the server stops.
     */
    boolean await(Duration within) throws IOException;

    /** Waits for more of it, after all of {@link #input} was consumed. False when the peer has closed. */
    boolean fill() throws IOException;

    /** What has begun must be here in this time. */
    void within(Duration time);

    /** What has begun holds so many octets of the heap; throws when there is no room. */
    void hold(int octets) throws IOException;

    /** At once, one after the other, with nothing between them. */
    void send(byte[]... octets) throws IOException;

    /** The same of what is read while it is sent. */
    void send(byte[] head, Octets rest) throws IOException;

    /** Whether the peer has closed its side, or is gone; by the thread that reads. */
    boolean hasEnded();

    /** Whether the server stops. */
    boolean isStopping();

    /** Ends it without a word. */
    void cut();

    /** Talks until it is over; then the connection is closed. */
    interface Taker {
        void talk(Channel channel) throws IOException;
    }
}
