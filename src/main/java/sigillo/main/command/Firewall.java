package sigillo.main.command;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import sigillo.main.config.Config;
import sigillo.main.config.Door;
import sigillo.net.Networks;

/** The ports of a configuration as rules for nftables: what is not needed is dropped. Ready for {@code nft -f}. */
final class Firewall {
    private Firewall() {}

    static String rules(Config config) {
        var text = new StringBuilder("# What " + config.hostname()
            + " needs open. Listeners on loopback and switched-off ones need nothing.\n");
        var open = config.listeners().entrySet().stream().filter(e -> isReachable(e.getValue())).toList();
        open.forEach(e -> text.append("#   %5d/tcp  %-11s  %s\n"
            .formatted(e.getValue().port(), e.getKey().key(), e.getKey().purpose())));
        text.append("# Outgoing: " + outgoing(config) + "\n");
        text.append("""
            # This replaces the table "sigillo" only. It also lets in SSH (22), answers and ICMP; look at it \
            before you load it:
            #   sigillo firewall --config FILE | sudo nft -f -
            table inet sigillo
            delete table inet sigillo
            table inet sigillo {
                chain input {
                    type filter hook input priority filter; policy drop;
                    iif lo accept
                    ct state established,related accept
                    meta l4proto { icmp, ipv6-icmp } accept
                    tcp dport 22 accept
            """);
        open.forEach(e -> rules(e.getKey(), e.getValue())
            .forEach(rule -> text.append("        ").append(rule).append('\n')));
        return text.append("    }\n}\n").toString();
    }

    private static boolean isReachable(Config.Listening listening) {
        return listening.on() && !listening.address().isLoopbackAddress()
            && listening.allowed().list().stream().anyMatch(network -> !network.address().isLoopbackAddress());
    }

    private static List<String> rules(Door door, Config.Listening listening) {
        var suffix = " tcp dport " + listening.port() + " accept comment \"" + door.key() + "\"";
        var to = listening.address().isAnyLocalAddress() ? ""
            : family(listening.address()) + " daddr " + listening.address().getHostAddress() + " ";
        if (listening.allowed().list().containsAll(Networks.ANY.list())) return List.of((to + suffix).strip());
        var rules = new ArrayList<String>();
        var families = listening.address().isAnyLocalAddress() ? List.of("ip", "ip6")
            : List.of(family(listening.address()));
        for (var family : families) {
            var networks = listening.allowed().list().stream()
                .filter(network -> !network.address().isLoopbackAddress() && family(network.address()).equals(family))
                .map(network -> network.address().getHostAddress() + "/" + network.bits())
                .collect(Collectors.joining(", "));
            if (!networks.isEmpty()) rules.add(to + family + " saddr { " + networks + " }" + suffix);
        }
        return rules;
    }

    private static String family(java.net.InetAddress address) {
        return address.getAddress().length == 4 ? "ip" : "ip6";
    }

    private static String outgoing(Config config) {
        if (config.relay().loopbackOnly()) return "nothing: this server connects to its own machine only";
        var mail = config.relay().smarthost().map(host -> host.port() + "/tcp to " + host.host())
            .orElse(config.relay().port() + "/tcp");
        return mail + " (mail), 53/udp and 53/tcp (DNS), 443/tcp (certificates, policies of others, and what else goes by HTTPS), 123/udp (the time)";
    }
}
