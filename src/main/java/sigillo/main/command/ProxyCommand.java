package sigillo.main.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sigillo.admin.Request;
import tools.jackson.databind.JsonNode;

@Command(name = "proxy", description = "What a proxy in front of this server needs, and whether the addresses of clients come through it.")
public final class ProxyCommand {
    private static final int WAIT_MILLIS = 10_000;
    private static final int GREETING_OCTETS_MAX = 512;
    private static final String OTHER_LOOPBACK = "127.83.73.71";

    private final PrintWriter out;
    private final Ask ask;

    public ProxyCommand(PrintWriter out, Ask ask) {
        this.out = out;
        this.ask = ask;
    }

    @Command(name = "print", description = "Prints its configuration, and what goes into this server's: for haproxy, nginx, traefik or caddy.")
    int print(@Mixin Place place, @Parameters(paramLabel = "PROXY", description = "haproxy, nginx, traefik or caddy.") String kind,
            @Option(names = "--server", paramLabel = "IP", defaultValue = "127.0.0.1", description = "Where the server is, for the proxy.") String server,
            @Option(names = "--proxy", paramLabel = "IP", defaultValue = "127.0.0.1", description = "Where the proxy is, for the server.") String proxy) {
        out.print(ProxySnippets.of(kind(kind), place.config(), new ProxySnippets.Places(literal(server), literal(proxy))));
        out.flush();
        return 0;
    }

    /** Exit code 1 when the address of who connects does not come through. */
    @Command(name = "check", description = "Connects to the proxy's SMTP port from here, and says as whom the server saw it.")
    int check(@Mixin Target target, @Parameters(paramLabel = "HOST[:PORT]", description = "The proxy; port 25 if not said.") String where) {
        var before = callers(target);
        InetAddress mine = connected(where);
        var seen = newest(target, before);
        if (seen.isEmpty()) throw new Failure("this server has seen nobody come: is it behind " + where + ", and does its listener take the proxy's header? Its log says why it refused");
        boolean isMine = seen.get().equals(mine.getHostAddress());
        out.println("connected from " + mine.getHostAddress() + ", seen as " + seen.get() + (isMine ? ": the address of who connects comes through"
            : ": the proxy hides who connects. It must speak the PROXY protocol, and be named in proxies of [listeners.smtp]"));
        out.flush();
        return isMine ? 0 : 1;
    }

    private JsonNode callers(Target target) { return ask.result(target, new Request.ListCallers()); }

    /** Who came since; a moment is left to the server. */
    private Optional<String> newest(Target target, JsonNode before) {
        var now = callers(target);
        return now.equals(before) || now.isEmpty() ? Optional.empty() : Optional.of(now.get(now.size() - 1).path("address").asString());
    }

    /** Reads the greeting, so that the server has seen it. */
    private static InetAddress connected(String where) {
        var parts = where.matches(".*[^:]:[0-9]{1,5}") ? where.split(":(?=[0-9]+$)") : new String[] {where, "25"};
        try (var socket = new Socket()) {
            var proxy = InetAddress.getByName(parts[0]);
            // a proxy of this machine has the same address as we would, and one that hides us could not be told
            if (proxy.isLoopbackAddress() && proxy.getAddress().length == 4) socket.bind(new InetSocketAddress(OTHER_LOOPBACK, 0));
            socket.connect(new InetSocketAddress(proxy, Integer.parseInt(parts[1])), WAIT_MILLIS);
            socket.setSoTimeout(WAIT_MILLIS);
            int octets = 0;
            for (int octet = 0; octet != '\n' && octets++ < GREETING_OCTETS_MAX; ) {
                octet = socket.getInputStream().read();
                if (octet < 0) throw new IOException("it closes before anything is said");
            }
            socket.getOutputStream().write("QUIT\r\n".getBytes(StandardCharsets.US_ASCII));
            return socket.getLocalAddress();
        } catch (IOException | IllegalArgumentException no) {
            throw new Failure("no mail server answers at " + where + ": " + no.getMessage());
        }
    }

    private static ProxySnippets.Kind kind(String text) {
        try {
            return ProxySnippets.Kind.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException none) {
            throw new Failure("'" + text + "' is no proxy that is known: haproxy, nginx, traefik or caddy would be right");
        }
    }

    private static String literal(String text) {
        try {
            return InetAddress.ofLiteral(text).getHostAddress();
        } catch (IllegalArgumentException none) {
            throw new Failure("'" + text + "' is no address; one such as 192.0.2.1 would be right");
        }
    }
}
