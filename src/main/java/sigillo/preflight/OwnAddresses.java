package sigillo.preflight;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import sigillo.base.Domain;
import sigillo.dns.AddressText;
import sigillo.dns.DnsData;
import sigillo.dns.DnsType;
import sigillo.dns.Lookup;

/** Whether others can reach this machine by an address of its own. */
public final class OwnAddresses {
    public static final String NAME = "addresses";
    /** Looked at; a machine of containers may have thousands. */
    private static final int ADDRESSES_MAX = 64;

    private OwnAddresses() {}

    /** Of all network interfaces that are up, without those that never leave the machine. */
    public static List<InetAddress> ofThisMachine() throws SocketException {
        return NetworkInterface.networkInterfaces().filter(OwnAddresses::isUp).flatMap(NetworkInterface::inetAddresses)
            .filter(address -> AddressKind.of(address) != AddressKind.LOCAL).limit(ADDRESSES_MAX).toList();
    }

    private static boolean isUp(NetworkInterface one) {
        try {
            return one.isUp() && !one.isLoopback();
        } catch (SocketException gone) {
            return false;
        }
    }

    /** Those by which others reach it. */
    public static List<InetAddress> reachable(List<InetAddress> own) { return only(own, AddressKind.PUBLIC); }

    /**
     * Those of a server that runs, in the order IPv4, IPv6: of a family that {@code own} has no public one of, where DNS leads who asks for
     * {@code host}. Behind a router that is the router's. Blocks as DNS does.
     */
    public static List<InetAddress> reachable(List<InetAddress> own, Domain host, Lookup dns) {
        var all = new ArrayList<InetAddress>();
        for (var type : List.of(DnsType.A, DnsType.AAAA)) {
            var here = reachable(own).stream().filter(one -> one instanceof Inet4Address == (type == DnsType.A)).toList();
            all.addAll(here.isEmpty() ? reachable(dns.ask(host.name(), type).all(DnsData.Host.class).stream().map(DnsData.Host::address).toList()) : here);
        }
        return List.copyOf(all);
    }

    static Result judge(List<InetAddress> own) {
        var open = reachable(own);
        if (open.stream().anyMatch(Inet4Address.class::isInstance)) {
            return Result.fine(NAME, Words.of("This machine has public addresses: %s.", "Questa macchina ha indirizzi pubblici: %s.", text(open)));
        }
        var shared = only(own, AddressKind.SHARED);
        if (!shared.isEmpty()) return shared(shared);
        if (!open.isEmpty()) return sixAlone(open);
        if (own.isEmpty()) {
            return Result.wrong(NAME, new Words("This machine has no network.", "Questa macchina non ha rete."),
                new Words("Connect it, and check again.", "Collegarla, e controllare di nuovo."));
        }
        return Result.warning(NAME, Words.of("This machine has private addresses only: %s. It is behind a router.",
                "Questa macchina ha solo indirizzi privati: %s. È dietro un router.", text(own)),
            new Words("In the router, forward the ports 25, 465, 587, 993 and 443 to this machine, then check again with --address and the router's public address.",
                "Nel router, inoltrare le porte 25, 465, 587, 993 e 443 a questa macchina, poi controllare di nuovo con --address e l'indirizzo pubblico del router."));
    }

    private static Result shared(List<InetAddress> shared) {
        return Result.wrong(NAME, Words.of("The provider shares one public IPv4 address among many customers (CGNAT): %s. No mail server can connect to this machine.",
                "Il provider condivide un solo indirizzo IPv4 pubblico tra molti clienti (CGNAT): %s. Nessun server di posta può collegarsi a questa macchina.", text(shared)),
            new Words("Ask the provider for a public, static IPv4 address, or rent a machine that has one.",
                "Chiedere al provider un indirizzo IPv4 pubblico e statico, o noleggiare una macchina che lo abbia."));
    }

    private static Result sixAlone(List<InetAddress> open) {
        return Result.warning(NAME, Words.of("This machine has no public IPv4 address, only IPv6: %s. Many mail servers send by IPv4 only.",
                "Questa macchina non ha un indirizzo IPv4 pubblico, solo IPv6: %s. Molti server di posta inviano solo con IPv4.", text(open)),
            new Words("Ask the provider for a public, static IPv4 address too.", "Chiedere al provider anche un indirizzo IPv4 pubblico e statico."));
    }

    private static List<InetAddress> only(List<InetAddress> own, AddressKind kind) {
        return own.stream().filter(address -> AddressKind.of(address) == kind).toList();
    }

    static String text(List<InetAddress> addresses) { return addresses.stream().map(AddressText::of).collect(Collectors.joining(", ")); }
}
