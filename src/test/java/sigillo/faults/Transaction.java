package sigillo.faults;

import java.io.IOException;
import java.util.List;
import sigillo.peers.SmtpProbe;

/** One message to several recipients: taken for all of them or not at all. */
final class Transaction {
    private Transaction() {}

    /** RFC 3463 X.3.1: then nothing was written. */
    static boolean isForLackOfSpace(String reply) { return reply.startsWith("452 4.3.1"); }

    /** The reply to its end, or the first refusal, after which the conversation can go on. */
    static String send(SmtpProbe smtp, String from, List<String> to, byte[] message) throws IOException {
        var reply = smtp.say("MAIL FROM:<" + from + ">");
        for (var one : to) if (reply.startsWith("250")) reply = smtp.say("RCPT TO:<" + one + ">");
        if (reply.startsWith("250")) reply = smtp.say("DATA");
        if (reply.startsWith("354")) {
            smtp.write(SmtpProbe.stuffed(message));
            reply = smtp.reply();
        }
        if (!reply.startsWith("250")) smtp.say("RSET");
        return reply;
    }
}
