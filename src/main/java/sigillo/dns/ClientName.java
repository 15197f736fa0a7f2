package sigillo.dns;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The names of a client that lead back to it: RFC 7208 section 5.5. Asked for once, when somebody needs them; what DNS
 * cannot say is as if it were not there.
 */
public final class ClientName {
    /** RFC 7208 section 4.6.4: names of one PTR answer; those behind are not looked at. */
    public static final int NAMES_MAX = 10;

    private final InetAddress client;
    private final Lookup dns;
    private DnsAnswer answer;
    private List<String> validated;

    public ClientName(InetAddress client, Lookup dns) {
        this.client = client;
        this.dns = dns;
    }

    /** What the reverse zone says; names in lower case. */
    public DnsAnswer answer() {
        if (answer == null) answer = dns.ask(reverseName(client), DnsType.PTR);
        return answer;
    }

    public boolean isVoid() { return answer() instanceof DnsAnswer.Nothing; }

    public boolean isWithin(String domain) {
        var lower = lower(domain);
        return names().stream().anyMatch(name -> name.equals(lower) || name.endsWith("." + lower));
    }

    /** RFC 7208 section 7.3: the domain itself if it is one of them, else one below it, else any, else "unknown". */
    public String forDomain(String domain) {
        var lower = lower(domain);
        if (names().contains(lower)) return lower;
        return names().stream().filter(name -> name.endsWith("." + lower)).findFirst()
            .orElse(names().isEmpty() ? "unknown" : names().getFirst());
    }

    /** Those whose addresses have the client among them, in lower case, without a dot at their end. */
    public List<String> names() {
        if (validated == null) validated = validate();
        return validated;
    }

    private List<String> validate() {
        var names = new ArrayList<String>();
        var type = client.getAddress().length == 4 ? DnsType.A : DnsType.AAAA;
        answer().all(DnsData.Pointer.class).stream().limit(NAMES_MAX).map(p -> lower(p.host()))
            .filter(DnsName::isAskable)
            .filter(name -> dns.ask(name, type).all(DnsData.Host.class).contains(new DnsData.Host(client)))
            .forEach(names::add);
        return Collections.unmodifiableList(names);
    }

    private static String lower(String name) { return DnsName.withoutDot(name).toLowerCase(Locale.ROOT); }

    /** RFC 7208 section 7.3: IPv4 as usual, IPv6 as 32 digits with dots. */
    public static String dotted(InetAddress client) {
        var octets = client.getAddress();
        if (octets.length == 4) return client.getHostAddress();
        return HexFormat.of().withUpperCase().formatHex(octets).chars().mapToObj(Character::toString)
            .collect(Collectors.joining("."));
    }

    /** RFC 1035 section 3.5, RFC 3596 section 2.5. */
    static String reverseName(InetAddress client) {
        var labels = new ArrayList<>(List.of(dotted(client).split("\\.")));
        Collections.reverse(labels);
        return String.join(".", labels) + (client.getAddress().length == 4 ? ".in-addr.arpa" : ".ip6.arpa");
    }
}
