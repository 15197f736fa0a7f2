package sigillo.reporting;

import java.util.Set;
import sigillo.base.Address;
import sigillo.base.Domain;

/**
 * {@code hostname}: the name of this server. {@code from}: who writes our reports, and is written to about them. {@code
 * received}: where reports of others come to. {@code complaintsFrom}: whose complaints count for whomever they are.
 * {@code sendsTls} and {@code sendsDmarc}: whether others get reports of ours.
 */
public record ReportingSettings(Domain hostname, Address from, Set<Address> received, Set<Address> complaintsFrom,
                                boolean sendsTls, boolean sendsDmarc) {
    public ReportingSettings {
        received = Set.copyOf(received);
        complaintsFrom = Set.copyOf(complaintsFrom);
    }
}
