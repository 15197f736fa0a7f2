package sigillo.main.mail;

import java.io.IOException;
import java.util.Optional;
import sigillo.base.Address;
import sigillo.base.Alarms;
import sigillo.dns.Lookup;
import sigillo.https.HttpsClient;
import sigillo.https.HttpsSettings;
import sigillo.main.config.Config;
import sigillo.main.kept.Kept;
import sigillo.main.kept.Settings;
import sigillo.main.upkeep.PolicyUpkeep;
import sigillo.net.ClientTls;
import sigillo.policy.Policies;
import sigillo.policy.StsPolicies;
import sigillo.queue.Destination;
import sigillo.receivers.Receivers;
import sigillo.receivers.Watched;
import sigillo.relay.Relay;
import sigillo.relay.TlsSession;
import sigillo.reporting.Reporting;
import sigillo.reporting.Tallies;
import sigillo.resolver.DnsLookup;
import sigillo.resolver.DnsResolver;
import sigillo.resolver.Resolver;
import sigillo.resolver.ZoneServers;
import sigillo.sealing.Secret;
import sigillo.setup.DomainLook;
import sigillo.smtp.ReversePath;
import sigillo.store.Store;

/** The way to other servers. What goes to the same place is one destination, and takes turns as one. */
public final class Relaying implements Elsewhere {
    private final Relay relay;
    private final Optional<Relay> detour;
    private final Receivers receivers;
    private final Watched watched;
    private final Optional<Watched> watchedDetour;
    private final DnsResolver resolver;
    private final DnsLookup dns;
    private final HttpsClient https;
    private final Tallies tallies;

    private final Optional<PolicyUpkeep> upkeep;
    private final int zonePort;

    /** Throws {@link IOException} with a sentence for the operator. */
    public Relaying(Config config, Kept kept) throws IOException {
        var settings = new Settings(config);
        resolver = resolver(settings, kept.alarms());
        dns = new DnsLookup(resolver);
        zonePort = zonePort(config);
        var verifying = ClientTls.verifying();
        https = new HttpsClient(new HttpsSettings(config.relay().httpsPort(), config.relay().loopbackOnly()), resolver, verifying);
        var sts = config.relay().sts() ? Optional.of(policies(kept, resolver, https)) : Optional.<StsPolicies>empty();
        tallies = new Tallies(kept.store(), Secret.take(kept.keys().stories().toArray()), kept.clock());
        upkeep = sts.map(PolicyUpkeep::new);
        var outside = new Relay.Outside(resolver, verifying, sts.<Policies>map(p -> p).orElse(Policies.NONE),
            config.reporting().sendsTls() ? Reporting.sessions(tallies) : TlsSession.Watch.NONE);
        relay = new Relay(settings.relay(), outside, kept.traces());
        detour = settings.detour().map(other -> new Relay(other, outside, kept.traces()));
        receivers = kept.receivers();
        var otherWay = config.relay().smarthost().map(Config.Host::host).filter(_ -> detour.isPresent());
        watched = new Watched(relay, receivers, resolver, otherWay, kept.clock());
        watchedDetour = detour.map(other -> new Watched(other, receivers, resolver, Optional.empty(), kept.clock()));
        beginWarmUp(config, kept.store());
    }

    /** A store in which no queue ever ran is of a new installation. */
    private void beginWarmUp(Config config, Store store) {
        switch (config.warmUp()) {
            case OFF -> {
                if (receivers.warmingSince().isPresent()) receivers.warm(false);
            }
            case ON -> {
                if (!receivers.hasWarmed()) receivers.warm(true);
            }
            case AUTO -> {
                boolean isNew = store.partitions("q/").isEmpty();
                if (!receivers.hasWarmed() && !config.relay().loopbackOnly()) receivers.warm(isNew);
            }
        }
    }

    /** What is kept of them says to whom mail went, as stories do: it is under their key. */
    private static StsPolicies policies(Kept kept, Resolver resolver, HttpsClient https) {
        return new StsPolicies(resolver, https, kept.store(), Secret.take(kept.keys().stories().toArray()), kept.clock());
    }

    /** RFC 1035 section 4.2; who stays on this machine has the whole of DNS where the resolver is. */
    private static int zonePort(Config config) {
        var servers = config.resolver().servers();
        return config.relay().loopbackOnly() && !servers.isEmpty() ? servers.getFirst().getPort() : 53;
    }

    private static DnsResolver resolver(Settings settings, Alarms alarms) throws IOException {
        try {
            return new DnsResolver(settings.resolver(), alarms);
        } catch (IllegalArgumentException anchors) {
            throw new IOException("resolver.trust_anchors: " + anchors.getMessage(), anchors);
        }
    }

    @Override public Destination of(ReversePath from, Address recipient) {
        var domain = recipient.domain();
        boolean isDetoured = detour.isPresent() && receivers.isDetoured(domain.name());
        var way = isDetoured ? detour.get() : relay;
        return new Destination(way.destination(domain), isDetoured ? watchedDetour.get() : watched, way.isFinal(domain));
    }

    @Override public Optional<Receivers> receivers() { return Optional.of(receivers); }

    @Override public Optional<Resolver> resolver() { return Optional.of(resolver); }

    @Override public Optional<Lookup> dns() { return Optional.of(dns); }

    @Override public Optional<HttpsClient> https() { return Optional.of(https); }

    @Override public Optional<Tallies> tallies() { return Optional.of(tallies); }

    @Override public Optional<DomainLook.Zone> zone() { return Optional.of(new ZoneServers(resolver, zonePort)::ask); }

    @Override public Optional<Lookup> freshDns() { return Optional.of(dns.fresh()); }

    @Override public void close() {
        upkeep.ifPresent(PolicyUpkeep::close);
        relay.close();
        detour.ifPresent(Relay::close);
    }
}
