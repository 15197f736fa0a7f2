package sigillo.rdap;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import sigillo.https.WebAddress;
import tools.jackson.databind.JsonNode;

/** IANA's file of which registry answers for which domains. RFC 9224: the entry with most labels counts. */
final class Bootstrap {
    private final JsonNode services;

    private Bootstrap(JsonNode services) { this.services = services; }

    /** Empty where it is no such file. Total. */
    static Optional<Bootstrap> of(byte[] json) {
        return Trees.of(json).map(root -> root.path("services")).filter(JsonNode::isArray).map(Bootstrap::new);
    }

    /** The address below which the registry of a domain answers; ends in a slash. The entry with most labels counts. */
    Optional<WebAddress> registry(String domain) {
        var name = domain.toLowerCase(Locale.ROOT);
        for (int dot = -1; ; ) {
            var zone = name.substring(dot + 1);
            var found = services.valueStream().filter(service -> names(service.path(0)).anyMatch(zone::equals)).flatMap(service -> Trees.items(service.path(1)))
                .map(Trees::text).filter(url -> url.startsWith("https://")).flatMap(url -> WebAddress.parse(url).stream()).findFirst();
            if (found.isPresent()) return found.map(Bootstrap::asFolder);
            dot = name.indexOf('.', dot + 1);
            if (dot < 0) return Optional.empty();
        }
    }

    /** A registry may have hundreds. */
    private static Stream<String> names(JsonNode array) { return array.isArray() ? array.valueStream().map(one -> Trees.text(one).toLowerCase(Locale.ROOT)) : Stream.empty(); }

    private static WebAddress asFolder(WebAddress base) { return base.path().endsWith("/") ? base : new WebAddress(base.host(), base.path() + "/"); }
}
