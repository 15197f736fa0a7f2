package sigillo.preflight;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import sigillo.base.Domain;
import sigillo.dns.ClientName;
import sigillo.dns.DnsAnswer;
import sigillo.dns.DnsData;
import sigillo.dns.DnsType;
import sigillo.dns.Lookup;
import sigillo.filter.DnsList;
import sigillo.filter.DnsList.Says;

/**
 * A list in DNS that others ask before they take mail. {@code homes}: which answers say only that the range is one of homes;
 * {@code page}: where who is on it asks for removal; {@code known}: what each such list has, before its zone. RFC 5782.
 */
public record BlockList(DnsList list, Optional<DnsList.Code> homes, String page, String known) {
    /** RFC 5782: the entry for tests. */
    private static final String KNOWN_ADDRESS = "2.0.0.127";

    /** How an address stands with it. */
    public enum Standing {
        CLEAR,
        LISTED,
        /** Only as one of a range of homes. */
        HOME,
        /** It does not answer such as us: through a resolver of all the world, or too often. */
        REFUSES,
        /** It does not answer, or not as a list does. */
        SILENT
    }

    /** Those of the table. */
    public static List<BlockList> all() { return Rows.of("lists.txt").stream().map(row -> of(row.get(0), row.get(1), row.get(2), row.get(3))).toList(); }

    static BlockList of(String zone, String name, String homes, String page) {
        return new BlockList(new DnsList(name, zone, DnsList.Kind.ADDRESS, List.of(), 1), DnsList.Code.parse(homes), page, KNOWN_ADDRESS);
    }

    /** Of domains, those of the table. */
    public static List<BlockList> ofDomains() {
        return Rows.of("domain-lists.txt").stream().map(row -> ofDomains(row.get(0), row.get(1), row.get(2), row.get(3))).toList();
    }

    static BlockList ofDomains(String zone, String name, String known, String page) {
        return new BlockList(new DnsList(name, zone, DnsList.Kind.DOMAIN, List.of(), 1), Optional.empty(), page, known);
    }

    String name() { return list.name(); }

    /** First whether it has what each list has, and has not what none has: else nothing follows from its answer. */
    Standing of(InetAddress address, Lookup dns) { return of(reversed(address), dns); }

    /** The same of a list of domains. */
    Standing of(Domain domain, Lookup dns) { return of(domain.name(), dns); }

    private Standing of(String entry, Lookup dns) {
        var there = ask(known + "." + list.zone(), dns);
        if (there != Standing.LISTED) return there == Standing.REFUSES ? there : Standing.SILENT;
        if (ask(list.neverListed(), dns) != Standing.CLEAR) return Standing.SILENT;
        return ask(entry + "." + list.zone(), dns);
    }

    private Standing ask(String name, Lookup dns) {
        return switch (dns.ask(name, DnsType.A)) {
            case DnsAnswer.Failed _ -> Standing.SILENT;
            case DnsAnswer.Nothing _ -> Standing.CLEAR;
            case DnsAnswer.Found found -> of(found.all(DnsData.Host.class).stream().map(DnsData.Host::address).toList());
        };
    }

    private Standing of(List<InetAddress> answers) {
        if (answers.stream().anyMatch(answer -> list.says(answer) == Says.REFUSES)) return Standing.REFUSES;
        var listings = answers.stream().filter(answer -> list.says(answer) == Says.LISTED).toList();
        if (listings.isEmpty()) return Standing.CLEAR;
        return listings.stream().allMatch(answer -> homes.stream().anyMatch(code -> code.has(answer))) ? Standing.HOME : Standing.LISTED;
    }

    private static String reversed(InetAddress address) {
        var labels = new ArrayList<>(List.of(ClientName.dotted(address).split("\\.")));
        Collections.reverse(labels);
        return String.join(".", labels);
    }
}
