package sigillo.main.config;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.reporting.ReportingSettings;

/** Reports: of others on our domains, of ours to others. */
final class DeclaredReports {
    private DeclaredReports() {}

    static ReportingSettings settings(Section top, Optional<Domain> hostname) {
        var here = top.section("reports", "Reports on mail and TLS between servers (docs/sending.md).");
        var received = here.list("received", Kind.ADDRESS, List.<Address>of(), """
            Addresses here to which others send reports on your domains (rua= in DNS). Each is told in a sentence: sigillo report.""");
        boolean tls = here.flag("send_tls", true, "Whether domains that ask for it hear once a day how TLS to their servers went.");
        boolean dmarc = here.flag("send_dmarc", false, """
            Whether domains that ask for it hear once a day which mail came in their name. It tells them, and who forges them, that mail came here.""");
        var from = here.maybe("from", Kind.ADDRESS, "Who writes those reports. Default: postmaster at hostname.");
        here.end();
        var name = hostname.orElse(Domain.of("invalid"));
        return new ReportingSettings(name, from.orElse(new Address("postmaster", name)), Set.copyOf(received), tls, dmarc);
    }
}
