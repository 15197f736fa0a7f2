package sigillo.relay;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import sigillo.net.DeadlinePassed;
import sigillo.net.Wire;
import sigillo.smtp.ReplyReader;
import sigillo.smtp.SmtpCommand;
import sigillo.smtp.SmtpEncoder;
import sigillo.smtp.SmtpReply;

/**
 * Commands out, replies in, over one wire. What is said is sent when a reply is awaited. Any {@link IOException} means
 * that the other side hung up, was too slow, or does not speak SMTP: then only {@link #cut} is left. One thread at a
 * time.
 */
final class Talk {
    private final Wire wire;
    private final Patience patience;
    private ReplyReader reader = new ReplyReader();
    private long end;

    Talk(Wire wire, Patience patience) {
        this.wire = wire;
        this.patience = patience;
        altogether(patience.opening());
    }

    Wire wire() { return wire; }

    Patience patience() { return patience; }

    /** From now on all replies together must come within this time. */
    void altogether(Duration time) { end = System.nanoTime() + time.toNanos(); }

    void say(SmtpCommand command) throws IOException { wire.write(SmtpEncoder.encode(command)); }

    /** A line that is not a command: an answer within AUTH. ASCII. */
    void sayLine(String line) throws IOException { wire.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII)); }

    /** An answer of any kind: one that asks for more, too. */
    SmtpReply anyReply(Duration within) throws IOException {
        wire.flush();
        var left = Duration.ofNanos(end - System.nanoTime());
        wire.within(left.compareTo(within) < 0 ? left : within);
        wire.acknowledge();
        return read();
    }

    /** An answer that says yes or no. One that asks for more when nothing was offered belongs to something else. */
    SmtpReply reply(Duration within) throws IOException {
        var reply = anyReply(within);
        if (reply.code() < 400 && reply.code() >= 300) throw new IOException("an answer out of turn: " + reply);
        return reply;
    }

    SmtpReply reply() throws IOException { return reply(patience.command()); }

    SmtpReply ask(SmtpCommand command) throws IOException {
        say(command);
        return reply();
    }

    /** What they say unasked, if it comes within this time. Throws {@link EOFException} when they hung up. */
    Optional<SmtpReply> unasked(Duration within) throws IOException {
        wire.within(within);
        try {
            return Optional.of(read());
        } catch (DeadlinePassed quiet) {
            return Optional.empty();
        }
    }

    private SmtpReply read() throws IOException {
        while (true) {
            switch (reader.read(wire.input())) {
                case ReplyReader.Progress.Reply(var reply) -> { return reply; }
                case ReplyReader.Progress.Broken(var why) -> throw new IOException(why);
                case ReplyReader.Progress.More() -> {
                    if (!wire.fill()) throw new EOFException("the connection was closed");
                }
            }
        }
    }

    /** What came before a handshake is not heard after it: RFC 3207 section 4.2. */
    void forget() { reader = new ReplyReader(); }

    /** RFC 5321 section 4.1.1.10: says goodbye and hears the answer, on a thread of its own that does not wait long. */
    void quit() { Thread.ofVirtual().name("farewell").start(this::farewell); }

    private void farewell() {
        try (wire) {
            altogether(patience.farewell());
            ask(new SmtpCommand.Quit());
        } catch (IOException gone) {
            wire.cut();
        }
    }

    /** Closes without a word. From any thread. */
    void cut() { wire.cut(); }
}
