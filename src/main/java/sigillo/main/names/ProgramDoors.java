package sigillo.main.names;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sigillo.autoconfig.Offered;
import sigillo.autoconfig.Offered.Security;
import sigillo.autoconfig.Offered.Service;
import sigillo.main.config.Config;
import sigillo.main.config.Door;

/** Which of the listeners mail programs are told of: all that are on, by the name of this host. */
public final class ProgramDoors {
    private ProgramDoors() {}

    public static List<Offered> of(Config config) {
        var all = new ArrayList<Offered>();
        for (var door : Door.values()) {
            var listening = config.listeners().get(door);
            if (!listening.on()) continue;
            var security = door.isImplicitTls() ? Security.TLS : Security.STARTTLS;
            service(door).ifPresent(service -> all.add(new Offered(service, security, config.hostname().name(), listening.port())));
        }
        return all;
    }

    private static Optional<Service> service(Door door) {
        return switch (door) {
            case IMAP, IMAPS -> Optional.of(Service.IMAP);
            case POP3, POP3S -> Optional.of(Service.POP3);
            case SUBMISSION, SUBMISSIONS -> Optional.of(Service.SUBMISSION);
            case MANAGESIEVE -> Optional.of(Service.MANAGESIEVE);
            case SMTP, LMTP, MILTER, HTTPS, HTTP -> Optional.empty();
        };
    }
}
