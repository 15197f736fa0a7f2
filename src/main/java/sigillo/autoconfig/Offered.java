package sigillo.autoconfig;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** One door, as a mail program reaches it. {@code port}: 1 to 65,535. */
public record Offered(Service service, Security security, String host, int port) {
    /** In the order in which a program is to try them. RFC 8314 section 3: TLS from the first octet before STARTTLS. */
    public static final Comparator<Offered> PREFERRED = Comparator.comparing(Offered::service).thenComparing(Offered::security);

    /** What it is for. */
    public enum Service {
        IMAP, POP3, SUBMISSION, MANAGESIEVE,
        /** Pages and JMAP. */
        HTTPS;

        boolean isOfMail() { return isRead() || this == SUBMISSION; }

        boolean isRead() { return this == IMAP || this == POP3; }
    }

    public enum Security { TLS, STARTTLS }

    public Offered {
        if (port < 1 || port > 65_535) throw new IllegalArgumentException("no port: " + port);
    }

    /** The best door of a service, where there is one. */
    static Optional<Offered> best(Collection<Offered> all, Service service) {
        return all.stream().filter(one -> one.service() == service).min(PREFERRED);
    }

    /** The one that programs try first is the first. */
    static List<Offered> sorted(Collection<Offered> all) { return all.stream().sorted(PREFERRED).toList(); }
}
