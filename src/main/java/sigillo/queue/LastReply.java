package sigillo.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sigillo.smtp.EnhancedStatus;
import sigillo.smtp.SmtpReply;
import sigillo.store.RowIn;
import sigillo.store.RowOut;

/**
 * What the last attempt was answered, by whom ({@code peer} is empty when nobody answered), and when (milliseconds).
 */
record LastReply(SmtpReply reply, String peer, long at) {

    LastReply {
        reply = bounded(reply);
    }

    private static SmtpReply bounded(SmtpReply reply) {
        var text = reply.text();
        if (text.length() <= QueueLimits.REPLY_CHARACTERS_MAX && reply.lines().size() < 20) return reply;
        return new SmtpReply(reply.code(), reply.status(),
            List.of(text.substring(0, Math.min(text.length(), QueueLimits.REPLY_CHARACTERS_MAX))));
    }

    Optional<String> remote() { return peer.isEmpty() ? Optional.empty() : Optional.of(peer); }

    void write(RowOut out) {
        out.number(reply.code()).optional(reply.status(), s -> out.text(s.toString())).number(reply.lines().size());
        reply.lines().forEach(out::text);
        out.text(peer).number(at);
    }

    static LastReply read(RowIn in) {
        int code = in.integer();
        var status = in.optional(in::text).map(EnhancedStatus::of);
        var lines = new ArrayList<String>();
        for (int left = in.count(); left > 0; left--) lines.add(in.text());
        return new LastReply(new SmtpReply(code, status, lines), in.text(), in.number());
    }
}
