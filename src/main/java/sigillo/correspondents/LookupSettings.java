package sigillo.correspondents;

import java.util.Optional;
import sigillo.base.Domain;

/**
 * Where certificates of people elsewhere are looked for. {@code isOutside}: at their domains, by WKD.
 * {@code keyServer}: asked too where the domain has none; it hears to whom somebody here is about to write.
 */
public record LookupSettings(boolean isOutside, Optional<Domain> keyServer) {
    public static final LookupSettings DEFAULT = new LookupSettings(true, Optional.empty());
}
