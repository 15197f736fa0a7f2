package sigillo.admin;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.queue.QueueCounts;

/** What answers are made of. The components' names are the keys of {@code --json}: they stay as they are. */
public final class Results {
    private Results() {}

    public record DomainLine(Domain domain, long accounts, long aliases, Instant created) {}

    public record AccountLine(Address address, String id, boolean disabled, Instant created) {}

    public record AliasLine(String alias, List<Address> targets, Instant created) {}

    /** A change that was made. */
    public record Change(String done) {}

    /** One of many: {@code error} says why this one was not made. */
    public record Made(Address address, Optional<String> error) {}

    public record Verified(
            Address address, boolean sound, long mailboxes, long emails, long memberships, long octets, List<String> faults) {}

    /** {@code recipients}: how many the order reached. */
    public record Ordered(long recipients) {}

    /** {@code alarms}: where a person must look. {@code trouble}: why the store takes no writes; empty when all is well. */
    public record Status(
            boolean running, String hostname, Duration up, long domains, long accounts, long aliases, QueueCounts queue,
            List<Listening> listeners, List<Alarm> alarms, Optional<String> trouble) {}

    public record Alarm(String about, String sentence) {}

    public record Listening(String name, String address, int connections) {}
}
