package sigillo.delivery;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import sigillo.base.Address;
import sigillo.smtp.SmtpReply;

/**
 * Told of mail from outside that was refused or put off, so that those for whom it was can see it. Returns at once, and never
 * throws: refusing waits for nothing.
 */
public interface TurnedAway {
    TurnedAway NOBODY = _ -> {};

    /** {@code sender}: empty for a notification. {@code recipients}: those whom the reply was for. {@code helo}: as the client called itself. */
    record Mail(Optional<Address> sender, List<Address> recipients, Optional<InetAddress> client, String helo, SmtpReply reply) {}

    void told(Mail mail);
}
