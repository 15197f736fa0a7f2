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
import sigillo.resolver.DnsLookup;
import sigillo.resolver.DnsResolver;
import sigillo.resolver.Resolver;
import sigillo.sealing.Secret;
import sigillo.smtp.ReversePath;

/** The way to other servers. What goes to the same place is one destination, and takes turns as one. */
final class Relaying implements Elsewhere {
    private final Relay relay;
    private final Lookup dns;

    private final Optional<PolicyUpkeep> upkeep;

    /** Throws {@link IOException} with a sentence for the operator. */
    Relaying(Config config, Kept kept) throws IOException {
        var settings = new Settings(config);
        var resolver = resolver(settings, kept.alarms());
        dns = new DnsLookup(resolver);
        var verifying = ClientTls.verifying();
        var sts = config.relay().sts() ? Optional.of(policies(config, kept, resolver, verifying)) : Optional.<StsPolicies>empty();
        upkeep = sts.map(PolicyUpkeep::new);
        relay = new Relay(settings.relay(), new Relay.Outside(resolver, verifying, sts.<Policies>map(p -> p).orElse(Policies.NONE)), kept.traces());
    }

    /** What is kept of them says to whom mail went, as stories do: it is under their key. */
    private static StsPolicies policies(Config config, Kept kept, Resolver resolver, ClientTls verifying) {
        var https = new HttpsClient(new HttpsSettings(config.relay().httpsPort(), config.relay().loopbackOnly()), resolver, verifying);
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

    @Override public void close() {
        upkeep.ifPresent(PolicyUpkeep::close);
        relay.close();
    }
}
