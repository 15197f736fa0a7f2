package sigillo.main.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import sigillo.upgrade.UpgradeSettings;

/** Whether newer releases are looked for. */
final class DeclaredUpgrades {
    private static final Kind<UpgradeSettings.Look> LOOK = Kind.oneOf(UpgradeSettings.Look.class);

    private static final Kind<URI> FEED = new Kind<>(DeclaredUpgrades::feed, URI::toString, "an address such as \"https://releases.example/sigillo\", without a user and a port, would be right");

    private DeclaredUpgrades() {}

    private static Optional<URI> feed(String text) {
        try {
            var uri = new URI(text);
            return Optional.of(uri).filter(one -> "https".equals(one.getScheme()) && one.getHost() != null && one.getPort() < 0 && one.getUserInfo() == null
                && one.getRawQuery() == null && one.getFragment() == null && text.chars().allMatch(c -> c < 128));
        } catch (URISyntaxException none) {
            return Optional.empty();
        }
    }

    static UpgradeSettings settings(Section top) {
        var here = top.section("upgrades", """
            Whether newer releases of this program are looked for, once a day; sigillo doctor shows them. Nothing is installed by
            itself (docs/upgrading.md). Without an address nothing is fetched, and whoever is asked hears nothing of this server.""");
        var feed = here.maybe("feed", FEED, "An https:// address below which the list of releases is, without a port.");
        var look = here.value("look", LOOK, UpgradeSettings.Look.ALL, "For what: all releases, those alone that mend a fault by which strangers can do harm (security), or off.");
        here.end();
        return new UpgradeSettings(look, feed);
    }
}
