package sigillo.main.config;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sigillo.doctor.DoctorSettings;
import sigillo.doctor.EchoSettings;

/** Who is told how the server is. */
final class DeclaredDoctor {
    private static final Kind<InetSocketAddress> TIME_SERVER = new Kind<>(text -> Values.socket(text, 123), Values::shown,
        "an address such as \"192.0.2.1\" or \"[2001:db8::1]:123\" would be right");

    private static final Kind<Duration> EVERY = Kind.DURATION.where(time -> time.toHours() >= 1 && time.toDays() <= 30, "a duration from \"1 hours\" to \"30 days\" would be right");
    private static final Kind<Duration> WITHIN = Kind.DURATION.where(time -> time.toHours() < 24, "a duration below \"24 hours\" would be right");

    private record Seen(String door, InetSocketAddress at) {}

    private static final Kind<Seen> SEEN_AT = new Kind<>(DeclaredDoctor::seen, one -> one.door + " " + Values.shown(one.at),
        "a listener and an address such as \"https 192.0.2.7\" or \"imaps [2001:db8::7]:993\" would be right");

    private DeclaredDoctor() {}

    private static Optional<Seen> seen(String text) {
        var parts = text.split(" +", 2);
        if (parts.length < 2) return Optional.empty();
        return Stream.of(Door.values()).filter(door -> door.key().equals(parts[0])).findFirst()
            .flatMap(door -> Values.socket(parts[1], door.standardPort())).map(at -> new Seen(parts[0], at));
    }

    static DoctorSettings settings(Section top) {
        var here = top.section("doctor", """
            Who is told, elsewhere, when something is wrong: once, again when it is over, and each month that all is well (docs/running.md).""");
        var mail = here.maybe("mail_to", Kind.ADDRESS, "An address of yours that is not here: when mail is in trouble, one here does not hear of it.");
        var hook = here.secret("webhook", "An https:// address that is told the same in JSON: of a program of yours, or of a service that passes it on.");
        var uri = hook.flatMap(said -> uri(said.value()));
        if (hook.isPresent() && uri.isEmpty()) here.wrong("webhook", "an https:// address without a user, such as \"https://ntfy.example/my-topic\", would be right");
        var clocks = here.list("time_servers", TIME_SERVER, List.of(), "Who is asked what time it is (NTP): addresses, of your own network for instance. Default: large ones of all the world.");
        var seen = here.list("seen_at", SEEN_AT, List.of(), "Where others find listeners when a router or a proxy is in front: the certificate is looked at there too.");
        var echo = here.maybe("echo", Kind.ADDRESS, "An address elsewhere that answers each mail by another: one is sent there, and its answer awaited (docs/running.md). Default: none.");
        var every = here.value("echo_every", EVERY, Duration.ofDays(1), "So often; an hour at least.");
        var within = here.value("echo_within", WITHIN, Duration.ofMinutes(30), "So long the answer may take.");
        here.end();
        return new DoctorSettings(mail, uri, clocks, seen.stream().collect(Collectors.toMap(Seen::door, Seen::at, (_, last) -> last)), echo.map(to -> new EchoSettings(to, every, within)));
    }

    private static Optional<URI> uri(String text) {
        try {
            var uri = new URI(text);
            return Optional.of(uri).filter(one -> "https".equals(one.getScheme()) && one.getHost() != null && one.getUserInfo() == null && one.getFragment() == null);
        } catch (URISyntaxException none) {
            return Optional.empty();
        }
    }
}
