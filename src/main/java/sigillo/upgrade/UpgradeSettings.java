package sigillo.upgrade;

import java.net.URI;
import java.util.Optional;

/** Whether newer releases are looked for, once a day. {@code feed}: where; empty: nowhere, and nothing is fetched. */
public record UpgradeSettings(Look look, Optional<URI> feed) {
    /** Which releases are told of. */
    public enum Look { OFF, SECURITY, ALL }

    public static final UpgradeSettings NONE = new UpgradeSettings(Look.OFF, Optional.empty());

    /** Where it is looked; empty where it is not. */
    public Optional<URI> asked() { return feed.filter(_ -> look != Look.OFF); }
}
