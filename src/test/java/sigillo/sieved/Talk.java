package sigillo.sieved;

import sigillo.net.MemoryLink;
import sigillo.net.MemoryTalk;
import sigillo.net.Wire;

/** One client's conversation with a {@link House}, in memory. */
final class Talk extends MemoryTalk {
    Talk(House house) { this(house, new MemoryLink()); }

    Talk(House house, MemoryLink link) { this(link, house.connection(new Wire(link))); }

    static Talk byGrants(House house, MemoryLink link) { return new Talk(link, house.connectionByGrants(new Wire(link))); }

    private Talk(MemoryLink link, SieveConnection connection) { super(link, connection::run); }

    /** The greeting is read. */
    static Talk begun(House house) {
        var talk = new Talk(house);
        talk.end("OK");
        return talk;
    }

    static Talk signedIn(House house) {
        var talk = begun(house);
        var answer = talk.ask("AUTHENTICATE \"PLAIN\" \"AGFubmEAcHc=\"");
        if (!answer.startsWith("OK")) throw new AssertionError(answer);
        return talk;
    }

    /** All lines up to the one that begins so. */
    String end(String word) {
        for (var line = line(); ; line = line()) if (line.startsWith(word)) return line;
    }

    /** The next line. */
    String ask(String command) {
        send(command + "\r\n");
        return line();
    }

    /** The next line. */
    String put(String name, byte[] script) {
        send("PUTSCRIPT \"" + name + "\" {" + script.length + "+}\r\n");
        send(script);
        send("\r\n");
        return line();
    }

    /** What a literal of the server's holds, whose size was read. */
    String literal(int size) { return octets(size); }
}
