package sigillo.net;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a {@link Wire} runs over: a socket, or in a test the two sides of a conversation in memory. One thread reads;
 * writes come from one thread at a time; {@link #tellStopping} and {@link #cut} from any.
 */
public interface Link extends Closeable {
    /** May change when TLS starts. */
    InputStream input() throws IOException;

    OutputStream output() throws IOException;

    InetSocketAddress peer();

    InetSocketAddress local();

    /** All reads from now on must end within this time, else {@link DeadlinePassed}. */
    void within(Duration time);

    /** From now on the peer must send at this rate, after a grace, else {@link DeadlinePassed}. */
    void pace(Duration grace, long octetsPerSecond);

    /** Between these two {@link #tellStopping} ends a read with {@link Stopping}. */
    void idle() throws Stopping;

    /** Ends what {@link #idle} began: from now on a stop waits for the conversation. */
    void busy();

    /** Acknowledges at once what has come: the peer may be waiting for that before it sends the rest. */
    default void acknowledge() { }

    /**
     * Whether the peer has closed its side, or the connection is broken, as far as that shows behind what it has sent;
     * which stays for who reads. By the thread that reads; waits for hardly more than a millisecond.
     */
    default boolean hasPeerEnded() { return false; }

    boolean isStopping();

    /** The listener stops: wakes a read that is between {@link #idle} and {@link #busy}. */
    void tellStopping();

    /** Shakes hands; {@code early} are the octets of the peer's first record that were read already. */
    void startTls(Tls tls, byte[] early, Duration within) throws IOException;

    /** The same; {@code protocols}: which of these the client may choose, the first that it knows (RFC 7301). */
    default void startTls(Tls tls, List<String> protocols, byte[] early, Duration within) throws IOException { startTls(tls, early, within); }

    /** What both sides have agreed to speak inside TLS: RFC 7301. Empty where nothing was. */
    default String applicationProtocol() { return ""; }

    /** As the client, who wants a certificate of {@code host} where {@code tls} verifies. */
    void startTls(ClientTls tls, String host, Duration within) throws IOException;

    /** Empty while the connection is in clear. */
    Optional<TlsFacts> tls();

    /** What names this TLS connection and no other: RFC 9266. Empty in clear, and where it cannot be had. */
    default Optional<byte[]> channelBinding() { return Optional.empty(); }

    /** Whether anything has come that nobody has read, also what TLS has not opened yet. */
    default boolean isInputUnread() throws IOException { return input().available() > 0; }

    /** Tells the peer that nothing more will come. */
    void endOutput() throws IOException;

    /** Octets on the network, TLS included. */
    long octetsIn();

    long octetsOut();

    /** Closes without a farewell. */
    void cut();
}
