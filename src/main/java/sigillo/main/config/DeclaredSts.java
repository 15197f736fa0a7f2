package sigillo.main.config;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import sigillo.base.Domain;
import sigillo.mtasts.StsPolicy;

/** The MTA-STS policy of our own domains. */
final class DeclaredSts {
    /** As it is written in the file. */
    private enum Published { OFF, NONE, TESTING, ENFORCE }

    private static final Kind<String> MX = Kind.TEXT.where(text -> text.matches("(\\*\\.)?[A-Za-z0-9-]{1,63}(\\.[A-Za-z0-9-]{1,63}){1,8}"),
        "a host such as \"mail.home.example\" would be right");
    private static final Kind<Duration> AGE = Kind.DURATION.where(time -> time.toDays() <= 365, "a duration up to \"365 days\" would be right");

    private DeclaredSts() {}

    static Optional<StsPolicy> policy(Section top, Optional<Domain> hostname) {
        var here = top.section("mta_sts", "What others must do who send mail to the domains here: TLS, to these hosts only (docs/sending.md).");
        var mode = here.value("mode", Kind.oneOf(Published.class), Published.OFF, """
            off: nothing is published. testing: they tell what would fail. enforce: they send in no other way. none: before it \\
            is taken back.
            Served at https://mta-sts.DOMAIN/.well-known/mta-sts.txt, for which the certificate must be valid.""");
        var mx = here.list("mx", MX, List.of(), "The MX of the domains. Default: the hostname.");
        var age = here.value("max_age", AGE, Duration.ofDays(7), "So long others keep it. Longer is safer, and binds longer.");
        here.end();
        if (mode == Published.OFF) return Optional.empty();
        var hosts = mx.isEmpty() ? hostname.map(name -> List.of(name.name())).orElse(List.of()) : mx.stream().map(m -> m.toLowerCase(Locale.ROOT)).toList();
        return Optional.of(new StsPolicy(StsPolicy.Mode.valueOf(mode.name()), hosts, age));
    }
}
