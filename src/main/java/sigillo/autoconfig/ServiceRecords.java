package sigillo.autoconfig;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import sigillo.base.Domain;

/**
 * The SRV records of a domain (RFC 2782): where its mail programs go. RFC 6186 section 3; RFC 8314 section 5.1 for
 * submission over TLS; RFC 5804 section 1.8; RFC 8620 section 2.2.
 */
public final class ServiceRecords {
    /** {@code name}: such as {@code _imaps._tcp.home.example}. {@code target}: a dot where the service is not offered. */
    public record Srv(String name, int priority, int weight, int port, String target) {
        /** RFC 2782: the service is decidedly not available. */
        static final String NOT_HERE = ".";
    }

    private ServiceRecords() {}

    /** In the order of RFC 6186, then of those after it. {@code jmap}: host and port of HTTPS, where JMAP is offered. */
    public static List<Srv> of(Domain domain, List<Offered> doors, Optional<Offered> jmap) {
        var services = new LinkedHashMap<String, Optional<Offered>>();
        services.put("_imaps", with(doors, Offered.Service.IMAP, Offered.Security.TLS));
        services.put("_imap", with(doors, Offered.Service.IMAP, Offered.Security.STARTTLS));
        services.put("_pop3s", with(doors, Offered.Service.POP3, Offered.Security.TLS));
        services.put("_pop3", with(doors, Offered.Service.POP3, Offered.Security.STARTTLS));
        services.put("_submissions", with(doors, Offered.Service.SUBMISSION, Offered.Security.TLS));
        services.put("_submission", with(doors, Offered.Service.SUBMISSION, Offered.Security.STARTTLS));
        services.put("_sieve", with(doors, Offered.Service.MANAGESIEVE, Offered.Security.STARTTLS));
        services.put("_jmap", jmap);
        var all = new ArrayList<Srv>();
        services.forEach((service, door) -> all.add(record(service + "._tcp." + domain.name(), door)));
        return all;
    }

    private static Optional<Offered> with(List<Offered> doors, Offered.Service service, Offered.Security security) {
        return doors.stream().filter(door -> door.service() == service && door.security() == security).findFirst();
    }

    /** RFC 6186 section 3.4: a service that is not offered is said to be so, with the root as its target. */
    private static Srv record(String name, Optional<Offered> door) {
        return door.map(open -> new Srv(name, 0, 1, open.port(), open.host())).orElseGet(() -> new Srv(name, 0, 0, 0, Srv.NOT_HERE));
    }
}
