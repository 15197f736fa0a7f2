package sigillo.admin;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Asks the operator of a running server. */
public final class OverSocket implements Reach {
    /** Answers of large servers are long. */
    private static final int ANSWER_CHARACTERS_MAX = 256 << 20;

    private final SocketChannel channel;
    private final BufferedReader in;

    private OverSocket(SocketChannel channel) {
        this.channel = channel;
        this.in = new BufferedReader(new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8));
    }

    /** Empty when no server listens there. Throws {@link IOException} when one may, but we are not let in. */
    public static Optional<Reach> connect(Path path) throws IOException {
        var place = SocketPlace.of(path);
        if (!Files.exists(place)) return Optional.empty();
        try {
            return Optional.of(new OverSocket(SocketChannel.open(UnixDomainSocketAddress.of(place))));
        } catch (ConnectException nobodyListens) {
            return Optional.empty();
        } catch (SocketException e) {
            throw new IOException("the server's socket " + place + " cannot be used: " + e.getMessage(), e);
        }
    }

    @Override public Answer ask(Request request) {
        try {
            Channels.newOutputStream(channel).write((Json.encode(request) + "\n").getBytes(StandardCharsets.UTF_8));
            var line = Lines.read(in, ANSWER_CHARACTERS_MAX);
            return line == null ? new Answer.Failed("the server has closed the connection") : Json.answer(line);
        } catch (IOException e) {
            return new Answer.Failed("the connection to the server broke: " + e.getMessage());
        }
    }

    @Override public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // nothing waits behind it
        }
    }
}
