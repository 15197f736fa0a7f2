package sigillo.imapd;

import java.util.Optional;
import java.util.regex.Pattern;
import sigillo.net.MemoryLink;
import sigillo.net.MemoryTalk;
import sigillo.net.Wire;

/** One client's conversation with a {@link House}, in memory. */
final class Talk extends MemoryTalk {
    private static final Pattern LITERAL = Pattern.compile("\\{(\\d+)}$");

    Talk(House house) { this(house, new MemoryLink()); }

    Talk(House house, MemoryLink link) { this(link, house.connection(new Wire(link), Optional.empty())); }

    static Talk byGrants(House house, MemoryLink link) { return new Talk(link, house.connectionByGrants(new Wire(link))); }

    private Talk(MemoryLink link, ImapConnection connection) { super(link, connection::run); }

    static Talk signedIn(House house) {
        var talk = new Talk(house);
        talk.line();
        talk.ask("in LOGIN anna pw");
        return talk;
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
}
