package sigillo.sasl;

import java.util.Optional;
import sigillo.base.Bytes;

/** What ties an exchange to its TLS connection, so that nobody passes it on from another. RFC 5802 section 6. */
record ChannelBinding(Optional<Bytes> exporter, boolean isRequired) {
    /** RFC 9266 section 2; those of older RFCs do not hold with TLS 1.3. */
    static final String TYPE = "tls-exporter";

    /** For the mechanism without PLUS: {@code exporter} is there when the one with PLUS is offered too. */
    static ChannelBinding offered(Optional<Bytes> exporter) { return new ChannelBinding(exporter, false); }

    /** For the mechanism with PLUS. */
    static ChannelBinding required(Bytes exporter) { return new ChannelBinding(Optional.of(exporter), true); }

    /** The error of RFC 5802 section 7 for a client that says {@code flag}; empty when that is right. */
    Optional<String> error(Gs2Header.Flag flag) {
        return switch (flag) {
            case Gs2Header.Flag.Bound(var type) -> bound(type);
            // RFC 5802 section 6: somebody has taken PLUS out of our offer
            case Gs2Header.Flag.ThinksUnsupported() -> exporter.isPresent() ? Optional.of("server-does-support-channel-binding") : Optional.empty();
            case Gs2Header.Flag.Unbound() -> isRequired ? Optional.of("channel-bindings-dont-match") : Optional.empty();
        };
    }

    private Optional<String> bound(String type) {
        if (!isRequired) return Optional.of("channel-binding-not-supported");
        return type.equals(TYPE) ? Optional.empty() : Optional.of("unsupported-channel-binding-type");
    }
}
