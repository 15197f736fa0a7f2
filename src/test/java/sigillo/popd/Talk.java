package sigillo.popd;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import sigillo.net.MemoryLink;
import sigillo.net.MemoryTalk;
import sigillo.net.Wire;

/** One client's conversation with a {@link House}, in memory. */
final class Talk extends MemoryTalk {
    Talk(House house) { this(house, new MemoryLink()); }

    Talk(House house, MemoryLink link) { this(link, house.connection(new Wire(link))); }

    static Talk byGrants(House house, MemoryLink link) { return new Talk(link, house.connectionByGrants(new Wire(link))); }

    private Talk(MemoryLink link, PopConnection connection) { super(link, connection::run); }

    static Talk signedIn(House house) {
        var talk = new Talk(house);
        talk.line();
        talk.ask("USER anna");
        var answer = talk.ask("PASS pw");
        if (!answer.startsWith("+OK")) throw new AssertionError(answer);
        return talk;
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
}
