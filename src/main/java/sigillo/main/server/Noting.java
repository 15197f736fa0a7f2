package sigillo.main.server;

import java.io.IOException;
import java.net.InetAddress;
import java.util.function.Consumer;
import sigillo.net.Protocol;
import sigillo.net.Wire;

/** A protocol, and somebody who takes note of who comes to it. */
record Noting(Consumer<InetAddress> note, Protocol protocol) implements Protocol {
    static Protocol of(Consumer<InetAddress> note, Protocol protocol) { return new Noting(note, protocol); }

    @Override public void serve(Wire wire) throws IOException {
        note.accept(wire.client());
        protocol.serve(wire);
    }

    @Override public byte[] tooMany() { return protocol.tooMany(); }

    @Override public byte[] noRoom() { return protocol.noRoom(); }
}
