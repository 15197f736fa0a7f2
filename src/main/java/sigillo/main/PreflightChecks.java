package sigillo.main;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import sigillo.dns.DnsAnswer;
import sigillo.dns.DnsType;
import sigillo.dns.Lookup;
import sigillo.preflight.Checks;
import sigillo.preflight.OutgoingMail;
import sigillo.preflight.Ports;
import sigillo.preflight.SmtpDial;
import sigillo.resolver.DnsLookup;
import sigillo.resolver.DnsResolver;
import sigillo.resolver.Dnssec;
import sigillo.resolver.ResolverSettings;

/** Preflight with the real world: the DNS servers of the system, port 25 of others. */
final class PreflightChecks {
    private static final int SMTP = 25;
    private static final Duration CONNECT = Duration.ofSeconds(4);
    private static final Duration DNS = Duration.ofSeconds(2);
    private static final int ANSWERS_KEPT = 500;

    private PreflightChecks() {}

    /** Asks nobody yet. */
    static Checks ofTheWorld() { return new Checks(new LateLookup(), new SmtpDial(SMTP, CONNECT), OutgoingMail.receivers(), Ports.NEEDED); }

    /** Reads the system's settings when something is asked, since every command line is put together with this in it. */
    private static final class LateLookup implements Lookup {
        private Lookup dns;

        @Override public DnsAnswer ask(String name, DnsType type) { return dns().ask(name, type); }

        private synchronized Lookup dns() {
            if (dns == null) dns = new DnsLookup(new DnsResolver(new ResolverSettings(List.of(), DNS, ANSWERS_KEPT, Dnssec.OFF, Optional.empty())));
            return dns;
        }
    }
}
