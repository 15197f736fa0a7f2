package sigillo.https;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a stranger sends this server, as far as it goes there: by HTTPS at its port, whatever is said, at a host with a name. Others
 * (addresses of machines, other ports, names and passwords in front of the host) are not asked. {@code path} begins with a
 * slash, and has nothing that would end a line.
 */
public record WebAddress(String host, String path) {
    private static final Pattern HOST = Pattern.compile("(?=.{1,253}$)[a-z0-9_-]{1,63}(\\.[a-z0-9_-]{1,63}){0,40}\\.[a-z][a-z0-9-]{0,62}");
    private static final String ALLOWED = "-._~:/?#[]@!$&'()*+,;=%";

    /** Total. */
    public static Optional<WebAddress> parse(String said) { return parse(Optional.empty(), said); }

    /** Where it is instead; it may be said from here. */
    public Optional<WebAddress> next(String location) { return parse(Optional.of(URI.create("https://" + host + path)), location); }

    private static Optional<WebAddress> parse(Optional<URI> from, String said) {
        if (said.isEmpty() || said.length() > HttpsLimits.ADDRESS_CHARACTERS_MAX) return Optional.empty();
        try {
            var written = new URI(escaped(said.strip()));
            return of(from.map(one -> one.resolve(written)).orElse(written));
        } catch (URISyntaxException | IllegalArgumentException unfit) {
            return Optional.empty();
        }
    }

    private static Optional<WebAddress> of(URI uri) {
        var scheme = Optional.ofNullable(uri.getScheme()).orElse("").toLowerCase(Locale.ROOT);
        boolean isWeb = scheme.equals("https") && (uri.getPort() == -1 || uri.getPort() == 443)
            || scheme.equals("http") && (uri.getPort() == -1 || uri.getPort() == 80);
        if (!isWeb || uri.getHost() == null || uri.getRawUserInfo() != null) return Optional.empty();
        var host = uri.getHost().toLowerCase(Locale.ROOT);
        var path = (uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath()) + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
        return HOST.matcher(host).matches() && path.startsWith("/") ? Optional.of(new WebAddress(host, path)) : Optional.empty();
    }

    /** What senders leave as it is and RFC 3986 section 2 does not allow. */
    private static String escaped(String said) {
        var text = new StringBuilder();
        for (byte octet : said.getBytes(StandardCharsets.UTF_8)) {
            boolean isPlain = octet >= '0' && octet <= '9' || octet >= 'A' && octet <= 'Z' || octet >= 'a' && octet <= 'z' || ALLOWED.indexOf(octet) >= 0;
            text.append(isPlain ? Character.toString(octet) : "%%%02X".formatted(octet & 0xFF));
        }
        return text.toString();
    }
}
