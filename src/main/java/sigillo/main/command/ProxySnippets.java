package sigillo.main.command;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import sigillo.main.config.Config;
import sigillo.main.config.Door;

/** What a proxy in front of a server needs in its configuration, and the server in its own: docs/proxies.md. */
final class ProxySnippets {
    enum Kind { HAPROXY, NGINX, TRAEFIK, CADDY }

    /** Where the server is for the proxy, and the proxy for the server. */
    record Places(String server, String proxy) {}

    private final Config config;
    private final Places places;

    private ProxySnippets(Config config, Places places) {
        this.config = config;
        this.places = places;
    }

    static String of(Kind kind, Config config, Places places) {
        var snippets = new ProxySnippets(config, places);
        return switch (kind) {
            case HAPROXY -> snippets.haproxy() + snippets.ours();
            case NGINX -> snippets.nginx() + snippets.ours();
            case TRAEFIK -> snippets.traefik() + snippets.ours();
            case CADDY -> snippets.caddy() + snippets.oursByField();
        };
    }

    /** Those that others than this machine come to. */
    private List<Door> doors() {
        return List.of(Door.values()).stream().filter(door -> door != Door.LMTP && door != Door.MILTER && config.listeners().get(door).on()).toList();
    }

    private String server(Door door) {
        var host = places.server().contains(":") ? "[" + places.server() + "]" : places.server();
        return host + ":" + config.listeners().get(door).port();
    }

    private String haproxy() {
        return "# haproxy.cfg\n" + doors().stream().map(door -> """
            listen sigillo-%s
                mode tcp
                timeout client 35m
                timeout server 35m
                timeout connect 5s
                bind :%d
                server sigillo %s send-proxy-v2
            """.formatted(door.key(), door.standardPort(), server(door))).collect(Collectors.joining());
    }

    private String nginx() {
        return "# nginx.conf, beside http {}; the stream module is libnginx-mod-stream in Debian\nstream {\n" + doors().stream().map(door -> """
                server { listen %d; proxy_pass %s; proxy_protocol on; proxy_timeout 35m; }
            """.formatted(door.standardPort(), server(door))).collect(Collectors.joining()) + "}\n";
    }

    private String traefik() {
        var statics = new StringBuilder("# traefik.yml\nentryPoints:\n");
        var routers = new StringBuilder("# a file of its dynamic configuration\ntcp:\n  routers:\n");
        var services = new StringBuilder("  services:\n");
        for (var door : doors()) {
            var name = "sigillo-" + door.key();
            statics.append("  %s:\n    address: \":%d\"\n".formatted(name, door.standardPort()));
            routers.append("    %s:\n      entryPoints: [%s]\n      rule: \"HostSNI(`*`)\"\n      service: %s\n%s".formatted(name, name, name,
                door.isImplicitTls() ? "      tls: { passthrough: true }\n" : ""));
            services.append("    %s:\n      loadBalancer:\n        proxyProtocol: { version: 2 }\n        servers: [{ address: \"%s\" }]\n".formatted(name, server(door)));
        }
        return statics.append(routers).append(services).toString();
    }

    /** It passes HTTP on, and its own certificate is what browsers see. */
    private String caddy() {
        var host = config.hostname().name();
        return """
            # Caddyfile: pages, webmail and JMAP alone. Mail ports need the server itself, or haproxy, nginx or traefik.
            %s {
                reverse_proxy https://%s {
                    transport http {
                        tls_server_name %s
                    }
                }
            }
            """.formatted(host, server(Door.HTTPS), host);
    }

    /** What stands in ours then. */
    private String ours() {
        var text = new StringBuilder("\n# sigillo.toml\n");
        for (var door : doors()) {
            text.append("[listeners.").append(door.key()).append("]\nproxies = [\"").append(places.proxy()).append("\"]\n");
            boolean collides = places.server().equals(places.proxy()) && config.listeners().get(door).port() == door.standardPort();
            if (collides) text.append("# on one machine the proxy has port ").append(door.standardPort()).append(": say another port = here, and print this again\n");
        }
        return text.append("# then, from another machine: sigillo proxy check ").append(places.proxy().toLowerCase(Locale.ROOT)).append("\n").toString();
    }

    private String oursByField() {
        return "\n# sigillo.toml\n[listeners.https]\nforwarded_by = [\"" + places.proxy() + "\"]\nconnections_per_address = 200\n";
    }
}
