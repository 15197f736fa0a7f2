package sigillo.receivers;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import sigillo.refusals.Meaning;
import sigillo.refusals.Refusals;
import sigillo.smtp.EnhancedStatus;
import sigillo.smtp.SmtpReply;
import sigillo.store.RowIn;
import sigillo.store.RowOut;

/** What a server said last, when, and which. */
public record Word(Instant at, String peer, String reply) {
    private static final int CHARACTERS_MAX = 500;
    private static final Pattern FORM = Pattern.compile("([2-5][0-9]{2}) ?([245]\\.[0-9]{1,3}\\.[0-9]{1,3})? ?(.*)", Pattern.DOTALL);

    public Word {
        reply = reply.substring(0, Math.min(reply.length(), CHARACTERS_MAX));
    }

    /** What is known of it. */
    public Optional<Meaning> meaning() {
        var parts = FORM.matcher(reply);
        if (peer.isEmpty() || !parts.matches()) return Optional.empty();
        var status = Optional.ofNullable(parts.group(2)).map(EnhancedStatus::of);
        return Refusals.of(new SmtpReply(Integer.parseInt(parts.group(1)), status, List.of(parts.group(3))), peer);
    }

    void write(RowOut out) { out.time(at).text(peer).text(reply); }

    static Word read(RowIn in) { return new Word(in.time(), in.text(), in.text()); }
}
