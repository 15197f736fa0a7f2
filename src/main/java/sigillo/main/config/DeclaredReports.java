package sigillo.main.config;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.reporting.ReportingSettings;

/** Reports: of others on our domains, of ours to others. */
final class DeclaredReports {
    /** Feedback loops of Microsoft and of Yahoo, by whom they are written. */
    private static final List<Address> KNOWN = List.of(Address.of("staff@hotmail.com"), Address.of("feedback@arf.mail.yahoo.com"));

    private DeclaredReports() {}

    static ReportingSettings settings(Section top, Optional<Domain> hostname) {
        var here = top.section("reports", "Reports on mail and TLS between servers (docs/sending.md).");
        var received = here.list("received", Kind.ADDRESS, List.<Address>of(), """
            Addresses here to which others send reports on your domains (rua= in DNS). Each is told in a sentence: sigillo report.""");
        var complaints = here.list("complaints_from", Kind.ADDRESS, KNOWN, """
            Who passes on complaints of many recipients about mail that was sent here: each of them gets no more from that account.
            Others are heard about themselves, and abuse@ and postmaster@ of a domain about its addresses.""");
        boolean tls = here.flag("send_tls", true, "Whether domains that ask for it hear once a day how TLS to their servers went.");
        boolean dmarc = here.flag("send_dmarc", false, """
            Whether domains that ask for it hear once a day which mail came in their name. It tells them, and who forges them, that mail came here.""");
        var from = here.maybe("from", Kind.ADDRESS, "Who writes those reports. Default: postmaster at hostname.");
        here.end();
        var name = hostname.orElse(Domain.of("invalid"));
        return new ReportingSettings(name, from.orElse(new Address("postmaster", name)), Set.copyOf(received),
            Set.copyOf(complaints), tls, dmarc);
    }
}
