package sigillo.main.config;

import java.time.Duration;
import sigillo.signing.SigningSettings;

/** How mail that leaves says whose it is. */
final class DeclaredSigning {
    private static final Kind<Duration> AGE = Kind.DURATION.where(
        time -> time.isZero() || time.toDays() >= 1 && time.toDays() <= 3_650,
        "\"1 days\" to \"3650 days\", or \"0 days\" for never, would be right");

    private DeclaredSigning() {}

    static Config.Signing settings(Section top) {
        var here = top.section("dkim",
            "Mail of the domains here is signed, once DNS has their keys (sigillo dkim records; docs/sending.md).");
        boolean isOn = here.flag("enabled", true, "");
        var age = here.value("rotate_after", AGE, SigningSettings.DEFAULT.rotateAfter(),
            "New keys are made when those in use are so old. \"0 days\": only by sigillo dkim rotate.");
        here.end();
        return new Config.Signing(isOn, age);
    }
}
