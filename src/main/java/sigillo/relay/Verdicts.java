package sigillo.relay;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import sigillo.queue.Outcome;
import sigillo.smtp.EnhancedStatus;
import sigillo.smtp.SmtpReply;

/** What a peer's replies mean for recipients. Pure. */
final class Verdicts {
    /** RFC 4954 section 6: a login is missing, refused, or not possible at the moment. */
    private static final Set<Integer> ABOUT_OUR_LOGIN = Set.of(432, 454, 530, 534, 535, 538);
    private static final EnhancedStatus TOO_MANY = EnhancedStatus.of("4.5.3");
    private static final EnhancedStatus TOO_MANY_FOR_GOOD = EnhancedStatus.of("5.5.3");

    private final Peer peer;

    Verdicts(Peer peer) { this.peer = peer; }

    /** Of the whole message. */
    Outcome result(SmtpReply reply) {
        if (!reply.isPositive()) return negative(reply);
        return new Outcome.Delivered(reply, peer.name(), peer.extensions().has("DSN"));
    }

    Outcome negative(SmtpReply reply) {
        if (peer.isOurs() && ABOUT_OUR_LOGIN.contains(reply.code()))
            return new Outcome.OurFault(peer + " does not let us send: " + reply);
        // RFC 3207 section 4: 530 when it wants TLS, which may work next time
        boolean maybeLater = reply.isTransient() || reply.code() == 530 && peer.fellBack();
        return maybeLater ? deferred(reply) : new Outcome.Bounced(reply, peer.name());
    }

    Outcome.Deferred deferred(SmtpReply reply) { return new Outcome.Deferred(reply, peer.name(), Optional.empty()); }

    Outcome.Deferred lost(IOException e) {
        var reply = SmtpReply.of(451, "4.4.2", "The connection to " + peer + " was lost: " + e.getMessage());
        return new Outcome.Deferred(reply, "", Optional.empty());
    }

    /**
     * Whether a recipient was refused only because there are others: RFC 5321 section 4.5.3.1.10, where 552 is the code
     * of older servers. A status that says something else counts more.
     */
    boolean isTooMany(SmtpReply reply, int acceptedBefore) {
        if (acceptedBefore == 0) return false;
        var status = reply.status();
        return reply.code() == 452 && status.filter(s -> !s.equals(TOO_MANY)).isEmpty()
            || reply.code() == 552 && status.filter(s -> !s.equals(TOO_MANY_FOR_GOOD)).isEmpty();
    }

    Outcome.Deferred tooMany(SmtpReply reply) {
        return new Outcome.Deferred(reply, peer.name(), Optional.of(RelayLimits.TOO_MANY_RETRY));
    }
}
