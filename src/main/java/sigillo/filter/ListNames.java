package sigillo.filter;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.dns.ClientName;
import sigillo.dns.DnsName;
import sigillo.message.HeaderField;
import sigillo.message.NamedAddress;

/** What of a message is looked up in lists, as names before their zone, each with what it is called. Bounded. */
final class ListNames {
    private ListNames() {}

    /** {@code hosts}: where its links lead. */
    static Map<String, String> of(DnsList.Kind kind, Mail mail, Set<String> hosts) {
        var all = switch (kind) {
            case ADDRESS -> mail.origin().client().map(ListNames::reversed).map(name -> Map.of(name, "the address that it comes from")).orElse(Map.of());
            case DOMAIN -> domains(mail);
            case URL -> urls(hosts);
            case HASH -> hashes(mail);
        };
        return all.entrySet().stream().filter(one -> DnsName.isAskable(one.getKey())).limit(FilterLimits.NAMES_OF_LIST_MAX)
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (one, _) -> one, LinkedHashMap::new));
    }

    private static String reversed(InetAddress client) {
        var labels = ClientName.dotted(client).toLowerCase(Locale.ROOT).split("\\.");
        var name = new StringBuilder();
        for (int i = labels.length - 1; i >= 0; i--) name.append(name.isEmpty() ? "" : ".").append(labels[i]);
        return name.toString();
    }

    private static Map<String, String> domains(Mail mail) {
        var all = new LinkedHashMap<String, String>();
        for (var author : addresses(mail, "from")) Domain.parse(author.domain()).ifPresent(domain -> add(all, domain, "its author's domain"));
        mail.envelope().from().sender().map(Address::domain).ifPresent(domain -> add(all, domain, "its sender's domain"));
        Domain.parse(mail.origin().helo()).ifPresent(domain -> add(all, domain, "the name of its client"));
        return all;
    }

    private static void add(Map<String, String> all, Domain domain, String what) {
        boolean isName = !domain.isLiteral() && domain.name().contains(".") && !domain.name().matches("[0-9.]+");
        if (isName) all.putIfAbsent(domain.name(), what + " " + domain.name());
    }

    private static Map<String, String> urls(Set<String> hosts) {
        var all = new LinkedHashMap<String, String>();
        for (var host : hosts) {
            if (host.matches("[0-9]{1,3}([.][0-9]{1,3}){3}")) {
                try {
                    all.putIfAbsent(reversed(InetAddress.ofLiteral(host)), "a link to " + host);
                } catch (IllegalArgumentException none) {
                    continue;
                }
            } else {
                Domain.parse(host).filter(domain -> !domain.isLiteral()).ifPresent(domain -> all.putIfAbsent(registered(domain.name()), "a link to " + domain.name()));
            }
        }
        return all;
    }

    /** The last two labels, or three where the last but one is short: nearly what is registered, which is what such lists have. */
    private static String registered(String host) {
        int last = host.lastIndexOf('.');
        int second = last < 0 ? -1 : host.lastIndexOf('.', last - 1);
        if (second >= 0 && last - second <= 4 && host.length() - last <= 3) second = host.lastIndexOf('.', second - 1);
        return host.substring(second + 1);
    }

    private static Map<String, String> hashes(Mail mail) {
        var all = new LinkedHashMap<String, String>();
        Stream.of("from", "reply-to").flatMap(field -> addresses(mail, field).stream()).flatMap(one -> one.address().stream())
            .forEach(address -> all.putIfAbsent(sha1(address.lookupKey()), "the address " + address));
        return all;
    }

    private static java.util.List<NamedAddress> addresses(Mail mail, String field) {
        Optional<HeaderField> first = mail.section().header().first(field);
        return first.map(one -> one.addresses().flat()).orElse(java.util.List.of()).stream().limit(FilterLimits.NAMES_OF_LIST_MAX).toList();
    }

    private static String sha1(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
