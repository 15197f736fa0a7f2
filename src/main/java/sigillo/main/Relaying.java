package sigillo.main;

import sigillo.base.Address;
import sigillo.main.config.Config;
import sigillo.queue.Destination;
import sigillo.relay.Relay;
import sigillo.resolver.DnsResolver;
import sigillo.smtp.ReversePath;

/** The way to other servers. What goes to the same place is one destination, and takes turns as one. */
final class Relaying implements Elsewhere {
    private final Relay relay;

    Relaying(Config config) {
        var settings = new Settings(config);
        this.relay = new Relay(settings.relay(), new DnsResolver(settings.resolver()));
    }

    @Override public Destination of(ReversePath from, Address recipient) {
        return new Destination(relay.destination(recipient.domain()), relay, relay.isFinal(recipient.domain()));
    }

    @Override public void close() { relay.close(); }
}
