package sigillo.relay;

import java.io.IOException;
import sigillo.smtp.SmtpReply;

/** The server answered before it had the whole message: the rest is not sent, and the connection is of no more use. */
final class EarlyReply extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient SmtpReply reply;

    EarlyReply(SmtpReply reply) {
        super("refused in the middle: " + reply);
        this.reply = reply;
    }

    SmtpReply reply() { return reply; }
}
