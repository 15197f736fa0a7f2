package sigillo.providers;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The providers that are known. */
public enum ProviderKind {
    CLOUDFLARE("cloudflare", "Cloudflare", Shape.TOKEN),
    DESEC("desec", "deSEC", Shape.TOKEN),
    DIGITALOCEAN("digitalocean", "DigitalOcean", Shape.TOKEN),
    GANDI("gandi", "Gandi", Shape.TOKEN),
    HETZNER("hetzner", "Hetzner", Shape.TOKEN),
    OVH("ovh", "OVH", Shape.THREE),
    ROUTE53("route53", "Route 53", Shape.PAIR);

    /** What says to them who we are. */
    public enum Shape {
        /** One secret. */
        TOKEN,
        /** A name, and a secret. */
        PAIR,
        /** The name of an application, its secret, and that of the consumer. */
        THREE
    }

    private final String text;
    private final String title;
    private final Shape shape;

    ProviderKind(String text, String title, Shape shape) {
        this.text = text;
        this.title = title;
        this.shape = shape;
    }

    public static Optional<ProviderKind> of(String text) { return Arrays.stream(values()).filter(kind -> kind.text.equals(text)).findFirst(); }

    /** For a sentence. */
    public static String all() { return Arrays.stream(values()).map(ProviderKind::text).collect(Collectors.joining(", ")); }

    /** As in a configuration. */
    public String text() { return text; }

    /** For people. */
    public String title() { return title; }

    public Shape shape() { return shape; }

    /** Where its customers are divided, the first by default; empty where they are not. */
    public List<String> regions() { return this == OVH ? List.of("eu", "ca", "us") : List.of(); }
}
