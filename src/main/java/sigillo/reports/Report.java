package sigillo.reports;

import java.time.Instant;
import java.util.List;

/** What another server has reported. Text is the stranger's own, bounded, not made safe for a terminal. */
public sealed interface Report {

    /** RFC 9990: who sent mail in the name of {@code domain}, as one receiver saw it. {@code cut}: there were more records. */
    record Dmarc(String organisation, String id, String domain, Instant begin, Instant end, List<Source> sources, boolean cut)
            implements Report {
        public Dmarc {
            sources = List.copyOf(sources);
        }
    }

    /** {@code passes}: DKIM or SPF did, for the domain of From. {@code disposition}: none, quarantine, reject or pass. */
    record Source(String address, long messages, String disposition, boolean passes, String from) {}

    /** RFC 8460: how TLS to the hosts of domains went. */
    record Tls(String organisation, String id, Instant begin, Instant end, List<Sessions> policies) implements Report {
        public Tls {
            policies = List.copyOf(policies);
        }
    }

    /** {@code policy}: sts, tlsa or no-policy-found. */
    record Sessions(String domain, String policy, long succeeded, long failed, List<Failure> failures) {
        public Sessions {
            failures = List.copyOf(failures);
        }
    }

    /** {@code result}: as RFC 8460 section 4.3 calls it. {@code host}: ours, empty when it was not told. */
    record Failure(String result, String host, long sessions) {}

    /** RFC 5965: somebody complains of a message, or it failed to authenticate (RFC 6591). Empty for what was not told. */
    record Feedback(String type, String source, String from, String domain, long incidents) implements Report {}

    /** It was to be a report, and cannot be read. */
    record Unreadable(String why) implements Report {}

    /** Nothing of a report was found. */
    record None() implements Report {}
}
