package sigillo.imapd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import sigillo.net.Wire;

/** One client's conversation with a {@link House}, in memory. */
final class Talk implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Pattern LITERAL = Pattern.compile("\\{(\\d+)}$");

    private final MemoryLink link;
    private final Thread thread;
    private final StringBuilder heard = new StringBuilder(); // one character per octet
    private volatile Throwable failed;

    Talk(House house) { this(house, new MemoryLink()); }

    Talk(House house, MemoryLink link) { this(link, house.connection(new Wire(link), Optional.empty())); }

    static Talk byGrants(House house, MemoryLink link) { return new Talk(link, house.connectionByGrants(new Wire(link))); }

    private Talk(MemoryLink link, ImapConnection connection) {
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
        talk.ask("in LOGIN anna pw");
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

    /** The next response with its literals, without its last CRLF. */
    String response() {
        var response = new StringBuilder(line());
        for (var m = LITERAL.matcher(response); m.find(); m = LITERAL.matcher(response)) {
            int size = Integer.parseInt(m.group(1));
            response.append("\r\n").append(octets(size));
            var rest = line();
            response.append(rest);
            if (!LITERAL.matcher(rest).find()) break;
        }
        return response.toString();
    }

    private String octets(int count) {
        while (heard.length() < count) {
            if (!hear()) throw new AssertionError("the literal ends early");
        }
        var octets = heard.substring(0, count);
        heard.delete(0, count);
        return octets;
    }

    /** All lines up to the tagged one, joined with line feeds. */
    String ask(String command) {
        send(command + "\r\n");
        return answer(command.substring(0, command.indexOf(' ')));
    }

    String answer(String tag) {
        var answer = new StringBuilder();
        while (true) {
            var line = line();
            answer.append(line);
            if (line.startsWith(tag + " ")) return answer.toString();
            answer.append('\n');
        }
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
        join();
        while (hearRest()) { }
        if (failed != null && !(failed instanceof IOException)) throw new AssertionError(failed);
        return heard.toString();
    }

    private boolean hearRest() {
        try {
            var octets = link.hear(Duration.ZERO);
            heard.append(new String(octets, StandardCharsets.ISO_8859_1));
            return octets.length > 0;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void join() {
        try {
            assertEquals(true, thread.join(PATIENCE), "the connection does not end");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override public void close() { end(); }

}
