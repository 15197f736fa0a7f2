package sigillo.relay;

import sigillo.base.Domain;

/** The way of a domain's mail: a host that the settings name, or the domain's mail exchangers. */
sealed interface Route {
    record Fixed(Hop hop) implements Route {}

    record Exchangers(Domain domain) implements Route {}

    /** The route of a domain: its own before the smarthost before DNS. */
    static Route of(Domain domain, RelaySettings settings) {
        var own = settings.routes().get(domain);
        if (own != null) return new Fixed(own);
        return settings.smarthost().<Route>map(Fixed::new).orElseGet(() -> new Exchangers(domain));
    }

    /** Names the destination, the same for all that goes together. Printable ASCII. */
    default String key() {
        return switch (this) {
            case Fixed(var hop) -> hop.key();
            case Exchangers(var domain) -> "mx:" + domain.name();
        };
    }

    /** True when whoever takes mail there delivers it: RFC 3461 section 5.2.2. */
    default boolean isFinal() { return this instanceof Fixed(var hop) && hop.protocol() == Hop.Protocol.LMTP; }
}
