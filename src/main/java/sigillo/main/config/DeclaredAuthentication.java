package sigillo.main.config;

import java.time.Duration;
import java.util.List;
import sigillo.authentication.AuthenticationSettings;
import sigillo.base.Domain;

/** What is asked about incoming mail. */
final class DeclaredAuthentication {
    private static final Kind<Duration> DEADLINE = Kind.DURATION.where(
        time -> time.toSeconds() >= 1 && time.toMinutes() <= 2, "\"1 seconds\" to \"2 minutes\" would be right");

    private static final Kind<Duration> PATIENCE = new Kind<>(
        text -> Values.duration(text).filter(time -> time.toHours() <= 24), Values::shown,
        "\"0 minutes\" to \"24 hours\" would be right");

    private DeclaredAuthentication() {}

    static AuthenticationSettings settings(Section top) {
        var here = top.section("authentication",
            "Whether mail comes from where it says: SPF, DKIM, DMARC, ARC, reverse DNS (docs/authentication.md).");
        boolean isOn = here.flag("enabled", true, "Each result stands in the message, and in its story (sigillo trace).");
        var unchecked = here.list("unchecked", Kind.NETWORK, List.of("loopback"),
            "Clients of whom nothing is asked: servers of yours that pass mail on. What is submitted is never checked.");
        var sealers = here.list("trusted_sealers", Kind.DOMAIN, List.of(), """
            Forwarders and lists whose ARC seals are believed: DMARC that passed when mail came to them counts as passed.""");
        var deadline = here.value("deadline", DEADLINE, AuthenticationSettings.DEADLINE,
            "A message waits so long for DNS, and no longer. What is not known then is held against nobody.");
        var patience = here.value("patience", PATIENCE, AuthenticationSettings.PATIENCE, """
            Where DNS cannot say whether mail is of its author, and it would go into Junk if not, its sender is told for so
            long to come again (451); then it is taken. "0 minutes": it is taken at once.""");
        here.end();
        return new AuthenticationSettings(isOn, Kind.networks(unchecked), sealers.stream().map(Domain::name).toList(),
            deadline, patience);
    }
}
