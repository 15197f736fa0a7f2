package sigillo.admin;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import sigillo.base.Address;
import sigillo.keyring.Level;

/**
 * What answers to those are made of who look through many, a page at a time. The names are keys of JSON, as in
 * {@link Results}.
 */
public final class Pages {
    private Pages() {}

    /** {@code found}: how many there are in all; {@code next}: behind which the next page begins. */
    public record FoundAccounts(List<FoundAccount> accounts, long found, Optional<Address> next) {
        public FoundAccounts {
            accounts = List.copyOf(accounts);
        }
    }

    /** {@code held}: octets of its messages, empty where that is damaged; {@code max}: how many there may be. */
    public record FoundAccount(
            Address address, Level level, boolean secondFactor, boolean kitToConfirm, boolean disabled, Instant created,
            Optional<Long> held, Optional<Long> max) {}

    /** {@code whole}: all of the queue was looked at; else its first entries. */
    public record QueueDomains(List<DomainWaits> domains, long entries, long recipients, boolean whole) {
        public QueueDomains {
            domains = List.copyOf(domains);
        }
    }

    /**
     * What waits for a domain. {@code attempts}: of who was tried most, whose last reply is shown; {@code next}: the
     * soonest attempt; {@code fault}: what keeps this server from calling there at all.
     */
    public record DomainWaits(
            String domain, long recipients, long held, int attempts, Instant oldest, Optional<Instant> next,
            Optional<String> lastReply, Optional<String> lastPeer, Optional<String> means,
            Optional<String> meansInItalian, Optional<String> fault) {}

    /** {@code next}: the entry behind which the next page begins. */
    public record WaitingPage(List<WaitingLine> waiting, Optional<String> next) {
        public WaitingPage {
            waiting = List.copyOf(waiting);
        }
    }

    /** One recipient that waits. {@code from}: empty for a notification. */
    public record WaitingLine(
            String id, String trace, String from, Instant created, long octets, String to, int attempts, boolean held,
            Optional<Instant> next,
            Optional<Instant> lastAttempt, Optional<String> lastReply, Optional<String> lastPeer,
            Optional<String> means,
            Optional<String> meansInItalian, Optional<String> fault) {}

    /** {@code whole}: all accounts were looked at, and all that was found is here. */
    public record RefusedPage(List<AccountRefusal> refused, boolean whole) {
        public RefusedPage {
            refused = List.copyOf(refused);
        }
    }

    /** As {@link Results.RefusedLine}, with whose mail it would have been. */
    public record AccountRefusal(Address account, String at, long times, String sender, String recipient, String host,
        String reply) {}
}
