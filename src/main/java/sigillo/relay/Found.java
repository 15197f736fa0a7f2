package sigillo.relay;

import java.util.List;
import sigillo.smtp.SmtpReply;

/** What looking for a route's hosts came to. */
sealed interface Found {
    /** In the order in which they are tried; not empty. */
    record Hosts(List<Target> targets) implements Found {
        public Hosts {
            targets = List.copyOf(targets);
        }
    }

    /** No such domain, no mail taken there, a loop. */
    record Never(SmtpReply reply) implements Found {}

    record Later(SmtpReply reply) implements Found {}

    /** Our resolver is dead, or a host of our settings has no address. */
    record OurFault(String why) implements Found {}
}
