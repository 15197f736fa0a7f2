package sigillo.popd;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import sigillo.imapd.MemoryLink;
import sigillo.net.Wire;

/** One client's conversation with a {@link House}, in memory. */
final class Talk implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final MemoryLink link;
    private final Thread thread;
    private final StringBuilder heard = new StringBuilder(); // one character per octet
    private volatile Throwable failed;

    Talk(House house) { this(house, new MemoryLink()); }

    Talk(House house, MemoryLink link) { this(link, house.connection(new Wire(link))); }

    static Talk byGrants(House house, MemoryLink link) { return new Talk(link, house.connectionByGrants(new Wire(link))); }

    private Talk(MemoryLink link, PopConnection connection) {
        this.link = link;
        this.thread = Thread.ofVirtual().start(() -> {
            try {
                connection.run();
            } catch (Throwable thrown) {
                failed = thrown;
            } finally {
                link.cut();
            }
        });
    }

    static Talk signedIn(House house) {
        var talk = new Talk(house);
        talk.line();
        talk.ask("USER anna");
        var answer = talk.ask("PASS pw");
        if (!answer.startsWith("+OK")) throw new AssertionError(answer);
        return talk;
    }

    /** In one segment; one octet per character up to U+00FF, else UTF-8. */
    void send(String text) {
        boolean octets = text.chars().allMatch(c -> c < 0x100);
        link.send(text.getBytes(octets ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8));
    }

    void send(byte[] octets) { link.send(octets); }

    /** The next line without its CRLF; octets as characters. */
    String line() {
        int end;
        while ((end = heard.indexOf("\r\n")) < 0) {
            if (!hear()) throw new AssertionError("nothing came after: " + heard, failed);
        }
        var line = heard.substring(0, end);
        heard.delete(0, end + 2);
        return line;
    }

    /** The status alone. */
    String ask(String command) {
        send(command + "\r\n");
        return line();
    }

    /** The lines of a response, its status first, unstuffed, without the end. */
    List<String> lines(String command) {
        var lines = new ArrayList<>(List.of(ask(command)));
        if (!lines.getFirst().startsWith("+OK")) return lines;
        for (var line = line(); !line.equals("."); line = line()) lines.add(line.startsWith(".") ? line.substring(1) : line);
        return lines;
    }

    /** A message, as a client keeps it. */
    byte[] message(int number) {
        var lines = lines("RETR " + number);
        if (!lines.getFirst().startsWith("+OK")) throw new AssertionError(lines.getFirst());
        var text = new StringBuilder();
        for (var line : lines.subList(1, lines.size())) text.append(line).append("\r\n");
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Whether the server ends the conversation, now or within a while. */
    boolean isOver() {
        while (hear()) continue;
        return link.isCut();
    }

    private boolean hear() {
        try {
            var octets = link.hear(PATIENCE);
            heard.append(new String(octets, StandardCharsets.ISO_8859_1));
            return octets.length > 0;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The client closes; what the server has said until it ended. */
    String end() {
        link.end();
        try {
            if (!thread.join(PATIENCE)) throw new AssertionError("it goes on");
            heard.append(new String(link.hear(Duration.ofMillis(1)), StandardCharsets.ISO_8859_1));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        if (failed != null && !(failed instanceof IOException)) throw new AssertionError(failed);
        return heard.toString();
    }

    @Override public void close() { end(); }
}
