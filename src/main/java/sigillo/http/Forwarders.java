package sigillo.http;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sigillo.net.Networks;

/**
 * Proxies that speak HTTP and say in a field of each request who it is of. Only what those have written is believed: fields are read
 * from their end, where the nearest proxy writes, up to the first who is none of them. {@code field}: the one that they write;
 * others come as the client sent them.
 */
public record Forwarders(Networks trusted, Field field) {
    public static final Forwarders NONE = new Forwarders(Networks.NONE, Field.X_FORWARDED_FOR);
    /** Proxies in a row: more are a loop, or a client's invention. */
    private static final int HOPS_MAX = 20;
    /** Of a field: clients may write before the proxies do. In characters. */
    private static final int FIELD_MAX = 4_096;

    /** The one field in which the proxies say it. */
    public enum Field {
        X_FORWARDED_FOR("x-forwarded-for"),
        /** RFC 7239 section 4. */
        FORWARDED("forwarded");

        private final String text;

        Field(String text) { this.text = text; }

        public String text() { return text; }

        public static Optional<Field> of(String text) { return List.of(values()).stream().filter(field -> field.text.equals(text)).findFirst(); }
    }

    /** Whom a request is of that came from there. {@code headers}: by small names. Total. */
    public InetAddress client(InetAddress peer, Map<String, String> headers) {
        if (!trusted.contains(peer)) return peer;
        var text = headers.getOrDefault(field.text, "");
        // also in quotes a comma divides: one that the client opens would have in it what the proxies write behind it
        var hops = List.of(text.substring(Math.max(0, text.length() - FIELD_MAX)).split(",", -1));
        var client = peer;
        for (int i = 0; i < Math.min(HOPS_MAX, hops.size()) && trusted.contains(client); i++) {
            var said = hops.get(hops.size() - 1 - i).strip();
            var hop = address(field == Field.FORWARDED ? node(said) : said);
            // a program of another machine is not one of ours
            if (hop.isEmpty() || hop.get().isLoopbackAddress() && !client.isLoopbackAddress()) return client;
            client = hop.get();
        }
        return client;
    }

    /** RFC 7239 section 5.2: who asked the proxy; empty where it does not say. */
    private static String node(String element) {
        for (var pair : element.split(";")) {
            var text = pair.strip();
            if (text.regionMatches(true, 0, "for=", 0, 4)) return text.substring(4).replace("\"", "");
        }
        return "";
    }

    /** RFC 7239 section 6: with a port behind it or without; no name, and nothing that hides one. */
    private static Optional<InetAddress> address(String text) {
        var bare = text.matches("[0-9.]+:[0-9]{1,5}") ? text.substring(0, text.indexOf(':')) : text.matches("\\[[^\\]]*\\](:[0-9]{1,5})?") ? text.substring(1, text.indexOf(']')) : text;
        if (!bare.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) return Optional.empty();
        try {
            return Optional.of(InetAddress.ofLiteral(bare)).filter(one -> !one.isAnyLocalAddress() && !one.isMulticastAddress());
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }
}
