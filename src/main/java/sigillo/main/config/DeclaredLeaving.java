package sigillo.main.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What leaves: the settings of the queue and of the way to other servers. */
final class DeclaredLeaving {
    private DeclaredLeaving() {}

    static Config.Queue queue(Section top) {
        var queue = top.section("queue", "Mail that is to leave.");
        var giveUp = queue.value("give_up_after", Kind.DURATION, Duration.ofDays(5),
            "So long delivery is tried. Time in which this server had no network does not count.");
        var notice = queue.value("delay_notice_after", Kind.DURATION, Duration.ofHours(4), "Then a sender is told of a delay.");
        int attempts = queue.number("attempts_at_once", 60, 4, 1_000, "Deliveries at one time: in all, and to one destination.");
        int perDestination = queue.number("attempts_per_destination", 5, 1, 100, "");
        queue.end();
        return new Config.Queue(giveUp, notice, attempts, perDestination);
    }

    static Config.Relay relay(Section top) {
        var relay = top.section("relay", "How mail reaches other servers.");
        boolean loopbackOnly = relay.flag("loopback_only", false, "Connect to this machine only: for demos and tests.");
        int port = relay.port("port", 25, "Where the MX of a domain listens.");
        var smarthost = smarthost(relay);
        var routes = routes(relay);
        relay.end();
        return new Config.Relay(loopbackOnly, port, smarthost, routes);
    }

    private static Optional<Config.Smarthost> smarthost(Section relay) {
        var here = relay.section("smarthost", "A server that carries all our mail. Default: none, mail goes to the MX of its domain.");
        var host = here.maybe("host", Kind.HOST, "");
        int port = here.port("port", 587, "");
        var tls = here.value("tls", Kind.oneOf(Config.Smarthost.Tls.class), Config.Smarthost.Tls.STARTTLS,
            "starttls and tls verify its certificate; none sends in clear.");
        var login = login(here);
        here.end();
        return host.map(name -> new Config.Smarthost(name, port, tls, login));
    }

    private static Optional<Config.Login> login(Section here) {
        var user = here.maybe("user", Kind.TEXT, "");
        var password = here.secret("password", "");
        var file = here.file("password_file", "Instead of password: its first line.");
        if (password.isPresent() && file.isPresent()) here.wrong("password_file", "there is a password too; one of the two is enough");
        var secret = password.or(() -> file.flatMap(path -> firstLine(here, path)));
        if (user.isPresent() && password.isEmpty() && file.isEmpty()) here.wrong("user", "a user needs a password or a password_file");
        if (user.isEmpty() && password.isPresent()) here.wrong("password", "a password needs a user");
        if (user.isEmpty() && file.isPresent()) here.wrong("password_file", "a password needs a user");
        return user.flatMap(name -> secret.map(word -> new Config.Login(name, word)));
    }

    private static Optional<Secret> firstLine(Section here, Path file) {
        try (var lines = Files.lines(file)) {
            var first = lines.findFirst().filter(line -> !line.isEmpty());
            if (first.isEmpty()) here.wrong("password_file", "the first line of " + file + " is empty");
            return first.map(Secret::new);
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty(); // Section.file has said that it cannot be read
        }
    }

    private static List<Config.Route> routes(Section relay) {
        var routes = new ArrayList<Config.Route>();
        for (var here : relay.sections("route", "Where mail for one domain goes: domain, host, port, protocol (smtp or lmtp).")) {
            here.begin("");
            var domain = here.required("domain", Kind.DOMAIN, "");
            var host = here.required("host", Kind.HOST, "");
            var protocol = here.value("protocol", Kind.oneOf(Config.Route.Language.class), Config.Route.Language.SMTP, "");
            int port = here.port("port", protocol == Config.Route.Language.LMTP ? 24 : 25, "");
            here.end();
            if (domain.isPresent() && routes.stream().anyMatch(route -> route.domain().equals(domain.get()))) {
                here.wrong("domain", domain.get() + " has a route already");
            }
            if (domain.isPresent() && host.isPresent()) routes.add(new Config.Route(domain.get(), host.get(), port, protocol));
        }
        return routes;
    }
}
