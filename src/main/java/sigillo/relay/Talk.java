package sigillo.relay;

import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import sigillo.net.Wire;
import sigillo.smtp.ReplyReader;
import sigillo.smtp.SmtpCommand;
import sigillo.smtp.SmtpEncoder;
import sigillo.smtp.SmtpReply;

/** Commands out, replies in, over one wire. What is said is sent when a reply is awaited. One thread. */
final class Talk {
    private final Wire wire;
    private ReplyReader reader = new ReplyReader();

    Talk(Wire wire) { this.wire = wire; }

    Wire wire() { return wire; }

    void say(SmtpCommand command) throws IOException { wire.write(SmtpEncoder.encode(command)); }

    /** Throws {@link IOException} when the other side hangs up, is too slow, or does not speak SMTP. */
    SmtpReply reply(Duration within) throws IOException {
        wire.flush();
        wire.within(within);
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

    SmtpReply ask(SmtpCommand command, Duration within) throws IOException {
        say(command);
        return reply(within);
    }

    /** A line that is not a command: an answer within AUTH. */
    SmtpReply answer(String line, Duration within) throws IOException {
        wire.write((line + "\r\n").getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        return reply(within);
    }

    /** What came before the handshake is not heard after it: RFC 3207 section 4.2. */
    void forget() { reader = new ReplyReader(); }

    /** Says goodbye without waiting for the answer. */
    void quit() {
        try {
            say(new SmtpCommand.Quit());
            wire.flush();
        } catch (IOException gone) {
            // closed is closed
        }
        wire.cut();
    }
}
