package sigillo.authentication;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import sigillo.authres.AuthResultsWriter;
import sigillo.base.Address;
import sigillo.base.Complaints;
import sigillo.base.Domain;
import sigillo.base.Octets;
import sigillo.dns.Lookup;
import sigillo.message.HeaderSection;
import sigillo.smtp.Origin;

/** Finds out whether messages come from where they say. Any thread. */
public final class Authentication {
    private final Domain hostname;
    private final Optional<Lookup> dns;
    private final AuthenticationSettings settings;
    private final InstantSource clock;
    private final Complaints complaints;

    /** Without {@code dns} nothing is found out. */
    public Authentication(Domain hostname, Optional<Lookup> dns, AuthenticationSettings settings, InstantSource clock) {
        this.hostname = hostname;
        this.dns = dns;
        this.settings = settings;
        this.clock = clock;
        this.complaints = new Complaints(System.getLogger(Authentication.class.getName()), clock);
    }

    /** One that never asks. */
    public static Authentication none(Domain hostname, InstantSource clock) {
        return new Authentication(hostname, Optional.empty(), AuthenticationSettings.DEFAULT, clock);
    }

    /**
     * Empty for what is not asked about: mail of those who signed in, from networks that are not checked, and by LMTP,
     * where the client is not who sent it. Waits for DNS, no longer than the deadline. Throws only when the message
     * cannot be read.
     */
    public Optional<Findings> check(Origin origin, Optional<Address> sender, Octets message, HeaderSection section)
            throws IOException {
        if (dns.isEmpty() || !concerns(origin)) return Optional.empty();
        Instant now = clock.instant();
        var who = new Examination.Who(origin.client().orElseThrow(), origin.helo(), sender, hostname, now);
        return Optional.of(Examination.of(who, message, section, dns.get(), settings, complaints));
    }

    private boolean concerns(Origin origin) {
        boolean isRelayed = origin.protocol().toUpperCase(Locale.ROOT).contains("LMTP");
        return settings.isOn() && !isRelayed && origin.user().isEmpty()
            && origin.client().filter(client -> !settings.unchecked().contains(client)).isPresent();
    }

    /** The field that tells it, with its CRLF. */
    public byte[] field(Findings found) { return AuthResultsWriter.encode(ResultsWriter.of(found, hostname)); }

    /** The sentences that tell it. */
    public static List<String> sentences(Findings found) { return Sentences.of(found); }
}
