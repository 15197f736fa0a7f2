package sigillo.rdap;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import sigillo.base.Domain;
import sigillo.base.Printable;
import sigillo.https.HttpsClient;
import sigillo.https.HttpsClient.Called;
import sigillo.https.WebAddress;

/** Asks the registry of a domain, over HTTPS, at public addresses only. Blocks for {@link #WITHIN} at most. Any thread. */
public final class Registries {
    static final String IANA = "data.iana.org";
    private static final String FILE = "/rdap/dns.json";
    /** Octets of IANA's file: some 60,000 in 2026. */
    private static final int FILE_MAX = 1 << 20;
    private static final int ANSWER_MAX = 256 * 1024;
    /** For all that is asked. */
    private static final Duration WITHIN = Duration.ofSeconds(24);
    /** For one answer. */
    private static final Duration EACH = Duration.ofSeconds(8);
    /** From one address to another. RFC 7480 allows them. */
    private static final int REDIRECTS_MAX = 2;
    /** A host's name has the domain that was registered above it: so many are tried. */
    private static final int LEVELS_MAX = 4;

    private final HttpsClient client;

    public Registries(HttpsClient client) { this.client = client; }

    public sealed interface Outcome {
        record Known(Registration registration) implements Outcome {}

        /** The registry has no such domain. */
        record Nobody(String registry) implements Outcome {}

        /** {@code why} is for people. */
        record Unknown(String why) implements Outcome {}
    }

    public Outcome of(Domain domain) {
        long end = System.nanoTime() + WITHIN.toNanos();
        return switch (body(new WebAddress(IANA, FILE), FILE_MAX, end)) {
            case Body.Got(var json) -> Bootstrap.of(json).map(file -> of(domain.name(), file, end)).orElseGet(() -> new Outcome.Unknown(IANA + " says what is no list of registries"));
            case Body.Nothing _ -> new Outcome.Unknown(IANA + " has no list of registries");
            case Body.Failed(var why) -> new Outcome.Unknown(why);
        };
    }

    private Outcome of(String domain, Bootstrap file, long end) {
        var registry = file.registry(domain);
        if (registry.isEmpty()) return new Outcome.Unknown("no registry of " + domain.substring(domain.lastIndexOf('.') + 1) + " answers by RDAP");
        var name = domain;
        for (int level = 0; level < LEVELS_MAX && name.indexOf('.') > 0; level++) {
            switch (body(new WebAddress(registry.get().host(), registry.get().path() + "domain/" + name), ANSWER_MAX, end)) {
                case Body.Got(var json) -> { return Registration.of(json).map(found -> known(found, end)).orElseGet(() -> new Outcome.Unknown(registry.get().host() + " answers otherwise than RFC 9083 says")); }
                case Body.Failed(var why) -> { return new Outcome.Unknown(why); }
                case Body.Nothing _ -> name = name.substring(name.indexOf('.') + 1);
            }
        }
        return new Outcome.Nobody(registry.get().host());
    }

    /** Some registries leave the owner to the registrar; that it does not answer is no harm. */
    private Outcome known(Registration found, long end) {
        if (found.owner() != Registration.Owner.NOT_SAID || found.related().isEmpty()) return new Outcome.Known(found);
        var more = body(found.related().get(), ANSWER_MAX, end) instanceof Body.Got(var json) ? Registration.of(json) : Optional.<Registration>empty();
        return new Outcome.Known(more.filter(one -> one.name().equals(found.name())).map(found::with).orElse(found));
    }

    private sealed interface Body {
        record Got(byte[] json) implements Body {}

        record Nothing() implements Body {}

        record Failed(String why) implements Body {}
    }

    private Body body(WebAddress from, int octetsMax, long end) {
        var at = from;
        for (int i = 0; i <= REDIRECTS_MAX; i++) {
            long left = Math.min(EACH.toNanos(), end - System.nanoTime());
            if (left <= 0 || Thread.currentThread().isInterrupted()) return new Body.Failed(at.host() + " was not asked in the time that there was");
            switch (client.call(new HttpsClient.Call("GET", at.host(), at.path(), Map.of("Accept", "application/rdap+json, application/json"), new byte[0]), octetsMax, Duration.ofNanos(left))) {
                case Called.Failed(var why, _) -> { return new Body.Failed(Printable.of(why)); }
                case Called.Answered(var status, var fields, var body) -> {
                    if (status == 200) return new Body.Got(body);
                    if (status == 404) return new Body.Nothing();
                    var next = status >= 301 && status <= 308 ? at.next(fields.getOrDefault("location", "")) : Optional.<WebAddress>empty();
                    if (next.isEmpty()) return new Body.Failed(at.host() + " answers with status " + status);
                    at = next.get();
                }
            }
        }
        return new Body.Failed(from.host() + " leads from one address to the next");
    }
}
