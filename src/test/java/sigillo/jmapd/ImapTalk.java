package sigillo.jmapd;

import sigillo.imapd.ImapProtocol;
import sigillo.net.MemoryLink;
import sigillo.net.MemoryTalk;
import sigillo.net.Wire;

/** A conversation over IMAP with the account of a JMAP house, in memory. */
final class ImapTalk extends MemoryTalk {
    private ImapTalk(ImapProtocol protocol, MemoryLink link) { super(link, () -> protocol.serve(new Wire(link))); }

    static ImapTalk signedIn(JmapHouse house) {
        var talk = new ImapTalk(house.imap(), new MemoryLink());
        talk.line();
        talk.ask("in LOGIN anna pw");
        return talk;
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
