package sigillo.field;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sigillo.peers.CapturingSink;
import sigillo.resolver.Answer;
import sigillo.resolver.Resolver;

/** The rest of the world: each domain has one mail exchanger, on a loopback address of its own; others do not exist. */
public final class Outside implements Resolver, AutoCloseable {
    private final Map<String, CapturingSink> sinks = new LinkedHashMap<>();
    private final Map<String, InetAddress> addresses = new LinkedHashMap<>();
    private int port;

    public Outside(String... domains) {
        for (var domain : domains) {
            var address = "127.0.0." + (2 + sinks.size());
            var sink = new CapturingSink(address, port);
            port = sink.port();
            sinks.put(domain, sink);
            addresses.put(domain, InetAddress.ofLiteral(address));
        }
    }

    /** The exchanger of a domain; it takes everything until it is told otherwise. */
    public CapturingSink at(String domain) { return sinks.get(domain); }

    /** At which all exchangers listen. */
    int port() { return port == 0 ? 25 : port; }

    @Override public Answer<MailExchanger> mx(String domain) {
        return addresses.containsKey(domain)
            ? new Answer.Found<>(List.of(new MailExchanger(10, "mx." + domain)), false) : new Answer.NoSuchDomain<>();
    }

    @Override public Answer<InetAddress> addresses(String host) {
        var address = addresses.get(host.substring(host.indexOf('.') + 1));
        return address == null ? new Answer.NoSuchDomain<>() : new Answer.Found<>(List.of(address), false);
    }

    @Override public Optional<String> trouble() { return Optional.empty(); }

    @Override public void close() { sinks.values().forEach(CapturingSink::close); }
}
