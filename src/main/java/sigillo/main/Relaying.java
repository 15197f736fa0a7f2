package sigillo.main;

import java.io.IOException;
import java.util.Optional;
import sigillo.base.Address;
import sigillo.base.Alarms;
import sigillo.dns.Lookup;
import sigillo.https.HttpsClient;
import sigillo.https.HttpsSettings;
import sigillo.main.config.Config;
import sigillo.net.ClientTls;
import sigillo.policy.Policies;
import sigillo.policy.StsPolicies;
import sigillo.queue.Destination;
import sigillo.relay.Relay;
import sigillo.relay.TlsSession;
import sigillo.reporting.Reporting;
import sigillo.reporting.Tallies;
import sigillo.resolver.DnsLookup;
import sigillo.resolver.DnsResolver;
import sigillo.resolver.Resolver;
import sigillo.sealing.Secret;
import sigillo.smtp.ReversePath;

/** The way to other servers. What goes to the same place is one destination, and takes turns as one. */
final class Relaying implements Elsewhere {
    private final Relay relay;
    private final Lookup dns;
    private final HttpsClient https;
    private final Tallies tallies;

    private final Optional<PolicyUpkeep> upkeep;

    /** Throws {@link IOException} with a sentence for the operator. */
    Relaying(Config config, Kept kept) throws IOException {
        var settings = new Settings(config);
        var resolver = resolver(settings, kept.alarms());
        dns = new DnsLookup(resolver);
        var verifying = ClientTls.verifying();
        https = new HttpsClient(new HttpsSettings(config.relay().httpsPort(), config.relay().loopbackOnly()), resolver, verifying);
        var sts = config.relay().sts() ? Optional.of(policies(kept, resolver, https)) : Optional.<StsPolicies>empty();
        tallies = new Tallies(kept.store(), Secret.take(kept.keys().stories().toArray()), kept.clock());
        upkeep = sts.map(PolicyUpkeep::new);
        relay = new Relay(settings.relay(), new Relay.Outside(resolver, verifying, sts.<Policies>map(p -> p).orElse(Policies.NONE),
            config.reporting().sendsTls() ? Reporting.sessions(tallies) : TlsSession.Watch.NONE), kept.traces());
    }

    /** What is kept of them says to whom mail went, as stories do: it is under their key. */
    private static StsPolicies policies(Kept kept, Resolver resolver, HttpsClient https) {
        return new StsPolicies(resolver, https, kept.store(), Secret.take(kept.keys().stories().toArray()), kept.clock());
    }

    private static DnsResolver resolver(Settings settings, Alarms alarms) throws IOException {
        try {
            return new DnsResolver(settings.resolver(), alarms);
        } catch (IllegalArgumentException anchors) {
            throw new IOException("resolver.trust_anchors: " + anchors.getMessage(), anchors);
        }
    }

    @Override public Destination of(ReversePath from, Address recipient) {
        return new Destination(relay.destination(recipient.domain()), relay, relay.isFinal(recipient.domain()));
    }

    @Override public Optional<Lookup> dns() { return Optional.of(dns); }

    @Override public Optional<HttpsClient> https() { return Optional.of(https); }

    @Override public Optional<Tallies> tallies() { return Optional.of(tallies); }

    @Override public void close() {
        upkeep.ifPresent(PolicyUpkeep::close);
        relay.close();
    }
}
