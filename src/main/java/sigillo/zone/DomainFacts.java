package sigillo.zone;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import sigillo.autoconfig.Offered;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.mtasts.StsPolicy;

/**
 * What is known of a domain and of this host. {@code addresses}: public ones of the host; none where they are not known.
 * {@code keys}: of DKIM. {@code tlsa}: values of the host's key, none where nobody is to publish them. {@code web}: the
 * listener of HTTPS. {@code authority}: who makes the certificates, as CAA names them. {@code shown}: of the domain, as DNS
 * shows it now.
 */
public record DomainFacts(Domain domain, Domain host, List<InetAddress> addresses, List<Key> keys, Optional<StsPolicy> policy,
                          List<String> tlsa, List<Offered> doors, Optional<Offered> web, Optional<String> authority,
                          Optional<Address> reports, Said shown) {
    /** {@code name}: without a dot at its end; {@code value}: of the TXT record. */
    public record Key(String name, String value) {}

    /** {@code spf}, {@code dmarc}: what should stand there: {@link SpfRecords#merged}, {@link DmarcSteps#next}. */
    public record Said(String spf, String dmarc) {}
}
