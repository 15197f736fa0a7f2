package sigillo.preflight;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reverse names that a provider has given by a rule: with the address in them, or a word for a kind of line. */
final class HomeNames {
    private static final Set<String> WORDS = Set.of("dyn", "dynamic", "dynip", "dsl", "adsl", "vdsl", "xdsl", "fttc", "ftth", "fibre", "pool", "pools", "dhcp", "cable", "ppp", "pppoe", "dial", "dialup",
        "dialin", "broadband", "residential", "cust", "subscriber");

    private HomeNames() {}

    static boolean isOne(String name, InetAddress address) {
        var labels = name.toLowerCase(Locale.ROOT).split("\\.");
        // the registered domain is a name that somebody chose
        var below = Arrays.asList(labels).subList(0, Math.max(0, labels.length - 2));
        boolean hasWord = below.stream().flatMap(label -> Arrays.stream(label.split("[^a-z]+"))).anyMatch(WORDS::contains);
        return hasWord || address instanceof Inet4Address && hasOctets(String.join(".", below), address.getAddress());
    }

    /** All four in their order, or backwards. */
    private static boolean hasOctets(String name, byte[] octets) {
        var numbers = Arrays.stream(name.split("[^0-9]+")).filter(text -> text.matches("[0-9]{1,3}")).map(Integer::valueOf).toList();
        var forth = List.of(octets[0] & 0xFF, octets[1] & 0xFF, octets[2] & 0xFF, octets[3] & 0xFF);
        return Collections.indexOfSubList(numbers, forth) >= 0 || Collections.indexOfSubList(numbers, forth.reversed()) >= 0;
    }
}
