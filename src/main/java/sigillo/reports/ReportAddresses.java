package sigillo.reports;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import sigillo.base.Address;

/** Where a domain wants reports: rua= of its records for TLS (RFC 8460 section 3) and DMARC (RFC 9990). */
public final class ReportAddresses {
    private static final int CHARACTERS_MAX = 4_096;
    /** RFC 9990: at least two are to be served. */
    private static final int ADDRESSES_MAX = 4;

    private ReportAddresses() {}

    public sealed interface To {
        record Mail(Address address) implements To {}

        /** {@code path} begins with a slash. */
        record Web(String host, String path) implements To {}
    }

    /** Of the TXT records at {@code _smtp._tls} below a domain. RFC 8460 section 3: several records are none. */
    public static List<To> ofTls(List<String> records) {
        var ours = records.stream().filter(text -> text.length() <= CHARACTERS_MAX && text.matches("v=TLSRPTv1[ \t]*;.*")).toList();
        if (ours.size() != 1) return List.of();
        for (var field : ours.getFirst().split(";")) {
            var stripped = field.strip();
            if (stripped.startsWith("rua=")) return of(List.of(stripped.substring(4).split(",")));
        }
        return List.of();
    }

    /** What cannot be written to is passed over. */
    public static List<To> of(List<String> uris) {
        var found = new ArrayList<To>();
        uris.stream().limit(100).flatMap(uri -> of(uri.strip()).stream()).distinct().limit(ADDRESSES_MAX).forEach(found::add);
        return found;
    }

    private static Optional<To> of(String uri) {
        var scheme = uri.toLowerCase(Locale.ROOT);
        try {
            if (scheme.startsWith("mailto:")) return mail(uri.substring(7));
            if (scheme.startsWith("https://")) return web(URI.create(uri));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    /** A size limit of RFC 7489 behind it, and fields of RFC 6068, are let go. */
    private static Optional<To> mail(String rest) {
        var address = URLDecoder.decode(rest.split("[?!]", 2)[0].replace("+", "%2B"), StandardCharsets.UTF_8);
        return Address.parse(address).filter(a -> !a.domain().isLiteral()).map(To.Mail::new);
    }

    /** At the one port only, and to nobody's password. */
    private static Optional<To> web(URI uri) {
        boolean isPlain = uri.getHost() != null && uri.getUserInfo() == null && (uri.getPort() == -1 || uri.getPort() == 443);
        if (!isPlain || !uri.getHost().matches("[A-Za-z0-9.-]+")) return Optional.empty();
        var path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return Optional.of(new To.Web(uri.getHost().toLowerCase(Locale.ROOT), path + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery())));
    }
}
