package sigillo.net;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** One client's conversation with a server, in memory; a door's own has its commands. */
public class MemoryTalk implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** The server's side, until the conversation ends. */
    public interface Server {
        void run() throws IOException;
    }

    private final MemoryLink link;
    private final Thread thread;
    private final StringBuilder heard = new StringBuilder(); // one character per octet
    private volatile Throwable failed;

    protected MemoryTalk(MemoryLink link, Server server) {
        this.link = link;
        this.thread = Thread.ofVirtual().start(() -> {
            try {
                server.run();
            } catch (Throwable thrown) {
                failed = thrown;
            } finally {
                link.cut();
            }
        });
    }

    /** In one segment; one octet per character up to U+00FF, else UTF-8. */
    public final void send(String text) {
        boolean octets = text.chars().allMatch(c -> c < 0x100);
        link.send(text.getBytes(octets ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8));
    }

    public final void send(byte[] octets) { link.send(octets); }

    /** The next line without its CRLF; octets as characters. */
    public final String line() {
        int end;
        while ((end = heard.indexOf("\r\n")) < 0) {
            if (!hear(PATIENCE)) throw new AssertionError("nothing came after: " + heard, failed);
        }
        var line = heard.substring(0, end);
        heard.delete(0, end + 2);
        return line;
    }

    protected final String octets(int count) {
        while (heard.length() < count) {
            if (!hear(PATIENCE)) throw new AssertionError("the literal ends early");
        }
        var octets = heard.substring(0, count);
        heard.delete(0, count);
        return octets;
    }

    /** Whether the server ends the conversation, now or within a while. */
    public final boolean isOver() {
        while (hear(PATIENCE)) continue;
        return link.isCut();
    }

    /** The client closes; what the server has said until it ended. */
    public final String end() {
        link.end();
        try {
            if (!thread.join(PATIENCE)) throw new AssertionError("the connection does not end");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        while (hear(Duration.ZERO)) continue;
        if (failed != null && !(failed instanceof IOException)) throw new AssertionError(failed);
        return heard.toString();
    }

    private boolean hear(Duration most) {
        try {
            var octets = link.hear(most);
            heard.append(new String(octets, StandardCharsets.ISO_8859_1));
            return octets.length > 0;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override public final void close() { end(); }
}
