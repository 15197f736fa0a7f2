package sigillo.main.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Texts that stand for values: durations, sizes, addresses. Total: empty for what they cannot be. Never asks DNS. */
final class Values {
    private static final Pattern AMOUNT = Pattern.compile("([0-9]{1,12}) ?([A-Za-z]+)");
    private static final Map<String, Long> SECONDS = Map.ofEntries(
        Map.entry("s", 1L), Map.entry("second", 1L), Map.entry("seconds", 1L),
        Map.entry("min", 60L), Map.entry("minute", 60L), Map.entry("minutes", 60L),
        Map.entry("h", 3_600L), Map.entry("hour", 3_600L), Map.entry("hours", 3_600L),
        Map.entry("d", 86_400L), Map.entry("day", 86_400L), Map.entry("days", 86_400L));
    private static final Map<String, Long> OCTETS = Map.of("KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30,
        "kB", 1_000L, "MB", 1_000_000L, "GB", 1_000_000_000L);

    private Values() {}

    static Optional<Duration> duration(String text) { return amount(text, SECONDS).map(Duration::ofSeconds); }

    static Optional<Long> octets(String text) { return amount(text, OCTETS); }

    private static Optional<Long> amount(String text, Map<String, Long> units) {
        var parts = AMOUNT.matcher(text);
        if (!parts.matches() || !units.containsKey(parts.group(2))) return Optional.empty();
        long number = Long.parseLong(parts.group(1));
        long unit = units.get(parts.group(2));
        return number > Long.MAX_VALUE / unit ? Optional.empty() : Optional.of(number * unit);
    }

    static String shown(Duration time) {
        long seconds = time.toSeconds();
        if (seconds % 86_400 == 0) return seconds / 86_400 + " days";
        if (seconds % 3_600 == 0) return seconds / 3_600 + " hours";
        return seconds % 60 == 0 ? seconds / 60 + " minutes" : seconds + " seconds";
    }

    static String shown(long octets) {
        if (octets % (1 << 20) == 0) return (octets >> 20) + " MiB";
        return octets % (1 << 10) == 0 ? (octets >> 10) + " KiB" : octets / 1_000 + " kB";
    }

    /** In the form of a URL's part. In characters. */
    static int encodedLength(String text) { return URLEncoder.encode(text, StandardCharsets.UTF_8).length(); }

    static Optional<InetAddress> address(String text) {
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException notAnAddress) {
            return Optional.empty();
        }
    }

    /** {@code 127.0.0.1:53}, {@code [::1]:53}, or without a port. */
    static Optional<InetSocketAddress> socket(String text, int port) {
        var bare = address(text);
        if (bare.isPresent()) return bare.map(address -> new InetSocketAddress(address, port));
        int colon = text.lastIndexOf(':');
        if (colon < 0 || !text.substring(colon + 1).matches("[0-9]{1,5}")) return Optional.empty();
        int number = Integer.parseInt(text.substring(colon + 1));
        var host = text.substring(0, colon).replaceFirst("^\\[(.*)]$", "$1");
        return number < 1 || number > 65_535 ? Optional.empty()
            : address(host).map(ip -> new InetSocketAddress(ip, number));
    }

    /** As {@link #socket}, or a name instead of the address, which is not looked up. */
    static Optional<InetSocketAddress> endpoint(String text, int port) {
        var known = socket(text, port);
        if (known.isPresent()) return known;
        int colon = text.lastIndexOf(':');
        var name = colon < 0 ? text : text.substring(0, colon);
        var number = colon < 0 ? "" + port : text.substring(colon + 1);
        boolean isRight = name.matches("[A-Za-z0-9]([A-Za-z0-9.-]{0,250}[A-Za-z0-9])?") && !name.matches("[0-9.]+")
            && number.matches("[0-9]{1,5}") && Integer.parseInt(number) >= 1 && Integer.parseInt(number) <= 65_535;
        return isRight ? Optional.of(InetSocketAddress.createUnresolved(name, Integer.parseInt(number)))
            : Optional.empty();
    }

    static String shownEndpoint(InetSocketAddress endpoint) {
        return endpoint.isUnresolved() ? endpoint.getHostString() + ":" + endpoint.getPort() : shown(endpoint);
    }

    static boolean isLoopback(InetSocketAddress endpoint) {
        return endpoint.isUnresolved() ? endpoint.getHostString().equals("localhost")
            : endpoint.getAddress().isLoopbackAddress();
    }

    static String shown(InetSocketAddress socket) {
        var host = socket.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + socket.getPort();
    }

    static String shown(InetAddress address) {
        return address.isAnyLocalAddress() && address.getAddress().length == 16 ? "::" : address.getHostAddress();
    }
}
