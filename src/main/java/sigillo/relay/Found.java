package sigillo.relay;

import java.util.List;
import sigillo.smtp.SmtpReply;

/** What looking for a route's hosts came to. */
sealed interface Found {
    /** In the order in which they are tried; not empty. The first {@code equals} are as good as each other. */
    record Hosts(List<Target> targets, int equals) implements Found {
        public Hosts {
            targets = List.copyOf(targets);
        }

        /** Those of which an open connection may be used as well as a new one to the first. */
        List<Target> best() { return targets.subList(0, equals); }
    }

    /** No such domain, no mail taken there, a loop. */
    record Never(SmtpReply reply) implements Found {}

    record Later(SmtpReply reply) implements Found {}

    /** Our resolver is dead, or a host of our settings has no address. */
    record OurFault(String why) implements Found {}
}
