package sigillo.reporting;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.Set;
import sigillo.base.Octets;
import sigillo.delivery.Arrivals;
import sigillo.message.Header;
import sigillo.message.HeaderSection;
import sigillo.message.MessageLimits;
import sigillo.reports.Complaint;

/** Sees mail that comes in: counts what DMARC said of it, and reads it where it is a report of others. Any thread. */
final class Watching implements Arrivals {
    private static final System.Logger LOG = System.getLogger("sigillo.reporting");

    private static final Set<String> COMPLAINTS = Set.of("abuse", "postmaster", "fbl");

    private final ReportingSettings settings;
    private final Received received;
    private final DmarcWatch dmarc;

    Watching(ReportingSettings settings, Received received, DmarcWatch dmarc) {
        this.settings = settings;
        this.received = received;
        this.dmarc = dmarc;
    }

    @Override public void came(Arrival arrival) {
        try {
            boolean isOurs = arrival.envelope().recipients().stream().anyMatch(one -> settings.received().stream()
                .anyMatch(address -> address.lookupKey().equals(one.address().lookupKey())));
            if (isOurs || isComplaint(arrival)) received.came(arrival, isOurs);
            if (!settings.sendsDmarc() || isOurs || isReport(arrival.message())) return;
            arrival.findings().ifPresent(found -> dmarc.saw(found, arrival));
        } catch (IOException | RuntimeException broken) { // the mail has come, whatever is told of it
            LOG.log(Level.WARNING, "what a message says to reports cannot be told", broken);
        }
    }

    /** Where others send complaints of themselves: RFC 2142 section 2, and where providers ask for an address. */
    private static boolean isComplaint(Arrival arrival) throws IOException {
        boolean isThere = arrival.envelope().recipients().stream().map(one -> one.address().lookupKey())
            .anyMatch(key -> COMPLAINTS.contains(key.substring(0, key.lastIndexOf('@'))));
        return isThere && Complaint.isPromised(HeaderSection.read(arrival.message(), MessageLimits.DEFAULT).header());
    }

    /** Nothing is reported on reports, or two servers would write to each other for ever. */
    private static boolean isReport(Octets message) throws IOException {
        var header = HeaderSection.read(message, MessageLimits.DEFAULT).header();
        Optional<String> type = header.first("Content-Type").map(field -> field.raw(200).strip().toLowerCase(java.util.Locale.ROOT));
        return isNamedReport(header) || header.has("TLS-Report-Domain") || type.filter(text -> text.startsWith("multipart/report")).isPresent();
    }

    /** RFC 8460 section 5.3 and RFC 9990 have this subject. */
    static boolean isNamedReport(Header header) {
        return header.first("Subject").map(field -> field.raw(200).strip()).filter(text -> text.regionMatches(true, 0, "Report Domain:", 0, 14)).isPresent();
    }
}
