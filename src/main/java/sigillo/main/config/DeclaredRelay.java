package sigillo.main.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The way to other servers: by MX, by a smarthost, by domain. */
final class DeclaredRelay {
    private DeclaredRelay() {}

    static Config.Relay relay(Section top) {
        var relay = top.section("relay", "How mail reaches other servers.");
        boolean loopbackOnly = relay.flag("loopback_only", false, "Connect to this machine only: for demos and tests.");
        int port = relay.port("port", 25, "Where the MX of a domain listens.");
        boolean sts = relay.flag("mta_sts", true, "Whether the MTA-STS policies of other domains are asked for and followed.");
        int httpsPort = relay.port("https_port", 443, "Where they are served: another for tests.");
        var smarthost = smarthost(relay);
        var routes = routes(relay, smarthost.host());
        relay.end();
        return new Config.Relay(loopbackOnly, port, sts, httpsPort, smarthost.host(), smarthost.whenRefused(), routes);
    }

    /** The pace of an address that receivers do not know yet. */
    static Config.WarmUp warmUp(Section top) {
        var here = top.section("warm_up", "How much large receivers get in the first 30 days of an address that is new to them (sigillo warm-up).");
        var mode = here.value("mode", Kind.oneOf(Config.WarmUp.class), Config.WarmUp.AUTO,
            "auto: a new installation begins with it. on: so does this one, at its next start, once. off: none.");
        here.end();
        return mode;
    }

    private record Smarthost(Optional<Config.Host> host, boolean whenRefused) {}

    private enum Use { ALWAYS, WHEN_REFUSED }

    private static Smarthost smarthost(Section relay) {
        var here = relay.section("smarthost",
            "A server that carries our mail. Default: none, mail goes to the MX of its domain.");
        var use = here.value("use", Kind.oneOf(Use.class), Use.ALWAYS, """
            always: all mail. when_refused: mail goes to the MX of its domain, but for domains that refuse this server's
            address; those are tried directly again now and then (docs/sending.md).""");
        var host = here.maybe("host", Kind.HOST, "");
        int port = here.port("port", 587, "");
        var login = login(here);
        if (host.isEmpty() && login.isPresent()) here.wrong("user", "a user needs the host where it is one");
        var tls = tls(here, Config.Tls.STARTTLS, login);
        here.end();
        return new Smarthost(host.map(name -> new Config.Host(name, port, Config.Language.SMTP, tls, login)), use == Use.WHEN_REFUSED);
    }

    private static Config.Tls tls(Section here, Config.Tls byDefault, Optional<Config.Login> login) {
        var tls = here.value("tls", Kind.oneOf(Config.Tls.class), byDefault,
            "starttls and tls verify its certificate; opportunistic takes what there is; none sends in clear.");
        boolean isOpen = login.isPresent() && tls == Config.Tls.OPPORTUNISTIC;
        if (isOpen) here.wrong("tls", "a password needs starttls or tls; or none, if all may read it");
        return isOpen ? Config.Tls.STARTTLS : tls;
    }

    private static Optional<Config.Login> login(Section here) {
        var user = here.maybe("user", Kind.USER, "");
        var password = here.secret("password", "");
        var file = here.file("password_file", "Instead of password: its first line.");
        if (password.isPresent() && file.isPresent()) {
            here.wrong("password_file", "there is a password too; one of the two is enough");
        }
        var secret = password.or(() -> file.flatMap(path -> firstLine(here, path)));
        if (user.isPresent() && password.isEmpty() && file.isEmpty()) {
            here.wrong("user", "a user needs a password or a password_file");
        }
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

    private static List<Config.Route> routes(Section relay, Optional<Config.Host> smarthost) {
        var routes = new ArrayList<Config.Route>();
        for (var here : relay.sections("route",
                "Where mail for one domain goes: domain, host, port, protocol (smtp or lmtp), tls, user, password.")) {
            route(here, routes).ifPresent(route -> {
                boolean contradicts = Stream.concat(smarthost.stream(), routes.stream().map(Config.Route::to))
                    .anyMatch(other -> contradict(other, route.to()));
                if (contradicts) {
                    here.wrong("host", route.to().host() + " is named before, with another tls or password");
                }
                routes.add(route);
            });
        }
        return routes;
    }

    private static Optional<Config.Route> route(Section here, List<Config.Route> before) {
        here.begin("");
        var domain = here.required("domain", Kind.DOMAIN, "");
        var host = here.required("host", Kind.HOST, "");
        var protocol = here.value("protocol", Kind.oneOf(Config.Language.class), Config.Language.SMTP, "");
        int port = here.port("port", protocol == Config.Language.LMTP ? 24 : 25, "");
        var login = login(here);
        var tls = tls(here, login.isPresent() ? Config.Tls.STARTTLS : Config.Tls.OPPORTUNISTIC, login);
        here.end();
        if (domain.isPresent() && before.stream().anyMatch(route -> route.domain().equals(domain.get()))) {
            here.wrong("domain", domain.get() + " has a route already");
        }
        return domain.flatMap(name -> host.map(at ->
            new Config.Route(name, new Config.Host(at, port, protocol, tls, login))));
    }

    /** One destination of the queue, and two ways to it. */
    private static boolean contradict(Config.Host one, Config.Host other) {
        boolean isSame = one.host().equals(other.host())
            && one.port() == other.port() && one.protocol() == other.protocol()
            && one.login().map(Config.Login::user).equals(other.login().map(Config.Login::user));
        return isSame && !(one.tls() == other.tls() && one.login().equals(other.login()));
    }
}
